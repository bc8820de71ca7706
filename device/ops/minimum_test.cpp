// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Minimum, OfATensorAndOneNumber) {
  TestOp op(builtin::kMinimum, OptionsTable::maximum_minimum);
  op.input(real({3}, {1, 2, 5})).constant(real({}, {3})).output(real({3}));
  EXPECT_EQ(op.answer<float>(), (Reals{1, 2, 3}));
}

TEST(Minimum, OfInt8WithOneScale) {
  TestOp op(builtin::kMinimum, OptionsTable::maximum_minimum);
  op.input(int8s({2}, 0.5F, 3, {1, -9})).input(int8s({2}, 0.5F, 3, {-4, 100}));
  op.output(int8s({2}, 0.5F, 3));
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{-4, -9}));
}

TEST(Minimum, RefusesScalesThatDiffer) {
  TestOp op(builtin::kMinimum, OptionsTable::maximum_minimum);
  op.input(int8s({1}, 0.5F, 0)).input(int8s({1}, 0.25F, 0)).output(int8s({1}, 0.5F, 0));
  EXPECT_EQ(op.plan(), Reason::scales_differ);
}

}  // namespace
}  // namespace tadpole::device
