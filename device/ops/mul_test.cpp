// SPDX-License-Identifier: Apache-2.0
#include "device/ops/mul.h"

#include <gtest/gtest.h>

#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Mul, ScalesMultiplyAndZeroPointsAreTakenOff) {
  MulParams p;
  p.first_offset = 10;   // zero point -10
  p.second_offset = -4;  // zero point 4
  p.output_offset = 3;
  p.multiplier = quantize_multiplier(0.5F, 0.25F, 1.0F);
  Broadcast shape;
  shape.elements = 1;
  shape.same_shape = true;
  const std::int8_t first[] = {10};    // 20 * 0.5 = 10
  const std::int8_t second[] = {-12};  // -16 * 0.25 = -4
  std::int8_t output[1] = {};
  mul(p, shape, first, second, output);
  EXPECT_EQ(output[0], -40 + 3);
}

TEST(Mul, OneNumberPerChannelScalesAnImage) {
  const Shape image{4, {1, 2, 2, 2}};
  const Shape channels{4, {1, 1, 1, 2}};
  Broadcast shape;
  shape.elements = 8;
  ASSERT_TRUE(broadcast_walk(image, image, shape.first));
  ASSERT_TRUE(broadcast_walk(channels, image, shape.second));
  const float first[] = {1, 1, 2, 2, 3, 3, 4, 4};
  const float second[] = {10, 0.5F};
  float output[8] = {};
  mul(FloatRange{0.0F, 30.0F}, shape, first, second, output);
  EXPECT_EQ(output[2], 20.0F);
  EXPECT_EQ(output[3], 1.0F);
  EXPECT_EQ(output[6], 30.0F);  // the fused activation stops 40
}

TEST(Mul, OfWholeNumbersHasNoScale) {
  TestOp op(builtin::kMul, OptionsTable::mul);
  op.input(int32s({2}, {7, -7})).constant(int32s({}, {2})).output(int32s({2}));
  EXPECT_EQ(op.answer<std::int32_t>(), (Int32s{14, -14}));
}

}  // namespace
}  // namespace tadpole::device
