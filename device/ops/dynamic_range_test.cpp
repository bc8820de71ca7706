// SPDX-License-Identifier: Apache-2.0
#include "device/ops/dynamic_range.h"

#include <gtest/gtest.h>

#include <limits>

#include "device/ops/dynamic_range_layers.h"

namespace tadpole::device {
namespace {

TEST(DynamicRange, SymmetricRowsReach127) {
  const float values[] = {-2.0F, 0.0F, 1.0F};
  std::int8_t stored[3] = {};
  const RoundedRow row = round_symmetric(values, 3, stored);
  EXPECT_FLOAT_EQ(row.scale, 2.0F / 127.0F);
  EXPECT_EQ(stored[0], -127);
  EXPECT_EQ(stored[1], 0);
  EXPECT_EQ(stored[2], 64);  // 63.5, halves away from zero
}

TEST(DynamicRange, AsymmetricRowsUseTheWholeRangeAndKeepZeroExact) {
  const float values[] = {-1.0F, 0.0F, 3.0F};  // 4 / 255 a step; zero lies 63.75 steps up
  std::int8_t stored[3] = {};
  const RoundedRow row = round_asymmetric(values, 3, stored);
  EXPECT_FLOAT_EQ(row.scale, 4.0F / 255.0F);
  EXPECT_EQ(row.zero_point, -64);
  EXPECT_EQ(stored[1], -64);
  EXPECT_EQ(stored[2], 127);
}

TEST(DynamicRange, ARowOfZerosStaysZero) {
  const float values[] = {0.0F, 0.0F};
  std::int8_t stored[2] = {5, 5};
  EXPECT_EQ(round_asymmetric(values, 2, stored).scale, 1.0F);
  EXPECT_EQ(stored[0], 0);
  EXPECT_EQ(round_symmetric(values, 2, stored).scale, 1.0F);
  EXPECT_EQ(stored[1], 0);
}

TEST(DynamicRange, WhatIsNoNumberBecomesZeroAndInfinityTheEnd) {
  const float values[] = {std::numeric_limits<float>::quiet_NaN(), 1.0F};
  std::int8_t stored[2] = {};
  round_symmetric(values, 2, stored);
  EXPECT_EQ(stored[0], 0);
  EXPECT_EQ(stored[1], 127);
  const float infinite[] = {std::numeric_limits<float>::infinity(), -1.0F};
  round_asymmetric(infinite, 2, stored);  // any bytes, but no undefined behaviour
}

// Input 127, -127 at scale 1/127; weights 2, 1 at scale 0.5: (1 * 2 - 1 * 1) * 0.5 + 3.
constexpr float kScale[] = {0.5F};
constexpr float kBias[] = {3.0F};
constexpr std::int8_t kWeights[] = {2, 1};

TEST(DynamicRange, ADenseLayerScalesBack) {
  std::int8_t stored[2] = {};
  RoundedRow row;
  const FullyConnectedDynamicParams p{{1, 2, 1, -100.0F, 100.0F}, {stored, &row, 1, 2, kScale}};
  const float input[] = {1.0F, -1.0F};
  float output = 0.0F;
  fully_connected(p, input, kWeights, kBias, &output);
  EXPECT_FLOAT_EQ(output, 3.5F);
}

TEST(DynamicRange, AConvolutionScalesBackAndClamps) {
  std::int8_t stored[2] = {};
  RoundedRow row;
  Conv2dDynamicParams p{{{}, 2, -100.0F, 3.25F}, {stored, &row, 1, 2, kScale}};
  p.real.window.input_c = 2;
  const float input[] = {1.0F, -1.0F};
  float output = 0.0F;
  conv_2d(p, input, kWeights, kBias, &output);
  EXPECT_FLOAT_EQ(output, 3.25F);
}

TEST(DynamicRange, PaddingOfADepthwiseConvolutionCountsAsZero) {
  std::int8_t stored[2] = {};
  RoundedRow row;
  DepthwiseConv2dDynamicParams p{{{}, 1, -1000.0F, 1000.0F}, {stored, &row, 1, 2, kScale, true}};
  Window& w = p.real.window;
  w.input_w = w.output_w = w.filter_w = 2;
  const float input[] = {0.0F, 255.0F};  // scale 1, zero point -128: whole numbers are exact
  float output[2] = {};
  depthwise_conv_2d(p, input, kWeights, kBias, output);
  EXPECT_FLOAT_EQ(output[0], 255.0F * 0.5F + 3.0F);
  EXPECT_FLOAT_EQ(output[1], 255.0F * 2.0F * 0.5F + 3.0F);  // the second tap lies outside
}

// A frame of (1, -1), which int8 holds exactly; (2 - 1) * 0.5 is remembered.
TEST(DynamicRange, AnSvdfScalesBackWhatItRemembers) {
  std::int8_t stored[2] = {};
  RoundedRow row;
  SvdfDynamicParams p{{{1, 2, 1, 2, 1}, -100.0F, 100.0F}, {stored, &row, 1, 2, kScale}};
  const float input[] = {1.0F, -1.0F};
  const float time[] = {2.0F, 1.0F};
  float state[2] = {};
  float output = 0.0F;
  svdf(p, input, kWeights, time, kBias, state, &output);
  EXPECT_FLOAT_EQ(output, 3.5F);
  svdf(p, input, kWeights, time, kBias, state, &output);
  EXPECT_FLOAT_EQ(output, 3.0F + 2.0F * 0.5F + 0.5F);
  EXPECT_FLOAT_EQ(state[0], 0.5F);
}

// Two inputs, a filter of two, stride 2: each input writes its two products.
TEST(DynamicRange, ATransposedConvolutionScalesBack) {
  std::int8_t stored[2] = {};
  RoundedRow row;
  TransposeConvDynamicParams p{{{}}, {stored, &row, 1, 2, kScale}};
  Window& w = p.real.window;
  w.input_w = w.filter_w = w.stride_w = 2;
  w.output_w = 4;
  const float input[] = {10.0F, 127.0F};
  float output[4] = {};
  transpose_conv(p, input, kWeights, kBias, output);
  const float wanted[] = {13.0F, 8.0F, 130.0F, 66.5F};
  for (int i = 0; i < 4; ++i) EXPECT_FLOAT_EQ(output[i], wanted[i]);
}

}  // namespace
}  // namespace tadpole::device
