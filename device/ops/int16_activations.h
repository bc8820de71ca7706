// SPDX-License-Identifier: Apache-2.0
// Logistic function, hyperbolic tangent and softmax of 16-bit numbers with zero point 0, plain
// reference: table and interpolation, bit for bit as TensorFlow Lite's reference kernels. The
// output's scale is 1/32768, its zero point 0. TensorFlow Lite's optimized kernels do not keep the
// table at a scale of 2^-12 (and 2^-11 for tanh): there they differ from their own reference.
#pragma once
#include "device/ops/fixed_point.h"
#include "device/ops/int16_tables.h"

namespace tadpole::device {

// input * multiplier >> shift has 2^17 at 32 / 3.
struct Int16CurveParams {
  std::int32_t multiplier = 0, shift = 0;
};

namespace detail {

// The exponent when value is 2^exponent within the reference's tolerance, a thousandth in the
// exponent.
inline bool near_power_of_two(float value, std::int32_t& exponent) {
  constexpr float kOff = 6.9339e-4F;  // 2^0.001 - 1
  const FloatParts parts = float_parts(value);
  const float mantissa = static_cast<float>(parts.mantissa) / 8388608.0F;  // [1, 2)
  exponent = parts.exponent + 23 + (mantissa > 1.5F ? 1 : 0);
  const float ratio = mantissa > 1.5F ? mantissa / 2.0F : mantissa;
  return ratio < 1.0F + kOff && ratio > 1.0F - kOff;
}

inline std::int32_t curve_argument(const Int16CurveParams& p, std::int16_t x) {
  const std::int32_t half = p.shift > 0 ? 1 << (p.shift - 1) : 0;
  return wrapping_add(static_cast<std::int32_t>(static_cast<std::uint32_t>(x) *
                                                static_cast<std::uint32_t>(p.multiplier)),
                      half) >>
         p.shift;
}

}  // namespace detail

// most_left: the largest left shift of a power-of-two scale that needs no rounding: 0 for the
// logistic function, 1 for tanh. Expects: scale finite and > 0. A multiplier of 0 is for the caller
// to refuse: the scale is too small to matter or above 5.3, where products leave 32 bits.
inline Int16CurveParams make_int16_curve_params(float scale, std::int32_t most_left) {
  constexpr std::int32_t kFraction = 12;
  std::int32_t exponent = 0;
  const bool power = detail::near_power_of_two(scale, exponent);
  const std::int32_t left = kFraction + exponent;
  if (power && left >= 0 && left <= most_left) return {3 << left, 0};
  // scale * 3 * 2^12, doubled until it fills 15 bits: integer arithmetic on the float's bits.
  const FloatParts parts = float_parts(scale);
  const std::uint64_t mantissa = std::uint64_t{parts.mantissa} * 3;
  std::int32_t power_of_two = parts.exponent + kFraction;
  Int16CurveParams p;
  const auto half_full = [&] {  // mantissa * 2^power_of_two <= 32767 / 2
    return power_of_two < 0 && (power_of_two < -40 || mantissa * 2 <= (32767ULL << -power_of_two));
  };
  for (; half_full() && p.shift <= 30; ++p.shift) ++power_of_two;
  if (power_of_two >= 0 || power_of_two < -40) return {};
  const std::uint64_t whole = mantissa >> static_cast<std::uint32_t>(-power_of_two);
  p.multiplier = whole <= 0xFFFF ? static_cast<std::int32_t>(whole) : 0;
  return p;
}

inline std::int16_t logistic_one(const Int16CurveParams& p, std::int16_t x) {
  const std::int32_t at = detail::curve_argument(p, x);
  const auto magnitude = static_cast<std::uint32_t>(at < 0 ? wrapping_sub(0, at) : at);
  const std::uint32_t index = magnitude >> 9U;
  std::uint32_t result = 0x7FFFU << 10U;
  if (index < 255) {
    const std::uint32_t low = kLogisticTable[index];
    result = (low << 9U) + (magnitude & 0x1FFU) * (kLogisticTable[index + 1] - low);
  }
  result = at >= 0 ? result + (1U << 9U) : (1U << 25U) - result + (1U << 9U) - 1U;
  return static_cast<std::int16_t>(result >> 10U);
}

inline std::int16_t tanh_one(const Int16CurveParams& p, std::int16_t x) {
  const std::int32_t at = detail::curve_argument(p, x);
  const auto magnitude = static_cast<std::uint32_t>(at < 0 ? wrapping_sub(0, at) : at);
  const std::uint32_t index = magnitude >> 8U;
  std::int32_t result = 0xFFFF << 8;
  if (index < 255) {
    const std::int32_t low = kLogisticTable[index];
    result = (low << 8) +
             static_cast<std::int32_t>(magnitude & 0xFFU) * (kLogisticTable[index + 1] - low);
  }
  constexpr std::int32_t kOne = 1 << 23;
  constexpr std::int32_t kHalf = 1 << 7;
  result = at >= 0 ? result - kOne + kHalf : -result + kOne + kHalf - 1;
  return static_cast<std::int16_t>(result >> 8);
}

inline void logistic(const Int16CurveParams& p, const std::int16_t* input, std::int16_t* output,
                     std::int32_t n) {
  for (std::int32_t i = 0; i < n; ++i) output[i] = logistic_one(p, input[i]);
}

inline void tanh(const Int16CurveParams& p, const std::int16_t* input, std::int16_t* output,
                 std::int32_t n) {
  for (std::int32_t i = 0; i < n; ++i) output[i] = tanh_one(p, input[i]);
}

// The multiplier nearest to a positive double, rounded to 31 bits, halves up; 0 below 2^-31.
inline QuantizedMultiplier quantize_multiplier_of(double value) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  std::uint64_t fixed = (((bits & 0xFFFFFFFFFFFFFULL) | (1ULL << 52U)) + (1ULL << 21U)) >> 22U;
  std::int32_t shift = static_cast<std::int32_t>(bits >> 52U) - 1022;
  if (fixed == (1ULL << 31U)) {
    fixed >>= 1U;
    ++shift;
  }
  if (shift < -31) return {};
  return {static_cast<std::int32_t>(fixed), shift};
}

