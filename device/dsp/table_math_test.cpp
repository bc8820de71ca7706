// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/table_math.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tadpole::device {
namespace {

TEST(TableMath, CosineAndSineAgreeWithLibmTo1e15) {
  for (int i = -2000; i <= 2000; ++i) {
    const double t = i / 777.0;
    EXPECT_NEAR(table::cos_turns(t), std::cos(2.0 * table::kPi * t), 4e-15) << t;
    EXPECT_NEAR(table::sin_turns(t), std::sin(2.0 * table::kPi * t), 4e-15) << t;
  }
}

TEST(TableMath, QuarterTurnsAreExact) {
  EXPECT_EQ(table::cos_turns(0.25), 0.0);
  EXPECT_EQ(table::cos_turns(0.5), -1.0);
  EXPECT_EQ(table::sin_turns(0.25), 1.0);
}

TEST(TableMath, LogExpAndPowerAgreeWithLibm) {
  for (double x = 1e-9; x < 1e9; x *= 3.7) {
    EXPECT_NEAR(table::log(x), std::log(x), 1e-14 * (1.0 + std::fabs(std::log(x)))) << x;
    EXPECT_NEAR(table::log1p(x), std::log1p(x), 1e-14 * std::log1p(x)) << x;
    EXPECT_NEAR(table::power(x, -0.95), std::pow(x, -0.95), 1e-13 * std::pow(x, -0.95)) << x;
    EXPECT_NEAR(table::sqrt(x), std::sqrt(x), 1e-15 * std::sqrt(x)) << x;
  }
  for (double x = -30.0; x < 30.0; x += 0.37)
    EXPECT_NEAR(table::exp(x), std::exp(x), 1e-14 * std::exp(x));
}

TEST(TableMath, RoundsHalfAwayFromZeroAndFloorsDown) {
  EXPECT_EQ(table::round(2.5), 3);
  EXPECT_EQ(table::round(-2.5), -3);
  EXPECT_EQ(table::floor(-0.5), -1.0);
  EXPECT_EQ(table::floor(3.0), 3.0);
}

}  // namespace
}  // namespace tadpole::device
