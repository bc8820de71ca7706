// SPDX-License-Identifier: Apache-2.0
#include "device/ops/relu6.h"

#include <gtest/gtest.h>

namespace tadpole::device {
namespace {

TEST(Relu6, KeepsStoredNumbersBetweenZeroAndSix) {
  const std::int8_t input[] = {-100, 20, 100};
  std::int8_t output[3] = {};
  relu6(Relu6Params{-10, 50}, input, output, 3);
  EXPECT_EQ(output[0], -10);
  EXPECT_EQ(output[1], 20);
  EXPECT_EQ(output[2], 50);
}

TEST(Relu6, FloatIsClamped) {
  const float input[] = {-1.0F, 3.0F, 7.0F};
  float output[3] = {};
  relu6(input, output, 3);
  EXPECT_EQ(output[0], 0.0F);
  EXPECT_EQ(output[1], 3.0F);
  EXPECT_EQ(output[2], 6.0F);
}

}  // namespace
}  // namespace tadpole::device
