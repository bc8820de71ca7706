// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(SelectV2, ChoosesBetweenATensorAndOneNumber) {
  TestOp op(builtin::kSelectV2, OptionsTable::select_v2);
  op.input(bools({2, 1}, {1, 0})).input(real({2, 2}, {1, 2, 3, 4})).constant(real({}, {-1}));
  op.output(real({2, 2}));
  EXPECT_EQ(op.answer<float>(), (Reals{1, 2, -1, -1}));
}

TEST(SelectV2, RefusesAConditionOfNumbers) {
  TestOp op(builtin::kSelectV2, OptionsTable::select_v2);
  op.input(real({1})).input(real({1})).input(real({1})).output(real({1}));
  EXPECT_EQ(op.plan(), Reason::input_type);
}

}  // namespace
}  // namespace tadpole::device
