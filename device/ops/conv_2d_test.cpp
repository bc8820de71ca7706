// SPDX-License-Identifier: Apache-2.0
#include "device/ops/conv_2d.h"

#include <gtest/gtest.h>

#include <vector>

namespace tadpole::device {
namespace {

constexpr std::int32_t kHalf[] = {1 << 30, 1 << 30};  // 0.5 in Q31
constexpr std::int32_t kDouble[] = {2, 2};            // 0.5 * 2^2 = 2
constexpr std::int32_t kOnce[] = {1, 1};              // 0.5 * 2^1 = 1

TEST(Conv2d, OnePixelIsADotProductWithOffsetsBiasAndScale) {
  Conv2dParams p;
  p.window.input_c = 3;
  p.window.output_c = 2;
  p.filter_c = 3;
  p.input_offset = 1;
  p.output_offset = -5;
  p.multiplier = kHalf;
  p.shift = kDouble;
  const std::int8_t input[] = {1, 2, 3};
  const std::int8_t weights[] = {1, 0, -1, 2, 2, 2};
  const std::int32_t bias[] = {10, -1};
  std::int8_t output[2] = {};
  conv_2d(p, input, weights, bias, output);
  EXPECT_EQ(output[0], 2 * (2 - 4 + 10) - 5);  // by hand
  EXPECT_EQ(output[1], 2 * (2 * (2 + 3 + 4) - 1) - 5);
}

TEST(Conv2d, SamePaddingOfAnEvenKernelPutsTheOddZeroBehind) {
  Conv2dParams p;
  p.window.input_w = p.window.output_w = 3;
  p.window.filter_w = 2;
  p.window.pad_left = window_padding(3, 3, 2, 1, 1);
  p.multiplier = kHalf;
  p.shift = kOnce;
  const std::int8_t input[] = {1, 2, 3};
  const std::int8_t weights[] = {10, 1};
  std::int8_t output[3] = {};
  conv_2d(p, input, weights, nullptr, output);
  EXPECT_EQ(p.window.pad_left, 0);
  EXPECT_EQ((std::vector<int>{output[0], output[1], output[2]}), (std::vector<int>{12, 23, 30}));
}

TEST(Conv2d, PaddingCountsAsTheZeroPoint) {
  Conv2dParams p;
  p.window.filter_w = 3;
  p.window.pad_left = 1;
  p.input_offset = 128;  // zero point -128
  p.multiplier = kHalf;
  p.shift = kOnce;
  const std::int8_t input[] = {-128 + 7};
  const std::int8_t weights[] = {50, 3, 50};
  std::int8_t output[1] = {};
  conv_2d(p, input, weights, nullptr, output);
  EXPECT_EQ(output[0], 21);  // 7 * 3: the borders add nothing
}

TEST(Conv2d, GroupsSeeTheirOwnChannelsOnly) {
  Conv2dParams p;
  p.window.input_c = p.window.output_c = 2;
  p.filter_c = 1;
  p.multiplier = kHalf;
  p.shift = kOnce;
  const std::int8_t input[] = {3, 5};
  const std::int8_t weights[] = {2, 7};
  std::int8_t output[2] = {};
  conv_2d(p, input, weights, nullptr, output);
  EXPECT_EQ(output[0], 6);
  EXPECT_EQ(output[1], 35);
}

TEST(Conv2d, FloatDilationSkipsPixels) {
  Conv2dFloatParams p;
  p.window.input_w = 3;
  p.window.filter_w = p.window.dilation_w = 2;
  p.output_min = -100.0F;
  p.output_max = 100.0F;
  const float input[] = {1.0F, 50.0F, 3.0F};
  const float weights[] = {2.0F, 4.0F};
  const float bias[] = {0.5F};
  float output[1] = {};
  conv_2d(p, input, weights, bias, output);
  EXPECT_EQ(output[0], 2.0F + 12.0F + 0.5F);
}

}  // namespace
}  // namespace tadpole::device
