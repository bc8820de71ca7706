// SPDX-License-Identifier: Apache-2.0
// min(max(x, 0), 6), plain reference. Stored numbers keep their quantization.
#pragma once
#include "device/ops/fixed_point.h"

namespace tadpole::device {

struct Relu6Params {
  std::int32_t zero = 0, six = 127;  // as stored numbers
};

// T: std::int8_t or std::int16_t.
template <typename T>
inline void relu6(const Relu6Params& p, const T* input, T* output, std::int32_t n) {
  for (std::int32_t i = 0; i < n; ++i) {
    const std::int32_t x = input[i];
    output[i] = static_cast<T>(x > p.six ? p.six : (x < p.zero ? p.zero : x));
  }
}

inline void relu6(const float* input, float* output, std::int32_t n) {
  for (std::int32_t i = 0; i < n; ++i) output[i] = clamp(input[i], 0.0F, 6.0F);
}

}  // namespace tadpole::device
