// SPDX-License-Identifier: Apache-2.0
// The logarithm in 32-bit fixed point, bit for bit as TensorFlow Lite's reference kernels.
#pragma once
#include "device/ops/fixed_exp.h"
#include "device/ops/softmax.h"

namespace tadpole::device {

namespace detail {

// value * 2^bits, saturating. Expects: 0 <= bits < 31.
constexpr std::int32_t shift_left_or_none(std::int32_t value, std::int32_t bits) {
  return bits == 0 ? value : saturating_shift_left(value, bits);
}

constexpr std::int32_t saturate_32(std::int64_t x) {
  return static_cast<std::int32_t>(clamp<std::int64_t>(x, std::numeric_limits<std::int32_t>::min(),
                                                       std::numeric_limits<std::int32_t>::max()));
}

}  // namespace detail

// log(x) for x >= 1, Q12 to Q5.
constexpr std::int32_t fixed_log_of_q12(std::int32_t x) {
  constexpr std::int32_t kInputBits = 12;
  constexpr std::int32_t kSumBits = 6;  // of the sum's integer part
  constexpr std::int32_t kQuarter = 1 << (31 - kSumBits - 2);
  constexpr std::int32_t kLogOf2 = 1488522236;
  constexpr std::int32_t kRootOfHalf = 1518500250;
  constexpr std::int32_t kFourthRootOfHalf = 1805811301;
  // Coefficients of the rational approximation near 1.
  constexpr std::int32_t kNumerator = 117049297;
  constexpr std::int32_t kDenominator = 127690142;
  constexpr std::int32_t kDenominator0 = 1057819769;
  constexpr std::int32_t kDenominator1 = 638450708;
  const auto mul = saturating_rounding_doubling_high_mul;

  // x as mantissa and power of two in two ways; the one nearer to 1 is taken.
  const std::int32_t zeros = detail::leading_zeros(static_cast<std::uint32_t>(x));
  const std::int32_t first =
      detail::shift_left_or_none(mul(detail::shift_left_or_none(x, zeros - 1), kRootOfHalf), 1);
  const std::int32_t first_power = detail::saturate_32(
      static_cast<std::int64_t>(saturating_shift_left(kInputBits - zeros, 31 - kSumBits)) +
      kQuarter);
  const std::int32_t headroom =
      detail::leading_zeros(static_cast<std::uint32_t>(mul(x, kRootOfHalf))) - 1;
  const std::int32_t second = detail::shift_left_or_none(x, headroom);
  const std::int32_t second_power = detail::saturate_32(
      static_cast<std::int64_t>(saturating_shift_left(kInputBits - headroom, 31 - kSumBits)) -
      kQuarter);
  const std::int32_t r = first < second ? first : second;
  const std::int32_t power = first_power > second_power ? first_power : second_power;

  const std::int64_t both = static_cast<std::int64_t>(r) + kFourthRootOfHalf;
  const auto p = static_cast<std::int32_t>((both + (both >= 0 ? 1 : -1)) / 2);
  const std::int32_t half = wrapping_sub(r, kFourthRootOfHalf);
  const std::int32_t q = wrapping_add(half, half);
  const std::int32_t square = mul(q, q);
  const std::int32_t numerator = wrapping_add(mul(q, r), mul(mul(q, square), kNumerator));
  const std::int32_t inner =
      wrapping_add(wrapping_add(kDenominator0, q), mul(kDenominator, square));
  const std::int32_t denominator = wrapping_add(mul(p, inner), mul(kDenominator1, q));
  const std::int32_t fraction =
      mul(rounding_divide_by_pot(numerator, kSumBits), one_over_one_plus(denominator));
  return saturating_shift_left(wrapping_add(mul(power, kLogOf2), fraction), 1);
}

}  // namespace tadpole::device
