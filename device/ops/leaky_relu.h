// SPDX-License-Identifier: Apache-2.0
// x where it is positive, alpha * x below, plain reference. Source: Maas, Hannun, Ng: Rectifier
// Nonlinearities Improve Neural Network Acoustic Models, 2013.
#pragma once
#include "device/ops/fixed_point.h"

namespace tadpole::device {

struct LeakyReluParams {
  std::int32_t input_zero_point = 0, output_zero_point = 0;
  QuantizedMultiplier identity;  // input scale / output scale
  QuantizedMultiplier leak;      // alpha * input scale / output scale
};

// Expects: scales finite and > 0, alpha finite and >= 0. The ratios are rounded to float first, as
// the reference does. Shifts above kMaxLeftShift are for the caller to refuse.
inline LeakyReluParams make_leaky_relu_params(float alpha, float input_scale, float output_scale) {
  LeakyReluParams p;
  const float ratio = input_scale / output_scale;
  const float leak = input_scale * alpha / output_scale;
  if (is_positive_finite(ratio)) p.identity = quantize_multiplier(ratio, 1.0F);
  if (is_positive_finite(leak)) p.leak = quantize_multiplier(leak, 1.0F);
  return p;
}

// T: std::int8_t or std::int16_t.
template <typename T>
inline void leaky_relu(const LeakyReluParams& p, const T* input, T* output, std::int32_t n) {
  for (std::int32_t i = 0; i < n; ++i) {
    const std::int32_t x = input[i] - p.input_zero_point;
    const std::int32_t scaled = multiply_by_quantized_multiplier(x, x >= 0 ? p.identity : p.leak);
    output[i] = static_cast<T>(clamp(wrapping_add(scaled, p.output_zero_point),
                                     std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
  }
}

inline void leaky_relu(float alpha, const float* input, float* output, std::int32_t n) {
  for (std::int32_t i = 0; i < n; ++i) output[i] = input[i] > 0.0F ? input[i] : input[i] * alpha;
}

}  // namespace tadpole::device
