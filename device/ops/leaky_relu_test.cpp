// SPDX-License-Identifier: Apache-2.0
#include "device/ops/leaky_relu.h"

#include <gtest/gtest.h>

namespace tadpole::device {
namespace {

TEST(LeakyRelu, Int8HasASlopeOfItsOwnBelowTheZeroPoint) {
  LeakyReluParams p = make_leaky_relu_params(0.25F, 1.0F, 0.5F);
  p.input_zero_point = 10;
  p.output_zero_point = -20;
  const std::int8_t input[] = {10 + 8, 10, 10 - 8};
  std::int8_t output[3] = {};
  leaky_relu(p, input, output, 3);
  EXPECT_EQ(output[0], 16 - 20);  // 8 * 1 / 0.5
  EXPECT_EQ(output[1], -20);
  EXPECT_EQ(output[2], -4 - 20);  // -8 * 0.25 / 0.5
}

TEST(LeakyRelu, Int8Saturates) {
  const LeakyReluParams p = make_leaky_relu_params(1.0F, 1.0F, 0.25F);
  const std::int8_t input[] = {100, -100};
  std::int8_t output[2] = {};
  leaky_relu(p, input, output, 2);
  EXPECT_EQ(output[0], 127);
  EXPECT_EQ(output[1], -128);
}

TEST(LeakyRelu, WithAlphaZeroItIsRelu) {
  const LeakyReluParams p = make_leaky_relu_params(0.0F, 1.0F, 1.0F);
  const std::int8_t input[] = {-128, 5};
  std::int8_t output[2] = {};
  leaky_relu(p, input, output, 2);
  EXPECT_EQ(output[0], 0);
  EXPECT_EQ(output[1], 5);
}

TEST(LeakyRelu, FloatKeepsThePositiveSide) {
  const float input[] = {-2.0F, 3.0F};
  float output[2] = {};
  leaky_relu(0.5F, input, output, 2);
  EXPECT_EQ(output[0], -1.0F);
  EXPECT_EQ(output[1], 3.0F);
}

}  // namespace
}  // namespace tadpole::device
