// SPDX-License-Identifier: Apache-2.0
// Fixed-point arithmetic of quantized inference, bit for bit as TensorFlow Lite's reference
// kernels: two roundings, the first at bit 31 of the product (halves up), the second at the shift
// (halves away from zero). Source: Jacob et al., Quantization and Training of Neural Networks for
// Efficient Integer-Arithmetic-Only Inference (2018), section 2.2; TFLite 8-bit quantization
// specification. No floating point is needed at run time. Scales become multipliers by integer
// arithmetic on the bits of the floats, so that every machine gets the same numbers, with or
// without a double-precision unit.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

namespace tadpole::device {

// real = multiplier * 2^(shift - 31). shift > 0: to the left.
struct QuantizedMultiplier {
  std::int32_t multiplier = 0;  // in [2^30, 2^31), or 0
  std::int32_t shift = 0;
};

// The largest left shift that multiply_by_quantized_multiplier takes.
inline constexpr std::int32_t kMaxLeftShift = 30;

// Two's complement arithmetic that wraps instead of being undefined.
constexpr std::int32_t wrapping_add(std::int32_t a, std::int32_t b) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(a) + static_cast<std::uint32_t>(b));
}
constexpr std::int32_t wrapping_sub(std::int32_t a, std::int32_t b) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(a) - static_cast<std::uint32_t>(b));
}
// Expects: 0 <= shift <= 31.
constexpr std::int32_t wrapping_shift_left(std::int32_t value, std::int32_t shift) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(value)
                                   << static_cast<std::uint32_t>(shift));
}

template <typename T>
constexpr T clamp(T value, T low, T high) {
  return value < low ? low : (value > high ? high : value);
}

// For mixed integer types: std::int32_t is long on some microcontrollers' compilers.
constexpr std::int32_t clamp(std::int32_t value, std::int32_t low, std::int32_t high) {
  return value < low ? low : (value > high ? high : value);
}

// a * b / 2^31, rounded, halves up; saturates for (-2^31) * (-2^31).
constexpr std::int32_t saturating_rounding_doubling_high_mul(std::int32_t a, std::int32_t b) {
  if (a == std::numeric_limits<std::int32_t>::min() && a == b) {
    return std::numeric_limits<std::int32_t>::max();
  }
  const std::int64_t product = static_cast<std::int64_t>(a) * b;
  return static_cast<std::int32_t>((product + (1LL << 30)) >> 31);
}

// x / 2^exponent, rounded half away from zero. Expects: 0 <= exponent <= 31.
constexpr std::int32_t rounding_divide_by_pot(std::int32_t x, std::int32_t exponent) {
  const auto mask = static_cast<std::int32_t>((1LL << exponent) - 1);
  const std::int32_t remainder = x & mask;
  const std::int32_t threshold = (mask >> 1) + (x < 0 ? 1 : 0);
  return (x >> exponent) + (remainder > threshold ? 1 : 0);
}

// x * multiplier. Expects: -31 <= shift <= kMaxLeftShift.
constexpr std::int32_t multiply_by_quantized_multiplier(std::int32_t x, QuantizedMultiplier by) {
  const std::int32_t left = by.shift > 0 ? by.shift : 0;
  const std::int32_t right = by.shift > 0 ? 0 : -by.shift;
  const std::int32_t high =
      saturating_rounding_doubling_high_mul(wrapping_shift_left(x, left), by.multiplier);
  return rounding_divide_by_pot(high, right);
}

// Rounds half away from zero and saturates; 0 for NaN.
constexpr std::int32_t round_to_int32(float value) {
  if (!(value > -2147483648.0F))
    return value != value ? 0 : std::numeric_limits<std::int32_t>::min();
  if (!(value < 2147483648.0F)) return std::numeric_limits<std::int32_t>::max();
  const auto whole = static_cast<std::int32_t>(value);   // toward zero
  const float rest = value - static_cast<float>(whole);  // exact: both have the same binary grid
  if (rest >= 0.5F) return whole + 1;
  return rest <= -0.5F ? whole - 1 : whole;
}

// A positive float as mantissa * 2^exponent with the mantissa in [2^23, 2^24).
struct FloatParts {
  std::uint32_t mantissa = 0;
  std::int32_t exponent = 0;
};

