// SPDX-License-Identifier: Apache-2.0
#include "device/ops/fully_connected.h"

#include <gtest/gtest.h>

namespace tadpole::device {
namespace {

TEST(FullyConnected, EveryRowOfTheBatchMeetsEveryRowOfWeights) {
  const std::int32_t half = 1 << 30;
  const std::int32_t once = 1;
  FullyConnectedParams p;
  p.batches = 2;
  p.inputs = 2;
  p.outputs = 2;
  p.input_offset = 1;
  p.multiplier = &half;
  p.shift = &once;
  const std::int8_t input[] = {0, 1, 2, 3};
  const std::int8_t weights[] = {1, 2, -3, 4};
  const std::int32_t bias[] = {100, 0};
  std::int8_t output[4] = {};
  fully_connected(p, input, weights, bias, output);
  EXPECT_EQ(output[0], 1 + 4 + 100);  // by hand
  EXPECT_EQ(output[1], -3 + 8);
  EXPECT_EQ(output[2], 3 + 8 + 100);
  EXPECT_EQ(output[3], -9 + 16);
}

TEST(FullyConnected, ChannelsMayHaveTheirOwnScales) {
  const std::int32_t halves[] = {1 << 30, 1 << 30};
  const std::int32_t shifts[] = {1, 0};
  FullyConnectedParams p;
  p.outputs = 2;
  p.multiplier = halves;
  p.shift = shifts;
  p.per_channel = true;
  const std::int8_t input[] = {10};
  const std::int8_t weights[] = {1, 1};
  std::int8_t output[2] = {};
  fully_connected(p, input, weights, nullptr, output);
  EXPECT_EQ(output[0], 10);
  EXPECT_EQ(output[1], 5);
}

TEST(FullyConnected, FloatAddsTheBiasAndClamps) {
  FullyConnectedFloatParams p;
  p.inputs = 9;  // one more than the width of the partial sums
  p.output_max = 1000.0F;
  const float input[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  const float weights[] = {1, 1, 1, 1, 1, 1, 1, 1, 2};
  const float bias[] = {-4.0F};
  float output[1] = {};
  fully_connected(p, input, weights, bias, output);
  EXPECT_EQ(output[0], 36.0F + 18.0F - 4.0F);
}

}  // namespace
}  // namespace tadpole::device
