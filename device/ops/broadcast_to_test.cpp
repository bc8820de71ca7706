// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(BroadcastTo, RepeatsAlongAxesOfSizeOne) {
  TestOp op(builtin::kBroadcastTo, OptionsTable::broadcast_to);
  op.input(real({2, 1}, {1, 2})).constant(int32s({3}, {2, 2, 2})).output(real({2, 2, 2}));
  EXPECT_EQ(op.answer<float>(), (Reals{1, 1, 2, 2, 1, 1, 2, 2}));
}

TEST(BroadcastTo, RefusesAnotherSize) {
  TestOp op(builtin::kBroadcastTo, OptionsTable::broadcast_to);
  op.input(real({2})).constant(int32s({1}, {3})).output(real({3}));
  EXPECT_EQ(op.plan(), Reason::broadcast);
}

}  // namespace
}  // namespace tadpole::device
