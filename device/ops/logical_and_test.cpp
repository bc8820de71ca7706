// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(LogicalAnd, OfTwoBools) {
  TestOp op(builtin::kLogicalAnd, OptionsTable::logical_and);
  op.input(bools({4}, {0, 0, 1, 1})).input(bools({4}, {0, 1, 0, 1})).output(bools({4}));
  EXPECT_EQ(op.answer<std::uint8_t>(), (Bools{0, 0, 0, 1}));
}

TEST(LogicalAnd, RefusesNumbers) {
  TestOp op(builtin::kLogicalAnd, OptionsTable::logical_and);
  op.input(real({1})).input(real({1})).output(bools({1}));
  EXPECT_EQ(op.plan(), Reason::input_type);
}

}  // namespace
}  // namespace tadpole::device
