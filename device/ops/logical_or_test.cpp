// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(LogicalOr, OfTwoBools) {
  TestOp op(builtin::kLogicalOr, OptionsTable::logical_or);
  op.input(bools({4}, {0, 0, 1, 1})).input(bools({4}, {0, 1, 0, 1})).output(bools({4}));
  EXPECT_EQ(op.answer<std::uint8_t>(), (Bools{0, 1, 1, 1}));
}

TEST(LogicalOr, RefusesNumbers) {
  TestOp op(builtin::kLogicalOr, OptionsTable::logical_or);
  op.input(real({1})).input(real({1})).output(bools({1}));
  EXPECT_EQ(op.plan(), Reason::input_type);
}

}  // namespace
}  // namespace tadpole::device
