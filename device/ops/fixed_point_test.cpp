// SPDX-License-Identifier: Apache-2.0
#include "device/ops/fixed_point.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tadpole::device {
namespace {

// The same in double precision, as the TFLite specification describes it.
QuantizedMultiplier by_double(double real) {
  int shift = 0;
  const double fraction = std::frexp(real, &shift);
  auto fixed = static_cast<std::int64_t>(std::round(fraction * 2147483648.0));
  if (fixed == 2147483648LL) {
    fixed /= 2;
    ++shift;
  }
  if (shift < -31) return {};
  return {static_cast<std::int32_t>(fixed), shift};
}

TEST(FixedPoint, HighMulRoundsHalvesUpAndSaturates) {
  EXPECT_EQ(saturating_rounding_doubling_high_mul(1 << 30, 3), 2);    // 1.5
  EXPECT_EQ(saturating_rounding_doubling_high_mul(1 << 30, -3), -1);  // -1.5
  EXPECT_EQ(saturating_rounding_doubling_high_mul(INT32_MIN, INT32_MIN), INT32_MAX);
}

TEST(FixedPoint, DivisionByAPowerOfTwoRoundsHalfAwayFromZero) {
  EXPECT_EQ(rounding_divide_by_pot(6, 2), 2);
  EXPECT_EQ(rounding_divide_by_pot(-6, 2), -2);
  EXPECT_EQ(rounding_divide_by_pot(5, 2), 1);
  EXPECT_EQ(rounding_divide_by_pot(-5, 2), -1);
  EXPECT_EQ(rounding_divide_by_pot(INT32_MIN, 31), -1);
}

TEST(FixedPoint, MultipliersAreThoseOfDoublePrecision) {
  std::uint32_t state = 1;
  const auto random_scale = [&state] {
    state = state * 1664525U + 1013904223U;
    const double mantissa = 1.0 + static_cast<double>(state >> 8U) / 16777216.0;
    state = state * 1664525U + 1013904223U;
    return static_cast<float>(std::ldexp(mantissa, static_cast<int>(state >> 27U) - 24));
  };
  for (int i = 0; i < 200000; ++i) {
    const float a = random_scale();
    const float b = random_scale();
    const float c = random_scale();
    const double real = static_cast<double>(a) * static_cast<double>(b) / static_cast<double>(c);
    const QuantizedMultiplier wanted = by_double(real);
    const QuantizedMultiplier got = quantize_multiplier(a, b, c);
    ASSERT_EQ(got.multiplier, wanted.multiplier) << a << ' ' << b << ' ' << c;
    ASSERT_EQ(got.shift, wanted.shift) << a << ' ' << b << ' ' << c;
  }
}

TEST(FixedPoint, TheSmallestFloatsAreNoSpecialCase) {
  const float tiny = std::numeric_limits<float>::denorm_min();
  EXPECT_EQ(quantize_multiplier(tiny, tiny).multiplier, 1 << 30);
  EXPECT_EQ(quantize_multiplier(tiny, tiny).shift, 1);
  EXPECT_EQ(quantize_multiplier(tiny, 1.0F).multiplier, 0);
}

TEST(FixedPoint, FloatsRoundHalfAwayFromZeroAndSaturate) {
  EXPECT_EQ(round_to_int32(2.5F), 3);
  EXPECT_EQ(round_to_int32(-2.5F), -3);
  EXPECT_EQ(round_to_int32(0.49999997F), 0);
  EXPECT_EQ(round_to_int32(8388609.0F), 8388609);
  EXPECT_EQ(round_to_int32(1e20F), INT32_MAX);
  EXPECT_EQ(round_to_int32(-1e20F), INT32_MIN);
  EXPECT_EQ(round_to_int32(std::nanf("")), 0);
}

TEST(FixedPoint, ActivationsLimitTheStoredRange) {
  const ActivationRange relu6 = activation_range(FusedActivation::relu6, 0.1F, -100, -128, 127);
  EXPECT_EQ(relu6.min, -100);
  EXPECT_EQ(relu6.max, -40);
  const ActivationRange none = activation_range(FusedActivation::none, 0.1F, -100, -128, 127);
  EXPECT_EQ(none.min, -128);
  EXPECT_EQ(none.max, 127);
}

}  // namespace
}  // namespace tadpole::device
