// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(SquaredDifference, OfFloats) {
  TestOp op(builtin::kSquaredDifference, OptionsTable::squared_difference);
  op.input(real({2}, {1, -2})).input(real({2}, {4, -2.5F})).output(real({2}));
  EXPECT_EQ(op.answer<float>(), (Reals{9, 0.25F}));
}

TEST(SquaredDifference, OfInt8) {
  TestOp op(builtin::kSquaredDifference, OptionsTable::squared_difference);
  op.input(int8s({2}, 0.5F, 0, {4, 0})).input(int8s({2}, 0.25F, 8, {4, 8}));
  op.output(int8s({2}, 0.5F, -100));
  // (2 + 1)^2 = 9 is 18 steps.
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{-82, -100}));
}

TEST(SquaredDifference, OfWholeNumbers) {
  TestOp op(builtin::kSquaredDifference, OptionsTable::squared_difference);
  op.input(int32s({2}, {7, -7})).input(int32s({1}, {2})).output(int32s({2}));
  EXPECT_EQ(op.answer<std::int32_t>(), (Int32s{25, 81}));
}

}  // namespace
}  // namespace tadpole::device
