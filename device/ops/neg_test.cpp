// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Neg, TurnsTheSign) {
  TestOp op(builtin::kNeg, OptionsTable::neg);
  op.input(real({2}, {-3.0F, 0.5F})).output(real({2}));
  EXPECT_EQ(op.answer<float>(), (Reals{3.0F, -0.5F}));
}

TEST(Neg, OfWholeNumbers) {
  TestOp op(builtin::kNeg, OptionsTable::neg);
  op.input(int32s({2}, {7, -8})).output(int32s({2}));
  EXPECT_EQ(op.answer<std::int32_t>(), (Int32s{-7, 8}));
}

}  // namespace
}  // namespace tadpole::device
