// SPDX-License-Identifier: Apache-2.0
#include "device/ops/dequantize.h"

#include <gtest/gtest.h>

namespace tadpole::device {
namespace {

TEST(Dequantize, IsScaleTimesDistanceToTheZeroPoint) {
  const std::int8_t input[] = {-128, 10, 127};
  float output[3] = {};
  dequantize(QuantizeParams{0.5F, 10}, input, output, 3);
  EXPECT_EQ(output[0], -69.0F);
  EXPECT_EQ(output[1], 0.0F);
  EXPECT_EQ(output[2], 58.5F);
}

}  // namespace
}  // namespace tadpole::device
