// SPDX-License-Identifier: Apache-2.0
#include "device/ops/sub.h"

#include <gtest/gtest.h>

#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Sub, BringsBothInputsToTheOutputsScale) {
  AddParams p;
  set_add_multipliers(p, 0.5F, 0.25F, 1.0F);
  p.first_offset = 10;  // zero point -10
  p.output_offset = 3;
  Broadcast shape;
  shape.elements = 1;
  shape.same_shape = true;
  const std::int8_t first[] = {10};   // (10 + 10) * 0.5 = 10
  const std::int8_t second[] = {-8};  // -2
  std::int8_t output[1] = {};
  sub(p, shape, first, second, output);
  EXPECT_EQ(output[0], 10 + 2 + 3);
}

TEST(Sub, ARowIsTakenFromEveryRow) {
  const Shape matrix{2, {2, 3}};
  Broadcast shape;
  shape.elements = 6;
  ASSERT_TRUE(broadcast_walk(matrix, matrix, shape.first));
  ASSERT_TRUE(broadcast_walk(Shape{1, {3}}, matrix, shape.second));
  const float first[] = {0, 0, 0, 10, 10, 10};
  const float second[] = {1, 2, 3};
  float output[6] = {};
  sub(FloatRange{}, shape, first, second, output);
  EXPECT_EQ(output[2], -3.0F);
  EXPECT_EQ(output[3], 9.0F);
}

TEST(Sub, OfWholeNumbersHasNoScale) {
  TestOp op(builtin::kSub, OptionsTable::sub);
  op.input(int32s({2}, {7, -7})).constant(int32s({}, {2})).output(int32s({2}));
  EXPECT_EQ(op.answer<std::int32_t>(), (Int32s{5, -9}));
}

}  // namespace
}  // namespace tadpole::device
