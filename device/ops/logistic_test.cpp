// SPDX-License-Identifier: Apache-2.0
#include "device/ops/logistic.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tadpole::device {
namespace {

TEST(Logistic, Int8FollowsTheFunctionWithinOneStep) {
  const LogisticParams p = make_logistic_params(0.0625F, 3);
  for (int x = -128; x < 128; ++x) {
    const auto input = static_cast<std::int8_t>(x);
    std::int8_t output = 0;
    logistic(p, &input, &output, 1);
    const double real = 1.0 / (1.0 + std::exp(-0.0625 * (x - 3)));
    EXPECT_NEAR(output, std::min(127.0, 256.0 * real - 128.0), 1.0) << x;
  }
}

TEST(Logistic, FarValuesAreZeroAndOne) {
  const LogisticParams p = make_logistic_params(1.0F, 0);
  const std::int8_t input[] = {-100, 0, 100};
  std::int8_t output[3] = {};
  logistic(p, input, output, 3);
  EXPECT_EQ(output[0], -128);
  EXPECT_EQ(output[1], 0);
  EXPECT_EQ(output[2], 127);
}

TEST(Logistic, FloatAgreesWithTheLibrary) {
  for (float x = -90.0F; x < 90.0F; x += 0.37F) {
    float output = 0.0F;
    logistic(&x, &output, 1);
    const double real = 1.0 / (1.0 + std::exp(-static_cast<double>(x)));
    EXPECT_NEAR(output, real, 1e-6 * real + 1e-37) << x;
  }
}

}  // namespace
}  // namespace tadpole::device
