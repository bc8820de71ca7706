// SPDX-License-Identifier: Apache-2.0
// min(max(x, 0), 6), plain reference. Stored numbers keep their quantization.
#pragma once
#include "device/ops/fixed_point.h"

namespace tadpole::device {

struct Relu6Params {
  std::int32_t zero = 0, six = 127;  // as stored numbers
};

inline void relu6(const Relu6Params& p, const std::int8_t* input, std::int8_t* output,
                  std::int32_t n) {
  for (std::int32_t i = 0; i < n; ++i) {
    const std::int32_t x = input[i];
    output[i] = static_cast<std::int8_t>(x > p.six ? p.six : (x < p.zero ? p.zero : x));
  }
}

inline void relu6(const float* input, float* output, std::int32_t n) {
  for (std::int32_t i = 0; i < n; ++i) output[i] = clamp(input[i], 0.0F, 6.0F);
}

}  // namespace tadpole::device
