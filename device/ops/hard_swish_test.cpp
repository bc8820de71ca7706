// SPDX-License-Identifier: Apache-2.0
#include "device/ops/hard_swish.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace tadpole::device {
namespace {

double real_hard_swish(double x) { return x * std::clamp(x + 3.0, 0.0, 6.0) / 6.0; }

// Three roundings in 16 bits and one to the output's step.
TEST(HardSwish, Int8FollowsTheFunctionWithinOneStep) {
  constexpr float kScale = 10.0F / 255.0F;
  HardSwishParams p = make_hard_swish_params(kScale, kScale);
  p.input_zero_point = 2;
  p.output_zero_point = -118;
  ASSERT_TRUE(hard_swish_usable(p));
  for (int x = -128; x < 128; ++x) {
    const auto input = static_cast<std::int8_t>(x);
    std::int8_t output = 0;
    hard_swish(p, &input, &output, 1);
    const double real = real_hard_swish(static_cast<double>(kScale) * (x - 2));
    EXPECT_NEAR(output, std::min(127.0, real / static_cast<double>(kScale) - 118.0), 1.0) << x;
  }
}

// x far below -3 gives the stored zero, x far above 3 gives x.
TEST(HardSwish, Int8IsZeroFarBelowAndTheInputFarAbove) {
  HardSwishParams p = make_hard_swish_params(0.1F, 0.1F);
  const std::int8_t input[] = {-100, 0, 100};
  std::int8_t output[3] = {1, 1, 1};
  hard_swish(p, input, output, 3);
  EXPECT_EQ(output[0], 0);
  EXPECT_EQ(output[1], 0);
  EXPECT_EQ(output[2], 100);
}

TEST(HardSwish, AnOutputScaleFarBelowTheInputsIsNotUsable) {
  EXPECT_FALSE(hard_swish_usable(make_hard_swish_params(1.0F, 1e-3F)));
  EXPECT_FALSE(hard_swish_usable(make_hard_swish_params(1e-6F, 1.0F)));
}

// The ramp's half step of Q15 counts once per x, at most 32768 times 2^-16 steps; then one
// rounding.
TEST(HardSwish, Int16FollowsTheFunctionWithinOneStep) {
  for (const float scale : {0.0001F, 0.001F, 1.0F / 128.0F}) {
    const HardSwishInt16Params p = make_hard_swish_int16_params(scale, scale);
    ASSERT_TRUE(hard_swish_usable(p));
    for (int x = -32768; x < 32768; x += 7) {
      const auto input = static_cast<std::int16_t>(x);
      std::int16_t output = 0;
      hard_swish(p, &input, &output, 1);
      const double real = real_hard_swish(static_cast<double>(scale) * x);
      EXPECT_NEAR(output, std::min(32767.0, real / static_cast<double>(scale)), 1.01) << x;
    }
  }
}

TEST(HardSwish, Int16ScalesWhoseProductsLeave32BitsAreNotUsable) {
  EXPECT_FALSE(hard_swish_usable(make_hard_swish_int16_params(7.0F, 7.0F)));
  EXPECT_FALSE(hard_swish_usable(make_hard_swish_int16_params(1.0F, 1e-5F)));
}

TEST(HardSwish, FloatIsTheFormula) {
  const float input[] = {-4.0F, -1.0F, 1.0F, 5.0F};
  float output[4] = {};
  hard_swish(input, output, 4);
  for (int i = 0; i < 4; ++i)
    EXPECT_FLOAT_EQ(output[i], static_cast<float>(real_hard_swish(static_cast<double>(input[i]))));
}

}  // namespace
}  // namespace tadpole::device
