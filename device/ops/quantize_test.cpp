// SPDX-License-Identifier: Apache-2.0
#include "device/ops/quantize.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace tadpole::device {
namespace {

TEST(Quantize, RoundsHalfAwayFromZeroAndSaturates) {
  const float input[] = {0.25F, -0.25F, 100.0F, -100.0F, NAN, INFINITY};
  std::int8_t output[6] = {};
  quantize(QuantizeParams{0.5F, 10}, input, output, 6);
  const std::vector<int> wanted = {11, 9, 127, -128, 10, 127};
  EXPECT_EQ(std::vector<int>(output, output + 6), wanted);
}

TEST(Quantize, RequantizesBetweenTypes) {
  RequantizeParams p;
  p.input_zero_point = 128;
  p.multiplier = quantize_multiplier(1.0F, 1.0F);
  const std::uint8_t input[] = {0, 128, 255};
  std::int8_t output[3] = {};
  requantize(p, input, output, 3);
  EXPECT_EQ((std::vector<int>(output, output + 3)), (std::vector<int>{-128, 0, 127}));
}

}  // namespace
}  // namespace tadpole::device
