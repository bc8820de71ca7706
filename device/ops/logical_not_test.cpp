// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(LogicalNot, TurnsTruthOver) {
  TestOp op(builtin::kLogicalNot, OptionsTable::logical_not);
  op.input(bools({3}, {0, 1, 1})).output(bools({3}));
  EXPECT_EQ(op.answer<std::uint8_t>(), (Bools{1, 0, 0}));
}

TEST(LogicalNot, RefusesNumbers) {
  TestOp op(builtin::kLogicalNot, OptionsTable::logical_not);
  op.input(real({1})).output(bools({1}));
  EXPECT_EQ(op.plan(), Reason::input_type);
}

}  // namespace
}  // namespace tadpole::device
