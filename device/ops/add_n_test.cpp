// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(AddN, OfThreeFloats) {
  TestOp op(builtin::kAddN, OptionsTable::add_n);
  op.input(real({2}, {1, 2})).input(real({2}, {3, 4})).input(real({2}, {5, 6})).output(real({2}));
  EXPECT_EQ(op.answer<float>(), (Reals{9, 12}));
}

TEST(AddN, OfInt8) {
  TestOp op(builtin::kAddN, OptionsTable::add_n);
  op.input(int8s({2}, 0.5F, 2, {4, 2})).input(int8s({2}, 0.5F, 2, {12, -2}));
  op.output(int8s({2}, 0.25F, -3));
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{21, -11}));
}

TEST(AddN, RefusesScalesThatDiffer) {
  TestOp op(builtin::kAddN, OptionsTable::add_n);
  op.input(int8s({1}, 0.5F, 2)).input(int8s({1}, 0.25F, 2)).output(int8s({1}, 0.25F, 0));
  EXPECT_EQ(op.plan(), Reason::scales_differ);
}

}  // namespace
}  // namespace tadpole::device
