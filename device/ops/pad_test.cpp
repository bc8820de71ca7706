// SPDX-License-Identifier: Apache-2.0
#include "device/ops/pad.h"

#include <gtest/gtest.h>

namespace tadpole::device {
namespace {

TEST(Pad, PutsTheInputWhereThePaddingSays) {
  const std::int32_t before[] = {1, 0};
  const PadParams p = make_pad_params(Shape{2, {1, 2}}, Shape{2, {2, 3}}, before);
  const std::int8_t input[] = {7, 8};
  std::int8_t output[6] = {};
  pad(p, std::int8_t{-1}, input, output);
  const int wanted[] = {-1, -1, -1, 7, 8, -1};
  for (int i = 0; i < 6; ++i) EXPECT_EQ(output[i], wanted[i]);
}

}  // namespace
}  // namespace tadpole::device
