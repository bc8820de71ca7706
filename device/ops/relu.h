// SPDX-License-Identifier: Apache-2.0
// max(x, 0), plain reference.
#pragma once
#include "device/ops/quantize.h"

namespace tadpole::device {

struct ReluParams {
  RequantizeParams requantize;
  std::int32_t output_min = -128;  // the stored zero, or the type's smallest
};

// T: std::int8_t or std::int16_t.
template <typename T>
inline void relu(const ReluParams& p, const T* input, T* output, std::int32_t n) {
  const RequantizeParams& r = p.requantize;
  for (std::int32_t i = 0; i < n; ++i) {
    const std::int32_t scaled =
        multiply_by_quantized_multiplier(input[i] - r.input_zero_point, r.multiplier);
    output[i] = static_cast<T>(clamp(wrapping_add(scaled, r.output_zero_point), p.output_min,
                                     std::numeric_limits<T>::max()));
  }
}

inline void relu(const float* input, float* output, std::int32_t n) {
  for (std::int32_t i = 0; i < n; ++i) output[i] = input[i] < 0.0F ? 0.0F : input[i];
}

}  // namespace tadpole::device