struct Int16SoftmaxParams {
  std::int32_t rows = 1, depth = 1;
  QuantizedMultiplier to_table;  // of differences to the largest value: -65535 is -10
};

// Expects: beta and scale finite and > 0. A shift above kMaxLeftShift is for the caller to refuse.
inline Int16SoftmaxParams make_int16_softmax_params(std::int32_t rows, std::int32_t depth,
                                                    float beta, float scale) {
  // beta * scale * 65535 / 10, in double as the reference.
  const double ratio = static_cast<double>(scale) * static_cast<double>(beta) / (10.0 / 65535.0);
  return {rows, depth, quantize_multiplier_of(ratio)};
}

namespace detail {

inline void softmax_row(const Int16SoftmaxParams& p, const std::int16_t* input,
                        std::int16_t* output) {
  std::int32_t largest = -32768;
  for (std::int32_t c = 0; c < p.depth; ++c) largest = input[c] > largest ? input[c] : largest;
  std::int32_t sum = 0;  // Q15; the output holds the exponentials meanwhile
  for (std::int32_t c = 0; c < p.depth; ++c) {
    const std::int32_t scaled = multiply_by_quantized_multiplier(input[c] - largest, p.to_table);
    const std::int32_t at = clamp(wrapping_add(scaled, 32767), -32768, 32767);
    output[c] = interpolate(kExpTable, at);
    sum += output[c];
  }
  std::int32_t headroom = 0;  // zeros before the first one, without the sign
  while ((sum << headroom & 0x40000000) == 0) ++headroom;
  const auto shifted =
      static_cast<std::int32_t>(((static_cast<std::int64_t>(sum) << headroom) + (1 << 13)) >> 14);
  const std::int32_t at = clamp(shifted - (1 << 15) - (1 << 16), -32768, 32767);
  const std::int64_t reciprocal = interpolate(kReciprocalTable, at);
  const std::int32_t right = 30 - headroom;
  const std::int64_t half = std::int64_t{1} << (right - 1);
  for (std::int32_t c = 0; c < p.depth; ++c) {
    const auto value = static_cast<std::int32_t>((output[c] * reciprocal + half) >> right);
    output[c] = static_cast<std::int16_t>(clamp(value, 0, 32767));
  }
}

}  // namespace detail

// input, output [rows, depth]; they may be the same memory. Expects: depth below 65536, so that the
// sum of exponentials fits 31 bits.
inline void softmax(const Int16SoftmaxParams& p, const std::int16_t* input, std::int16_t* output) {
  for (std::int32_t r = 0; r < p.rows; ++r, input += p.depth, output += p.depth)
    detail::softmax_row(p, input, output);
}

}  // namespace tadpole::device
