// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Abs, OfFloats) {
  TestOp op(builtin::kAbs, OptionsTable::abs);
  op.input(real({2}, {-3.0F, 0.5F})).output(real({2}));
  EXPECT_EQ(op.answer<float>(), (Reals{3.0F, 0.5F}));
}

TEST(Abs, OfInt8IsRescaledFromZeroPointToZeroPoint) {
  TestOp op(builtin::kAbs, OptionsTable::abs);
  op.input(int8s({3}, 0.5F, 10, {10, 4, 30})).output(int8s({3}, 0.25F, -128));
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{-128, -116, -88}));
}

TEST(Abs, OfSixteenBits) {
  TestOp op(builtin::kAbs, OptionsTable::abs);
  op.input(tensor_of<std::int16_t>(DType::int16, {2}, {-32768, 5}))
      .output(tensor_of<std::int16_t>(DType::int16, {2}, {}));
  EXPECT_EQ(op.answer<std::int16_t>(), (std::vector<std::int16_t>{32767, 5}));
}

}  // namespace
}  // namespace tadpole::device
