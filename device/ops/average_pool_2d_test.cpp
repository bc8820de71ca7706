// SPDX-License-Identifier: Apache-2.0
#include "device/ops/average_pool_2d.h"

#include <gtest/gtest.h>

namespace tadpole::device {
namespace {

AveragePool2dParams pool_of_two() {
  AveragePool2dParams p;
  p.window.input_w = p.window.filter_w = 2;
  return p;
}

TEST(AveragePool2d, HalvesAreRoundedAwayFromZero) {
  const std::int8_t up[] = {2, 3};
  const std::int8_t down[] = {-2, -3};
  std::int8_t output[1] = {};
  average_pool_2d(pool_of_two(), up, output);
  EXPECT_EQ(output[0], 3);  // 2.5
  average_pool_2d(pool_of_two(), down, output);
  EXPECT_EQ(output[0], -3);
}

TEST(AveragePool2d, PixelsOutsideTheImageDoNotCount) {
  AveragePool2dParams p;
  p.window.filter_w = 3;
  p.window.pad_left = 1;
  const std::int8_t input[] = {9};
  std::int8_t output[1] = {};
  average_pool_2d(p, input, output);
  EXPECT_EQ(output[0], 9);
}

TEST(AveragePool2d, FloatIsTheMeanOfTheWindow) {
  AveragePool2dFloatParams p;
  p.window.input_w = p.window.filter_w = 2;
  p.output_max = 10.0F;
  const float input[] = {1.0F, 2.0F};
  float output[1] = {};
  average_pool_2d(p, input, output);
  EXPECT_EQ(output[0], 1.5F);
}

}  // namespace
}  // namespace tadpole::device
