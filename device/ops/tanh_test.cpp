// SPDX-License-Identifier: Apache-2.0
#include "device/ops/tanh.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tadpole::device {
namespace {

TEST(Tanh, Int8FollowsTheFunctionWithinOneStep) {
  for (const float scale : {0.011F, 0.0625F, 0.3F}) {
    const TanhParams p = make_tanh_params(scale, 3);
    for (int x = -128; x < 128; ++x) {
      const auto input = static_cast<std::int8_t>(x);
      std::int8_t output = 0;
      tanh(p, &input, &output, 1);
      const double real = std::tanh(static_cast<double>(scale) * (x - 3));
      EXPECT_NEAR(output, std::min(127.0, 128.0 * real), 1.0) << scale << ' ' << x;
    }
  }
}

TEST(Tanh, FarValuesAreMinusOneAndOne) {
  const TanhParams p = make_tanh_params(1.0F, 0);
  const std::int8_t input[] = {-100, 0, 100};
  std::int8_t output[3] = {};
  tanh(p, input, output, 3);
  EXPECT_EQ(output[0], -128);
  EXPECT_EQ(output[1], 0);
  EXPECT_EQ(output[2], 127);
}

TEST(Tanh, FloatAgreesWithTheLibrary) {
  for (float x = -95.0F; x < 95.0F; x += 0.037F) {
    float output = 0.0F;
    tanh(&x, &output, 1);
    const double real = std::tanh(static_cast<double>(x));
    EXPECT_NEAR(output, real, 3e-7 * std::fabs(real)) << x;
  }
}

TEST(Tanh, FloatIsExactlyZeroAtZeroAndTinyNearIt) {
  const float input[] = {0.0F, 1e-20F, -1e-7F};
  float output[3] = {1.0F, 1.0F, 1.0F};
  tanh(input, output, 3);
  EXPECT_EQ(output[0], 0.0F);
  EXPECT_EQ(output[1], 1e-20F);
  EXPECT_EQ(output[2], -1e-7F);
}

}  // namespace
}  // namespace tadpole::device
