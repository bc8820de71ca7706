// SPDX-License-Identifier: Apache-2.0
#include "device/ops/softmax.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tadpole::device {
namespace {

TEST(Softmax, EqualInputsShareTheProbability) {
  const SoftmaxParams p = make_softmax_params(1, 4, 1.0F, 0.1F);
  const std::int8_t input[] = {5, 5, 5, 5};
  std::int8_t output[4] = {};
  softmax(p, input, output);
  for (const int value : output) EXPECT_EQ(value, 64 - 128);  // a quarter of 256
}

TEST(Softmax, FollowsTheExponentialWithinOneStep) {
  const SoftmaxParams p = make_softmax_params(1, 3, 1.0F, 0.05F);
  const std::int8_t input[] = {-20, 0, 30};
  std::int8_t output[3] = {};
  softmax(p, input, output);
  const double sum = std::exp(-1.0) + std::exp(0.0) + std::exp(1.5);
  EXPECT_NEAR(output[0], 256.0 * std::exp(-1.0) / sum - 128.0, 1.0);
  EXPECT_NEAR(output[1], 256.0 / sum - 128.0, 1.0);
  EXPECT_NEAR(output[2], 256.0 * std::exp(1.5) / sum - 128.0, 1.0);
}

TEST(Softmax, AClearWinnerSaturates) {
  const SoftmaxParams p = make_softmax_params(1, 2, 1.0F, 1.0F);
  const std::int8_t input[] = {127, -128};
  std::int8_t output[2] = {};
  softmax(p, input, output);
  EXPECT_EQ(output[0], 127);
  EXPECT_EQ(output[1], -128);
}

TEST(Softmax, FloatRowsSumToOne) {
  const SoftmaxFloatParams p{2, 3, 1.0F};
  const float input[] = {0.0F, 1.0F, 2.0F, 1000.0F, -1000.0F, 0.0F};
  float output[6] = {};
  softmax(p, input, output);
  const double sum = 1.0 + std::exp(1.0) + std::exp(2.0);
  EXPECT_NEAR(output[0], 1.0 / sum, 1e-6);
  EXPECT_NEAR(output[2], std::exp(2.0) / sum, 1e-6);
  EXPECT_EQ(output[3], 1.0F);
  EXPECT_EQ(output[4], 0.0F);
}

}  // namespace
}  // namespace tadpole::device
