// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(ReduceMin, AlongAnAxis) {
  TestOp op(builtin::kReduceMin, OptionsTable::reducer);
  op.option<std::uint8_t>(0, 0)
      .input(real({2, 3}, {1, -2, 3, 4, 5, -6}))
      .constant(int32s({1}, {1}));
  op.output(real({2}));
  EXPECT_EQ(op.answer<float>(), (Reals{-2, -6}));
}

TEST(ReduceMin, OfInt8) {
  TestOp op(builtin::kReduceMin, OptionsTable::reducer);
  op.option<std::uint8_t>(0, 1)
      .input(int8s({2, 2}, 0.5F, 3, {4, 9, -5, 1}))
      .constant(int32s({1}, {-1}));
  op.output(int8s({2, 1}, 0.5F, 3));
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{4, -5}));
}

}  // namespace
}  // namespace tadpole::device
