// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(GatherNd, PicksByRowsOfNumbers) {
  TestOp op(builtin::kGatherNd, OptionsTable::gather_nd);
  op.input(real({2, 2}, {1, 2, 3, 4})).input(int32s({3, 2}, {1, 0, 0, 1, 0, -1})).output(real({3}));
  EXPECT_EQ(op.answer<float>(), (Reals{3, 2, 0}));
}

TEST(GatherNd, PicksWholeSlices) {
  TestOp op(builtin::kGatherNd, OptionsTable::gather_nd);
  op.input(real({2, 2}, {1, 2, 3, 4})).input(int32s({1, 1}, {1})).output(real({1, 2}));
  EXPECT_EQ(op.answer<float>(), (Reals{3, 4}));
}

}  // namespace
}  // namespace tadpole::device
