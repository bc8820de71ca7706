// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/logarithm.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace tadpole::device {
namespace {

TEST(Logarithm, FloatKeepsTheStatedAccuracy) {
  std::mt19937 random(3);
  for (int i = 0; i < 2000000; ++i) {
    const std::uint32_t bits = 0x02081CEAu + random() % 0x7D000000u;  // 1e-37 .. 2.5e38
    float x;
    std::memcpy(&x, &bits, sizeof x);
    const double exact = std::log(static_cast<double>(x));
    ASSERT_NEAR(natural_log(x), exact, std::max(1.5e-7 * std::fabs(exact), 2e-7)) << x;
  }
  for (float x = 0.3f; x < 2.8f; x += 1e-5f)
    ASSERT_NEAR(natural_log(x), std::log(static_cast<double>(x)), 2e-7);
}

TEST(Logarithm, FloatOfNothingIsTheFloor) {
  EXPECT_EQ(natural_log(0.0f), natural_log(1e-37f));
  EXPECT_EQ(natural_log(-3.0f), natural_log(1e-37f));
  EXPECT_EQ(natural_log(std::numeric_limits<float>::quiet_NaN()), natural_log(1e-37f));
  EXPECT_EQ(natural_log(1.0f), 0.0f);
}

TEST(Logarithm, FixedKeepsTheStatedAccuracy) {
  std::mt19937_64 random(4);
  for (int i = 0; i < 200000; ++i) {
    const std::uint64_t x = (random() >> (random() % 63)) | 1u;
    const int exponent = static_cast<int>(random() % 120) - 100;
    const double exact = std::log(static_cast<double>(x)) + exponent * std::log(2.0);
    ASSERT_NEAR(natural_log_q16(x, exponent) / 65536.0, exact, 1.0 / 32768.0)
        << x << " " << exponent;
  }
  EXPECT_EQ(natural_log_q16(0, 0), 0);
  EXPECT_EQ(natural_log_q16(1, 0), 0);
}

}  // namespace
}  // namespace tadpole::device
