// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Sum, AlongAnAxis) {
  TestOp op(builtin::kSum, OptionsTable::reducer);
  op.option<std::uint8_t>(0, 0)
      .input(real({2, 3}, {1, -2, 3, 4, 5, -6}))
      .constant(int32s({1}, {0}));
  op.output(real({3}));
  EXPECT_EQ(op.answer<float>(), (Reals{5, 3, -3}));
}

TEST(Sum, OverAllAxes) {
  TestOp op(builtin::kSum, OptionsTable::reducer);
  op.option<std::uint8_t>(0, 0)
      .input(real({2, 3}, {1, -2, 3, 4, 5, -6}))
      .constant(int32s({2}, {0, 1}));
  op.output(real({}));
  EXPECT_EQ(op.answer<float>(), (Reals{5}));
}

TEST(Sum, OfInt8) {
  TestOp op(builtin::kSum, OptionsTable::reducer);
  op.option<std::uint8_t>(0, 1)
      .input(int8s({2, 2}, 0.5F, 3, {4, 9, -5, 1}))
      .constant(int32s({1}, {-1}));
  op.output(int8s({2, 1}, 1.0F, 0));
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{4, -5}));
}

TEST(Sum, OfWholeNumbers) {
  TestOp op(builtin::kSum, OptionsTable::reducer);
  op.input(int32s({3}, {1, 2, 39})).constant(int32s({1}, {0})).output(int32s({}));
  EXPECT_EQ(op.answer<std::int32_t>(), (Int32s{42}));
}

}  // namespace
}  // namespace tadpole::device
