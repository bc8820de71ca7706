// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Gather, PicksRowsAndAPickOutsideGivesZeros) {
  TestOp op(builtin::kGather, OptionsTable::gather);
  op.input(real({3, 2}, {1, 2, 3, 4, 5, 6})).input(int32s({3}, {2, 0, 7})).output(real({3, 2}));
  EXPECT_EQ(op.answer<float>(), (Reals{5, 6, 1, 2, 0, 0}));
}

TEST(Gather, PicksWithinEachBatch) {
  TestOp op(builtin::kGather, OptionsTable::gather);
  op.option<std::int32_t>(0, 1).option<std::int32_t>(1, 1);
  op.input(int8s({2, 2}, 1.0F, 0, {1, 2, 3, 4})).input(int64s({2, 1}, {1, 0}));
  op.output(int8s({2, 1}, 1.0F, 0));
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{2, 3}));
}

TEST(Gather, RefusesAnAxisThatIsNotThere) {
  TestOp op(builtin::kGather, OptionsTable::gather);
  op.option<std::int32_t>(0, 2).input(real({3, 2})).input(int32s({1})).output(real({1, 2}));
  EXPECT_EQ(op.plan(), Reason::axis);
}

}  // namespace
}  // namespace tadpole::device
