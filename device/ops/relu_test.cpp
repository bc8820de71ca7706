// SPDX-License-Identifier: Apache-2.0
#include "device/ops/relu.h"

#include <gtest/gtest.h>

namespace tadpole::device {
namespace {

TEST(Relu, StopsAtTheOutputsZeroPoint) {
  ReluParams p;
  p.requantize = {0, -128, quantize_multiplier(2.0F, 1.0F)};
  p.output_min = -128;
  const std::int8_t input[] = {-5, 0, 5};
  std::int8_t output[3] = {};
  relu(p, input, output, 3);
  EXPECT_EQ(output[0], -128);
  EXPECT_EQ(output[1], -128);
  EXPECT_EQ(output[2], -118);  // 5 * 2 - 128
}

TEST(Relu, FloatNegativesBecomeZero) {
  const float input[] = {-1.0F, 2.0F};
  float output[2] = {};
  relu(input, output, 2);
  EXPECT_EQ(output[0], 0.0F);
  EXPECT_EQ(output[1], 2.0F);
}

}  // namespace
}  // namespace tadpole::device
