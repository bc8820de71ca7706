// SPDX-License-Identifier: Apache-2.0
#include "device/ops/transpose_conv.h"

#include <gtest/gtest.h>

#include <vector>

namespace tadpole::device {
namespace {

constexpr std::int32_t kHalf[] = {1 << 30};  // 0.5 in Q31
constexpr std::int32_t kOnce[] = {1};        // 0.5 * 2^1 = 1

// Two inputs, a filter of three, stride 2, valid: each input writes its three products, one place
// is met twice.
TEST(TransposeConv, EveryInputWritesItsFilterAtItsStride) {
  TransposeConvFloatParams p;
  p.window.input_w = 2;
  p.window.output_w = 5;
  p.window.filter_w = 3;
  p.window.stride_w = 2;
  const float input[] = {1.0F, 10.0F};
  const float weights[] = {1.0F, 2.0F, 3.0F};
  const float bias[] = {0.5F};
  std::vector<float> output(5);
  transpose_conv(p, input, weights, bias, output.data());
  EXPECT_EQ(output, (std::vector<float>{1.5F, 2.5F, 13.5F, 20.5F, 30.5F}));
}

// The same with padding "same": two inputs make four outputs, the filter's first column is cut off
// by the padding of (2 - 1) * 2 + 3 - 4 = 1 behind, 0 before.
TEST(TransposeConv, Int8TakesOffTheZeroPointAndCutsAtTheBorder) {
  TransposeConvParams p;
  p.window.input_w = 2;
  p.window.output_w = 4;
  p.window.filter_w = 3;
  p.window.stride_w = 2;
  p.window.pad_left = window_padding(4, 2, 3, 2, 1);
  p.input_offset = 1;
  p.output_offset = -3;
  p.multiplier = kHalf;
  p.shift = kOnce;
  EXPECT_EQ(p.window.pad_left, 0);
  const std::int8_t input[] = {0, 9};  // 1 and 10
  const std::int8_t weights[] = {1, 2, 3};
  std::vector<std::int8_t> output(4);
  transpose_conv(p, input, weights, nullptr, output.data());
  EXPECT_EQ(output, (std::vector<std::int8_t>{1 - 3, 2 - 3, 13 - 3, 20 - 3}));
}

}  // namespace
}  // namespace tadpole::device
