// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(DynamicUpdateSlice, WritesTheBoxOver) {
  TestOp op(builtin::kDynamicUpdateSlice);
  op.input(real({3, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9})).input(real({2, 1}, {-1, -2}));
  op.input(int32s({2}, {1, 1})).output(real({3, 3}));
  EXPECT_EQ(op.answer<float>(), (Reals{1, 2, 3, 4, -1, 6, 7, -2, 9}));
}

TEST(DynamicUpdateSlice, ABoxThatWouldLeaveIsMovedInside) {
  TestOp op(builtin::kDynamicUpdateSlice);
  op.input(int32s({2, 3}, {1, 2, 3, 4, 5, 6})).input(int32s({1, 2}, {8, 9}));
  op.input(int64s({2}, {5, -7})).output(int32s({2, 3}));
  EXPECT_EQ(op.answer<std::int32_t>(), (Int32s{1, 2, 3, 8, 9, 6}));
  op.set_input<std::int64_t>(2, {-1, 2});
  op.run();
  EXPECT_EQ(op.values<std::int32_t>(), (Int32s{1, 8, 9, 4, 5, 6}));
}

TEST(DynamicUpdateSlice, AWholeUpdateIsTheAnswer) {
  TestOp op(builtin::kDynamicUpdateSlice);
  op.input(int8s({2}, 0.5F, 1, {1, 2})).input(int8s({2}, 0.5F, 1, {3, 4}));
  op.input(int32s({1}, {1})).output(int8s({2}, 0.5F, 1));
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{3, 4}));
}

TEST(DynamicUpdateSlice, RefusesABoxThatIsLargerAndPlacesOfAnotherRank) {
  TestOp larger(builtin::kDynamicUpdateSlice);
  larger.input(real({2})).input(real({3})).input(int32s({1}, {0})).output(real({2}));
  EXPECT_EQ(larger.plan(), Reason::input_shape);
  TestOp place(builtin::kDynamicUpdateSlice);
  place.input(real({2})).input(real({1})).input(int32s({2}, {0, 0})).output(real({2}));
  EXPECT_EQ(place.plan(), Reason::index);
}

}  // namespace
}  // namespace tadpole::device
