// SPDX-License-Identifier: Apache-2.0
// 1 / sqrt(x) of whole numbers as a multiplier, by Newton's method in Q3, bit for bit as TensorFlow
// Lite's reference kernels.
#pragma once
#include "device/dsp/square_root.h"
#include "device/ops/fixed_exp.h"
#include "device/ops/softmax.h"

namespace tadpole::device {

// 1 / sqrt(x) = multiplier * 2^(shift - 31). Expects: x >= 0; 0 and 1 give the largest multiplier.
constexpr QuantizedMultiplier inverse_sqrt(std::int32_t x) {
  if (x <= 1) return {std::numeric_limits<std::int32_t>::max(), 0};
  const auto mul = saturating_rounding_doubling_high_mul;
  std::int32_t shift = 11;
  for (; x >= (1 << 29); ++shift) x /= 4;
  const std::int32_t pairs = (detail::leading_zeros(static_cast<std::uint32_t>(x)) - 1) / 2 - 1;
  shift -= pairs;
  x <<= 2 * pairs;
  constexpr std::int32_t kThreeHalves = (1 << 28) + (1 << 27);  // Q3
  constexpr std::int32_t kHalfRootOfTwo = 1518500250;           // Q0
  const std::int32_t half = rounding_divide_by_pot(x >> 1, 1);
  std::int32_t root = 1 << 28;
  for (int i = 0; i < 5; ++i) {
    const std::int32_t cube = saturating_shift_left(mul(mul(root, root), root), 6);
    root = saturating_shift_left(wrapping_sub(mul(kThreeHalves, root), mul(half, cube)), 3);
  }
  root = mul(root, kHalfRootOfTwo);
  if (shift >= 0) return {root, -shift};
  return {wrapping_shift_left(root, -shift), 0};
}

namespace detail {

// mantissa * 2^exponent with 53 bits, rounded as a double: to nearest, ties to even.
struct DoubleParts {
  std::uint64_t mantissa = 0;
  std::int32_t exponent = 0;
};

// Of a number of more than 53 bits; `rest`: something other than zero lies below its last bit.
constexpr DoubleParts round_to_double(std::uint64_t x, std::int32_t exponent, bool rest) {
  while (x >= (1ULL << 54U)) {
    rest = rest || (x & 1U) != 0;
    x >>= 1U;
    ++exponent;
  }
  const bool half = (x & 1U) != 0;
  x >>= 1U;
  if (half && (rest || (x & 1U) != 0)) ++x;
  return {x, exponent + 1};
}

// The root of a positive float, digit by digit.
inline DoubleParts double_root(float value) {
  FloatParts parts = float_parts(value);
  std::uint64_t bits = parts.mantissa;
  if ((parts.exponent & 1) != 0) {
    bits <<= 1U;
    --parts.exponent;
  }
  std::uint64_t root = 0;
  std::uint64_t rest = 0;
  std::int32_t digits = 0;
  for (; root < (1ULL << 53U); ++digits) {
    const std::uint64_t next = digits < 13 ? bits >> (24U - 2U * static_cast<unsigned>(digits)) : 0;
    rest = (rest << 2U) | (next & 3U);
    const std::uint64_t trial = (root << 2U) | 1U;
    root <<= 1U;
    if (rest < trial) continue;
    rest -= trial;
    root |= 1U;
  }
  return round_to_double(root, parts.exponent / 2 + 13 - digits, rest != 0);
}

inline DoubleParts multiply(DoubleParts a, FloatParts b) {
  constexpr std::uint64_t kMask = (1ULL << 27U) - 1;
  const std::uint64_t low = (a.mantissa & kMask) * b.mantissa;
  const std::uint64_t high = (a.mantissa >> 27U) * b.mantissa + (low >> 27U);  // 50 bits at most
  const std::uint64_t top = (high << 13U) | ((low & kMask) >> 14U);
  return round_to_double(top, a.exponent + b.exponent + 14, (low & 0x3FFFU) != 0);
}

inline DoubleParts reciprocal(DoubleParts x) {
  std::uint64_t quotient = 0;
  std::uint64_t rest = 1ULL << 52U;  // below x
  std::int32_t exponent = -52 - x.exponent;
  for (; quotient < (1ULL << 53U); --exponent) {
    rest *= 2;
    const std::uint64_t bit = rest >= x.mantissa ? 1 : 0;
    rest -= bit * x.mantissa;
    quotient = quotient * 2 + bit;
  }
  return round_to_double(quotient, exponent, rest != 0);
}

constexpr QuantizedMultiplier to_multiplier(DoubleParts x) {
  std::uint64_t fixed = (x.mantissa + (1ULL << 21U)) >> 22U;
  std::int32_t shift = x.exponent + 53;
  if (fixed == (1ULL << 31U)) {
    fixed >>= 1U;
    ++shift;
  }
  if (shift < -31) return {};
  return {static_cast<std::int32_t>(fixed), shift};
}

}  // namespace detail

// 1 / (sqrt(input scale) * output scale), found as in double precision. Expects: scales finite and
// > 0. A shift above kMaxLeftShift is for the caller to refuse.
inline QuantizedMultiplier inverse_root_multiplier(float input_scale, float output_scale) {
  return detail::to_multiplier(detail::reciprocal(
      detail::multiply(detail::double_root(input_scale), float_parts(output_scale))));
}

// 2^(31 - left_shift) / multiplier, found as in double precision: what undoes a multiplication.
// Expects: multiplier in [2^30, 2^31).
inline QuantizedMultiplier reverse_multiplier(std::int32_t multiplier, std::int32_t left_shift) {
  detail::DoubleParts x = detail::reciprocal({static_cast<std::uint64_t>(multiplier) << 22U, -22});
  x.exponent += 31 - left_shift;
  return detail::to_multiplier(x);
}

}  // namespace tadpole::device
