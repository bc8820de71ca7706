// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(FloorDiv, RoundsTowardMinusInfinity) {
  TestOp op(builtin::kFloorDiv, OptionsTable::floor_div);
  op.input(int32s({5}, {7, -7, 7, -8, 5})).input(int32s({5}, {2, 2, -2, 2, 0})).output(int32s({5}));
  EXPECT_EQ(op.answer<std::int32_t>(), (Int32s{3, -4, -4, -4, 0}));
}

TEST(FloorDiv, OfFloats) {
  TestOp op(builtin::kFloorDiv, OptionsTable::floor_div);
  op.input(real({2}, {7.5F, -7.5F})).input(real({2}, {2, 2})).output(real({2}));
  EXPECT_EQ(op.answer<float>(), (Reals{3, -4}));
}

}  // namespace
}  // namespace tadpole::device
