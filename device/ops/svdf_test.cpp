// SPDX-License-Identifier: Apache-2.0
#include "device/ops/svdf.h"

#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

// Two filters over two inputs with a memory of three, summed to one unit. By hand.
TEST(Svdf, FloatWeighsTheLastFramesOverTime) {
  const SvdfFloatParams p{{1, 2, 2, 3, 2}, -100.0F, 100.0F};
  const float feature[] = {1, 0, 0, 1};  // filter 0 sees input 0, filter 1 input 1
  const float time[] = {1, 10, 100, 0, 0, 0.5F};
  const float bias[] = {7};
  std::vector<float> state(6);
  std::vector<float> outputs;
  for (const auto& frame : {std::vector<float>{1, 2}, {0, 4}, {0, 0}, {0, 0}}) {
    float output = 0.0F;
    svdf(p, frame.data(), feature, time, bias, state.data(), &output);
    outputs.push_back(output);
  }
  EXPECT_EQ(outputs, (std::vector<float>{100, 10 + 2 + 7, 1 + 7, 7}));  // 108 is clamped to 100
}

TEST(Svdf, Int8RemembersAroundTheStatesZeroPoint) {
  SvdfParams p{{1, 1, 1, 2, 1}, 5, -50, 3, svdf_multiplier(1, 1, 1), svdf_multiplier(1, 1, 1)};
  const std::int8_t feature[] = {2};
  const std::int8_t time[] = {3, 1};
  std::int8_t state[] = {-50, -50};
  const std::int8_t first[] = {9};  // (9 - 5) * 2 = 8
  std::int8_t output = 0;
  svdf(p, first, feature, time, nullptr, state, &output);
  EXPECT_EQ(state[1], 8 - 50);
  EXPECT_EQ(output, 8 + 3);
  const std::int8_t second[] = {5};  // nothing
  svdf(p, second, feature, time, nullptr, state, &output);
  EXPECT_EQ(state[0], 8 - 50);
  EXPECT_EQ(state[1], -50);
  EXPECT_EQ(output, 3 * 8 + 3);
}

TEST(Svdf, WhatDoesNotFitTheStateSaturates) {
  SvdfParams p{{1, 1, 1, 1, 1}, 0, 0, 0, svdf_multiplier(1, 1, 1), svdf_multiplier(1, 1, 1)};
  const std::int8_t input[] = {-128};
  const std::int8_t feature[] = {100};
  const std::int16_t time[] = {1};
  std::int16_t state[] = {0};
  std::int8_t output = 0;
  svdf(p, input, feature, time, nullptr, state, &output);
  EXPECT_EQ(state[0], -12800);
  EXPECT_EQ(output, -128);
}

// Two frames of one filter with a memory of two; scales 1, so the numbers are as in the float form.
TEST(Svdf, Int16RemembersAndSumsIn64Bits) {
  SvdfInt16Params p;
  p.shape = {1, 2, 1, 2, 1};
  p.to_state = p.to_output = svdf_multiplier(1, 1, 1);
  const std::int8_t feature[] = {1, -1};
  const std::int16_t time[] = {10, 1};
  const std::int64_t bias[] = {7};
  std::int16_t state[2] = {};
  std::int16_t output = 0;
  const std::int16_t first[] = {500, 100};
  svdf(p, first, feature, time, bias, state, &output);
  EXPECT_EQ(output, 400 + 7);
  const std::int16_t second[] = {0, 30};
  svdf(p, second, feature, time, bias, state, &output);
  EXPECT_EQ(output, 10 * 400 - 30 + 7);
  p.output_max = 100;
  svdf(p, first, feature, time, bias, state, &output);
  EXPECT_EQ(output, 100);
}

TEST(Svdf, FloatsOverInt8FeaturesTakeInt8TimeWeightsOnly) {
  TestOp op(builtin::kSvdf, OptionsTable::svdf);
  op.option<std::int32_t>(0, 1).input(real({1, 2})).constant(int8s({1, 2}, 0.5F, 0));
  op.constant(real({1, 2})).left_out().variable(real({1, 2})).output(real({1, 1}));
  EXPECT_EQ(op.plan(), Reason::weights_type);
}

}  // namespace
}  // namespace tadpole::device
