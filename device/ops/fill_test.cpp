// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Fill, RepeatsAValue) {
  TestOp op(builtin::kFill, OptionsTable::fill);
  op.constant(int32s({1}, {3})).input(real({}, {2.5F})).output(real({3}));
  EXPECT_EQ(op.answer<float>(), (Reals{2.5F, 2.5F, 2.5F}));
}

TEST(Fill, RefusesSeveralValues) {
  TestOp op(builtin::kFill, OptionsTable::fill);
  op.constant(int32s({1}, {3})).input(real({2})).output(real({3}));
  EXPECT_EQ(op.plan(), Reason::input_shape);
}

}  // namespace
}  // namespace tadpole::device
