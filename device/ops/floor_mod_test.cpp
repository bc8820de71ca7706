// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(FloorMod, HasTheSignOfTheDivisor) {
  TestOp op(builtin::kFloorMod, OptionsTable::floor_mod);
  op.input(int32s({4}, {7, -7, 7, 5})).input(int32s({4}, {3, 3, -3, 0})).output(int32s({4}));
  EXPECT_EQ(op.answer<std::int32_t>(), (Int32s{1, 2, -2, 0}));
}

TEST(FloorMod, OfFloats) {
  TestOp op(builtin::kFloorMod, OptionsTable::floor_mod);
  op.input(real({3}, {7.5F, -7.5F, 1e6F})).input(real({3}, {2, 2, 0.75F})).output(real({3}));
  EXPECT_EQ(op.answer<float>(), (Reals{1.5F, 0.5F, 0.25F}));
}

}  // namespace
}  // namespace tadpole::device
