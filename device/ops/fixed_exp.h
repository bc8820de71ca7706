// SPDX-License-Identifier: Apache-2.0
// Exponential, reciprocal, logistic function and hyperbolic tangent in 32-bit fixed point, bit for
// bit as the reference kernels' arithmetic. A number in Qm has m integer bits, 31 - m fractional
// bits and a sign. Source: gemmlowp, fixed-point arithmetic notes (2017): exp by a fourth-order
// polynomial around -1/8 and a product of tabulated powers; reciprocal by three Newton-Raphson
// steps.
#pragma once
#include "device/ops/fixed_point.h"

namespace tadpole::device {

inline constexpr std::int32_t kQ31One = std::numeric_limits<std::int32_t>::max();

// value * 2^bits, saturating. Expects: 0 < bits < 31.
constexpr std::int32_t saturating_shift_left(std::int32_t value, std::int32_t bits) {
  const std::int32_t limit = static_cast<std::int32_t>((1LL << (31 - bits)) - 1);
  if (value > limit) return std::numeric_limits<std::int32_t>::max();
  if (value < -limit) return std::numeric_limits<std::int32_t>::min();
  return wrapping_shift_left(value, bits);
}

// exp(a) for a in [-1/4, 0), Q0 to Q0.
constexpr std::int32_t exp_near_minus_eighth(std::int32_t a) {
  constexpr std::int32_t kExpOfMinusEighth = 1895147668;
  constexpr std::int32_t kThird = 715827883;
  const auto mul = saturating_rounding_doubling_high_mul;
  const std::int32_t x = wrapping_add(a, 1 << 28);
  const std::int32_t x2 = mul(x, x);
  const std::int32_t x3 = mul(x2, x);
  const std::int32_t x4 = mul(x2, x2);
  const std::int32_t x4_over_4 = rounding_divide_by_pot(x4, 2);
  const std::int32_t higher =
      rounding_divide_by_pot(wrapping_add(mul(wrapping_add(x4_over_4, x3), kThird), x2), 1);
  return wrapping_add(kExpOfMinusEighth, mul(kExpOfMinusEighth, wrapping_add(x, higher)));
}

// exp(a) for a <= 0 in Q(integer_bits), 0 < integer_bits <= 5; the result is Q0.
constexpr std::int32_t exp_on_negative_values(std::int32_t a, std::int32_t integer_bits) {
  // exp(-2^k) for k = -2 ... 4
  constexpr std::int32_t kPowers[] = {1672461947, 1302514674, 790015084, 290630308,
                                      39332535,   720401,     242};
  if (a == 0) return kQ31One;
  const std::int32_t fractional_bits = 31 - integer_bits;
  const std::int32_t quarter = 1 << (fractional_bits - 2);
  const std::int32_t low = (a & (quarter - 1)) - quarter;
  std::int32_t result = exp_near_minus_eighth(saturating_shift_left(low, integer_bits));
  const std::int32_t remainder = wrapping_sub(low, a);
  for (std::int32_t exponent = -2; exponent < integer_bits; ++exponent) {
    if ((remainder & (1 << (fractional_bits + exponent))) != 0) {
      result = saturating_rounding_doubling_high_mul(result, kPowers[exponent + 2]);
    }
  }
  return result;
}

// 2 / (1 + a) for a in [0, 1], Q0 to Q2.
constexpr std::int32_t two_over_one_plus(std::int32_t a) {
  constexpr std::int32_t k48Over17 = 1515870810;        // Q2
  constexpr std::int32_t kMinus32Over17 = -1010580540;  // Q2
  constexpr std::int32_t kOneQ2 = 1 << 29;
  const auto mul = saturating_rounding_doubling_high_mul;
  const auto half = static_cast<std::int32_t>((static_cast<std::int64_t>(a) + kQ31One + 1) / 2);
  std::int32_t x = wrapping_add(k48Over17, mul(half, kMinus32Over17));
  for (int i = 0; i < 3; ++i) {
    const std::int32_t error = wrapping_sub(kOneQ2, mul(half, x));
    x = wrapping_add(x, saturating_shift_left(mul(x, error), 2));
  }
  return x;
}

// 1 / (1 + a) for a in [0, 1], Q0 to Q0.
constexpr std::int32_t one_over_one_plus(std::int32_t a) {
  return saturating_shift_left(two_over_one_plus(a), 1);
}

// (1 - a) / (1 + a) for a in [0, 1], Q0 to Q0.
constexpr std::int32_t one_minus_over_one_plus(std::int32_t a) {
  constexpr std::int32_t kOneQ2 = 1 << 29;
  return saturating_shift_left(wrapping_sub(two_over_one_plus(a), kOneQ2), 2);
}

// 1 / (1 + exp(-a)), Q4 to Q0.
constexpr std::int32_t fixed_logistic(std::int32_t a) {
  if (a == 0) return 1 << 30;
  const std::int32_t minus_magnitude = a > 0 ? -a : a;
  const std::int32_t positive = one_over_one_plus(exp_on_negative_values(minus_magnitude, 4));
  return a > 0 ? positive : wrapping_sub(kQ31One, positive);
}

// tanh(a), Q4 to Q0: (1 - exp(-2|a|)) / (1 + exp(-2|a|)) with the sign of a.
constexpr std::int32_t fixed_tanh(std::int32_t a) {
  if (a == 0) return 0;
  const std::int32_t minus_magnitude = a > 0 ? -a : a;  // read as Q5 it is twice that
  const std::int32_t positive = one_minus_over_one_plus(exp_on_negative_values(minus_magnitude, 5));
  return a > 0 ? positive : -positive;
}

// The largest |x| for which x * 2^left_shift stays in Q(integer_bits). Expects: 0 <= left_shift
// <= 31.
constexpr std::int32_t input_radius(std::int32_t integer_bits, std::int32_t left_shift) {
  const std::int64_t span = ((1LL << integer_bits) - 1) << (31 - integer_bits);
  return static_cast<std::int32_t>(span >> left_shift);
}

}  // namespace tadpole::device
