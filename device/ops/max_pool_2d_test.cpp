// SPDX-License-Identifier: Apache-2.0
#include "device/ops/max_pool_2d.h"

#include <gtest/gtest.h>

namespace tadpole::device {
namespace {

TEST(MaxPool2d, TakesTheLargestOfEachWindowPerChannel) {
  MaxPool2dParams<std::int8_t> p;
  p.window.input_w = 4;
  p.window.output_w = p.window.filter_w = p.window.stride_w = 2;
  p.window.input_c = p.window.output_c = 2;
  const std::int8_t input[] = {1, -1, 2, -2, 3, -3, 4, -128};
  std::int8_t output[4] = {};
  max_pool_2d(p, input, output);
  EXPECT_EQ(output[0], 2);
  EXPECT_EQ(output[1], -1);
  EXPECT_EQ(output[2], 4);
  EXPECT_EQ(output[3], -3);
}

TEST(MaxPool2d, FloatIsClampedByTheActivation) {
  MaxPool2dParams<float> p;
  p.output_min = 0.0F;
  const float input[] = {-5.0F};
  float output[1] = {1.0F};
  max_pool_2d(p, input, output);
  EXPECT_EQ(output[0], 0.0F);
}

}  // namespace
}  // namespace tadpole::device
