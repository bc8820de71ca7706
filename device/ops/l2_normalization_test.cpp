// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(L2Normalization, MakesRowsOfLengthOne) {
  TestOp op(builtin::kL2Normalization, OptionsTable::l2_norm);
  op.input(real({2, 2}, {3, 4, 0, 0})).output(real({2, 2}));
  EXPECT_EQ(op.answer<float>(), (Reals{0.6F, 0.8F, 0, 0}));
}

TEST(L2Normalization, OfInt8InStepsOfAHundredTwentyEighth) {
  TestOp op(builtin::kL2Normalization, OptionsTable::l2_norm);
  op.input(int8s({2}, 0.5F, 10, {40, -30})).output(int8s({2}, 1.0F / 128.0F, 0));
  // 30 and -40 of 50: 76.8 and -102.4 steps
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{77, -102}));
}

TEST(L2Normalization, RefusesAnotherOutputScale) {
  TestOp op(builtin::kL2Normalization, OptionsTable::l2_norm);
  op.input(int8s({2}, 0.5F, 10)).output(int8s({2}, 0.5F, 0));
  EXPECT_EQ(op.plan(), Reason::l2_output);
}

}  // namespace
}  // namespace tadpole::device
