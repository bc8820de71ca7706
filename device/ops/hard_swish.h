// SPDX-License-Identifier: Apache-2.0
// x * min(max(x + 3, 0), 6) / 6, plain reference; in int8 with 16-bit fixed point as the reference
// kernel has it. Source: Howard et al.: Searching for MobileNetV3, arXiv:1905.02244, 2019.
#pragma once
#include "device/ops/fixed_point.h"

namespace tadpole::device {

// real = multiplier * 2^(exponent - 15)
struct Multiplier16 {
  std::int32_t multiplier = 0;  // in [2^14, 2^15)
  std::int32_t exponent = 0;
};

struct HardSwishParams {
  std::int32_t input_zero_point = 0, output_zero_point = 0;
  Multiplier16 output;   // input scale / 128 / output scale
  Multiplier16 reluish;  // input scale / 128 / (3 / 32768)
};

// The upper half of a 32-bit multiplier, rounded.
inline Multiplier16 to_multiplier_16(QuantizedMultiplier m) {
  constexpr std::int32_t kHalf = 1 << 15;
  if (m.multiplier >= std::numeric_limits<std::int32_t>::max() - kHalf) return {32767, m.shift};
  return {(m.multiplier + kHalf) >> 16, m.shift};
}

// Whether the scales are within what 16 bits can hold.
inline bool hard_swish_usable(const HardSwishParams& p) {
  return p.output.exponent <= 0 && p.output.exponent >= -15 && p.reluish.exponent <= 15 &&
         p.reluish.exponent >= -15;
}

// Expects: scales finite and > 0. The ratios are rounded to float first, as the reference does.
// Parameters that are not usable are for the caller to refuse.
inline HardSwishParams make_hard_swish_params(float input_scale, float output_scale) {
  constexpr float kReluishScale = 3.0F / 32768.0F;
  const float fine = input_scale * (1.0F / 128.0F);
  const float to_output = fine / output_scale;
  const float to_reluish = fine / kReluishScale;
  HardSwishParams p;
  p.output.exponent = p.reluish.exponent = 99;  // refused unless the ratios have a multiplier
  if (is_positive_finite(to_output))
    p.output = to_multiplier_16(quantize_multiplier(to_output, 1.0F));
  if (is_positive_finite(to_reluish))
    p.reluish = to_multiplier_16(quantize_multiplier(to_reluish, 1.0F));
  return p;
}

namespace detail {

constexpr std::int32_t saturate_16(std::int32_t x) { return clamp(x, -32768, 32767); }

// a * b / 2^15 in 16 bits, rounded, halves up.
constexpr std::int32_t rounding_high_mul_16(std::int32_t a, std::int32_t b) {
  return saturate_16((a * b + (1 << 14)) >> 15);
}

// (x * multiplier) with x in [-1, 1) in Q15; saturates before and after, so that one bit of a left
// shift is not lost to the product.
constexpr std::int32_t reluish_16(std::int32_t x, Multiplier16 m) {
  if (m.exponent > 0) x = saturate_16(x * (1 << (m.exponent - 1)));
  x = rounding_high_mul_16(x, m.multiplier);
  if (m.exponent > 0) return saturate_16(x * 2);
  return rounding_divide_by_pot(x, -m.exponent);
}

}  // namespace detail

inline std::int8_t hard_swish_one(const HardSwishParams& p, std::int32_t input) {
  const std::int32_t x = (input - p.input_zero_point) * 128;  // fits 16 bits
  const std::int32_t scaled = detail::rounding_high_mul_16(x, p.output.multiplier);
  const std::int32_t ramp = (detail::reluish_16(x, p.reluish) + (1 << 15)) >> 1;  // [0, 1) in Q15
  const std::int32_t product = ramp * scaled / (1 << 15);                         // toward zero
  const std::int32_t rounded = rounding_divide_by_pot(product, -p.output.exponent);
  return static_cast<std::int8_t>(clamp(rounded + p.output_zero_point, -128, 127));
}

inline void hard_swish(const HardSwishParams& p, const std::int8_t* input, std::int8_t* output,
                       std::int32_t n) {
  for (std::int32_t i = 0; i < n; ++i) output[i] = hard_swish_one(p, input[i]);
}

// 16-bit activations, symmetric; no reference kernel has this form. The ramp min(max(x + 3, 0), 6)
// / 6 is rounded to Q15, the product with x to the output's scale.
struct HardSwishInt16Params {
  QuantizedMultiplier to_ramp;    // input scale / 6 * 2^15
  QuantizedMultiplier to_output;  // input scale / 2^15 / output scale
};

// Whether no product leaves 32 bits.
constexpr bool hard_swish_usable(const HardSwishInt16Params& p) {
  return p.to_ramp.shift <= 15 && p.to_output.shift <= 0;
}

// Expects: scales finite and > 0. Parameters that are not usable are for the caller to refuse.
inline HardSwishInt16Params make_hard_swish_int16_params(float input_scale, float output_scale) {
  return {quantize_multiplier(input_scale, 1.0F, 6.0F, 15),
          quantize_multiplier(input_scale, 1.0F, output_scale, -15)};
}

inline std::int16_t hard_swish_one(const HardSwishInt16Params& p, std::int16_t x) {
  constexpr std::int32_t kHalf = 1 << 14;
  const std::int32_t scaled = multiply_by_quantized_multiplier(x, p.to_ramp);
  const std::int32_t ramp = clamp(scaled, -kHalf, kHalf) + kHalf;
  const std::int32_t output = multiply_by_quantized_multiplier(x * ramp, p.to_output);
  return static_cast<std::int16_t>(clamp(output, -32768, 32767));
}

inline void hard_swish(const HardSwishInt16Params& p, const std::int16_t* input,
                       std::int16_t* output, std::int32_t n) {
  for (std::int32_t i = 0; i < n; ++i) output[i] = hard_swish_one(p, input[i]);
}

inline void hard_swish(const float* input, float* output, std::int32_t n) {
  for (std::int32_t i = 0; i < n; ++i)
    output[i] = input[i] * clamp(input[i] + 3.0F, 0.0F, 6.0F) / 6.0F;
}

}  // namespace tadpole::device
