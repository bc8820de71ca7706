// SPDX-License-Identifier: Apache-2.0
// Functions of one int8 number as a table of their 256 answers, by number + 128.
#pragma once
#include <cstdint>

namespace tadpole::device {

// output[i] = answers[input[i] + 128]; they may be the same memory.
inline void apply_byte_table(const std::int8_t* answers, const std::int8_t* input,
                             std::int8_t* output, std::int32_t n) {
  for (std::int32_t i = 0; i < n; ++i) output[i] = answers[input[i] + 128];
}

}  // namespace tadpole::device
