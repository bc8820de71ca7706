// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Div, OfFloatsWithAFusedActivation) {
  TestOp op(builtin::kDiv, OptionsTable::div);
  op.option<std::int8_t>(0, 1).input(real({2}, {3, -4})).input(real({2}, {2, 2})).output(real({2}));
  EXPECT_EQ(op.answer<float>(), (Reals{1.5F, 0}));
}

TEST(Div, OfInt8) {
  TestOp op(builtin::kDiv, OptionsTable::div);
  op.input(int8s({4}, 0.5F, 0, {12, -12, 7, 0})).input(int8s({4}, 0.25F, -4, {4, 4, -10, 3}));
  op.output(int8s({4}, 0.25F, 3));
  // 6 / 2, -6 / 2, 3.5 / -1.5 = -2.33, 0 / 1.75 in steps of a quarter
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{15, -9, -6, 3}));
}

TEST(Div, ByAStoredZeroIsTheEndOfTheRange) {
  TestOp op(builtin::kDiv, OptionsTable::div);
  op.input(int8s({2}, 0.5F, 0, {12, -12})).input(int8s({2}, 0.25F, 4, {4, 4}));
  op.output(int8s({2}, 0.25F, 3));
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{127, -128}));
}

TEST(Div, OfWholeNumbersIsTowardZero) {
  TestOp op(builtin::kDiv, OptionsTable::div);
  op.input(int32s({3}, {7, -7, 5})).input(int32s({3}, {2, 2, 0})).output(int32s({3}));
  EXPECT_EQ(op.answer<std::int32_t>(), (Int32s{3, -3, std::numeric_limits<std::int32_t>::max()}));
}

}  // namespace
}  // namespace tadpole::device