// Expects: value is finite and > 0.
inline FloatParts float_parts(float value) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  std::uint32_t mantissa = bits & 0x7FFFFFU;
  auto exponent = static_cast<std::int32_t>((bits >> 23U) & 0xFFU);
  if (exponent == 0) {
    exponent = 1;  // subnormal
  } else {
    mantissa |= 0x800000U;
  }
  while (mantissa < 0x800000U) {
    mantissa <<= 1U;
    --exponent;
  }
  return {mantissa, exponent - 150};
}

// True for scales that a model may carry: finite and greater than zero.
inline bool is_positive_finite(float value) {
  return value > 0.0F && value <= std::numeric_limits<float>::max();
}

// The multiplier nearest to (a * b / c) * 2^power, as the reference finds it: the quotient is
// rounded to 53 bits first (it works in double), then to 31 bits. Below 2^-31 it is 0. A shift
// above kMaxLeftShift is for the caller to refuse. Expects: a, b, c finite and > 0.
inline QuantizedMultiplier quantize_multiplier(float a, float b, float c, std::int32_t power = 0) {
  const FloatParts pa = float_parts(a);
  const FloatParts pb = float_parts(b);
  const FloatParts pc = float_parts(c);
  const std::uint64_t dividend =
      static_cast<std::uint64_t>(pa.mantissa) * pb.mantissa;  // exact in a double
  std::uint64_t quotient = dividend / pc.mantissa;
  std::uint64_t rest = dividend % pc.mantissa;
  std::int32_t exponent = pa.exponent + pb.exponent - pc.exponent + power;
  for (; quotient < (1ULL << 52U); --exponent) {
    rest *= 2;
    const std::uint64_t bit = rest >= pc.mantissa ? 1 : 0;
    rest -= bit * pc.mantissa;
    quotient = quotient * 2 + bit;
  }
  const bool above_half = rest * 2 > pc.mantissa;
  const bool tie_to_odd = rest * 2 == pc.mantissa && (quotient & 1U) != 0;
  if (above_half || tie_to_odd) ++quotient;
  std::uint64_t fixed = (quotient + (1ULL << 21U)) >> 22U;
  std::int32_t shift = exponent + 53;
  if (fixed == (1ULL << 31U)) {
    fixed >>= 1U;
    ++shift;
  }
  if (shift < -31) return {};
  return {static_cast<std::int32_t>(fixed), shift};
}

// scale_in / scale_out.
inline QuantizedMultiplier quantize_multiplier(float numerator, float denominator) {
  return quantize_multiplier(numerator, 1.0F, denominator);
}

// The fused activations that a quantized operator may end in; numbers as in the .tflite schema.
enum class FusedActivation : std::uint8_t { none = 0, relu = 1, relu_n1_to_1 = 2, relu6 = 3 };

struct ActivationRange {
  std::int32_t min = 0;
  std::int32_t max = 0;
};

// zero_point + round(value / scale), within int32.
inline std::int32_t quantize_value(float value, float scale, std::int32_t zero_point) {
  const std::int64_t q = static_cast<std::int64_t>(round_to_int32(value / scale)) + zero_point;
  return static_cast<std::int32_t>(clamp<std::int64_t>(q, std::numeric_limits<std::int32_t>::min(),
                                                       std::numeric_limits<std::int32_t>::max()));
}

// The range of stored values that the activation leaves of [type_min, type_max].
inline ActivationRange activation_range(FusedActivation activation, float scale,
                                        std::int32_t zero_point, std::int32_t type_min,
                                        std::int32_t type_max) {
  std::int32_t low = type_min;
  std::int32_t high = type_max;
  if (activation == FusedActivation::relu || activation == FusedActivation::relu6) {
    low = quantize_value(0.0F, scale, zero_point);
  }
  if (activation == FusedActivation::relu6) high = quantize_value(6.0F, scale, zero_point);
  if (activation == FusedActivation::relu_n1_to_1) {
    low = quantize_value(-1.0F, scale, zero_point);
    high = quantize_value(1.0F, scale, zero_point);
  }
  return {low > type_min ? low : type_min, high < type_max ? high : type_max};
}

struct FloatRange {
  float min = -std::numeric_limits<float>::infinity();
  float max = std::numeric_limits<float>::infinity();
};

constexpr FloatRange float_activation_range(FusedActivation activation) {
  FloatRange range;
  if (activation == FusedActivation::relu || activation == FusedActivation::relu6) range.min = 0.0F;
  if (activation == FusedActivation::relu6) range.max = 6.0F;
  if (activation == FusedActivation::relu_n1_to_1) range = {-1.0F, 1.0F};
  return range;
}

}  // namespace tadpole::device
