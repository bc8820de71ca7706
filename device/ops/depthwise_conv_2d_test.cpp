// SPDX-License-Identifier: Apache-2.0
#include "device/ops/depthwise_conv_2d.h"

#include <gtest/gtest.h>

namespace tadpole::device {
namespace {

constexpr std::int32_t kHalf[] = {1 << 30, 1 << 30, 1 << 30, 1 << 30};
constexpr std::int32_t kOnce[] = {1, 1, 1, 1};

TEST(DepthwiseConv2d, EachChannelMeetsItsOwnFilter) {
  DepthwiseConv2dParams p;
  p.window.input_h = p.window.filter_h = 2;
  p.window.input_c = p.window.output_c = 2;
  p.multiplier = kHalf;
  p.shift = kOnce;
  const std::int8_t input[] = {1, 2, 3, 4};       // two pixels of two channels
  const std::int8_t weights[] = {10, 1, 20, -1};  // two taps of two channels
  const std::int32_t bias[] = {0, 7};
  std::int8_t output[2] = {};
  depthwise_conv_2d(p, input, weights, bias, output);
  EXPECT_EQ(output[0], 1 * 10 + 3 * 20);  // by hand
  EXPECT_EQ(output[1], 2 * 1 - 4 * 1 + 7);
}

TEST(DepthwiseConv2d, ADepthMultiplierRepeatsTheInputChannel) {
  DepthwiseConv2dParams p;
  p.window.input_c = 2;
  p.window.output_c = 4;
  p.depth_multiplier = 2;
  p.input_offset = 1;
  p.multiplier = kHalf;
  p.shift = kOnce;
  const std::int8_t input[] = {4, 9};
  const std::int8_t weights[] = {1, 2, 3, 4};
  std::int8_t output[4] = {};
  depthwise_conv_2d(p, input, weights, nullptr, output);
  EXPECT_EQ(output[0], 5);
  EXPECT_EQ(output[1], 10);
  EXPECT_EQ(output[2], 30);
  EXPECT_EQ(output[3], 40);
}

TEST(DepthwiseConv2d, FloatIsClampedByTheActivation) {
  DepthwiseConv2dFloatParams p;
  p.output_max = 6.0F;
  const float input[] = {4.0F};
  const float weights[] = {2.0F};
  float output[1] = {};
  depthwise_conv_2d(p, input, weights, nullptr, output);
  EXPECT_EQ(output[0], 6.0F);
}

}  // namespace
}  // namespace tadpole::device
