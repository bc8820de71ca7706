// SPDX-License-Identifier: Apache-2.0
#include "device/ops/mean.h"

#include <gtest/gtest.h>

namespace tadpole::device {
namespace {

MeanAxes over_the_first_of_two_by_three() {
  MeanAxes axes;
  axes.reduced.add(2, 3);
  axes.kept.add(3, 1);
  return axes;
}

TEST(Mean, Int8RoundsTheMeanOfEachColumn) {
  MeanParams p;
  p.axes = over_the_first_of_two_by_three();
  p.multiplier = divide_multiplier(quantize_multiplier(1.0F, 1.0F), 2);
  const std::int8_t input[] = {1, 2, -3, 2, 4, -4};
  std::int8_t output[3] = {};
  mean(p, input, output);
  EXPECT_EQ(output[0], 2);  // 1.5
  EXPECT_EQ(output[1], 3);
  EXPECT_EQ(output[2], -3);  // -3.5: the reference's product rounds halves up
}

TEST(Mean, Int8ZeroPointsMoveTheResult) {
  MeanParams p;
  p.axes = over_the_first_of_two_by_three();
  p.input_zero_point = -10;
  p.output_zero_point = 5;
  p.multiplier = divide_multiplier(quantize_multiplier(1.0F, 1.0F), 2);
  const std::int8_t input[] = {0, 0, 0, 0, 0, 0};
  std::int8_t output[3] = {};
  mean(p, input, output);
  EXPECT_EQ(output[0], 15);
}

TEST(Mean, FloatDividesTheSum) {
  const float input[] = {1, 2, 3, 2, 4, 6};
  float output[3] = {};
  mean(over_the_first_of_two_by_three(), input, output);
  EXPECT_EQ(output[0], 1.5F);
  EXPECT_EQ(output[2], 4.5F);
}

}  // namespace
}  // namespace tadpole::device
