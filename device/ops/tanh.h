// SPDX-License-Identifier: Apache-2.0
// The hyperbolic tangent, plain reference. The int8 output's scale is 1/128, its zero point 0.
#pragma once
#include "device/ops/fixed_exp.h"
#include "device/ops/float_exp.h"

namespace tadpole::device {

struct TanhParams {
  std::int32_t input_zero_point = 0;
  QuantizedMultiplier multiplier;  // to Q4
  std::int32_t input_radius = 0;   // |x| from here on gives -1 or 1
};

// Expects: scale finite and > 0. A shift outside [0, kMaxLeftShift] is for the caller to refuse.
inline TanhParams make_tanh_params(float scale, std::int32_t zero_point) {
  constexpr std::int32_t kIntegerBits = 4;
  const QuantizedMultiplier m = quantize_multiplier(scale, 1.0F, 1.0F, 31 - kIntegerBits);
  const bool usable = m.shift >= 0 && m.shift <= 31;
  return {zero_point, m, usable ? input_radius(kIntegerBits, m.shift) : 0};
}

inline std::int8_t tanh_one(const TanhParams& p, std::int32_t x) {
  if (x <= -p.input_radius) return -128;
  if (x >= p.input_radius) return 127;
  const std::int32_t q31 = fixed_tanh(multiply_by_quantized_multiplier(x, p.multiplier));
  return static_cast<std::int8_t>(clamp(rounding_divide_by_pot(q31, 24), -128, 127));
}

inline void tanh(const TanhParams& p, const std::int8_t* input, std::int8_t* output,
                 std::int32_t n) {
  for (std::int32_t i = 0; i < n; ++i) output[i] = tanh_one(p, input[i] - p.input_zero_point);
}

inline void tanh(const float* input, float* output, std::int32_t n) {
  for (std::int32_t i = 0; i < n; ++i) output[i] = tanh_float(input[i]);
}

}  // namespace tadpole::device
