// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Slice, CutsABox) {
  TestOp op(builtin::kSlice, OptionsTable::slice);
  op.input(int32s({2, 3}, {1, 2, 3, 4, 5, 6})).constant(int32s({2}, {0, 1}));
  op.constant(int32s({2}, {-1, 2})).output(int32s({2, 2}));
  EXPECT_EQ(op.answer<std::int32_t>(), (Int32s{2, 3, 5, 6}));
}

TEST(Slice, RefusesABoxThatReachesOutside) {
  TestOp op(builtin::kSlice, OptionsTable::slice);
  op.input(int32s({3})).constant(int32s({1}, {2})).constant(int32s({1}, {2})).output(int32s({2}));
  EXPECT_EQ(op.plan(), Reason::slice);
}

}  // namespace
}  // namespace tadpole::device
