// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(SpaceToBatchNd, DealsPixelsOutWithABorderOfTheZeroPoint) {
  TestOp op(builtin::kSpaceToBatchNd, OptionsTable::space_to_batch_nd);
  op.input(int8s({1, 3, 1}, 1.0F, -9, {1, 2, 3})).constant(int32s({1}, {2}));
  op.constant(int32s({1, 2}, {1, 0})).output(int8s({2, 2, 1}, 1.0F, -9));
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{-9, 2, 1, 3}));
}

TEST(SpaceToBatchNd, IsTheWayBackOfBatchToSpace) {
  TestOp op(builtin::kSpaceToBatchNd, OptionsTable::space_to_batch_nd);
  op.input(real({1, 2, 4, 1}, {1, 3, 2, 4, 5, 7, 6, 8})).constant(int32s({2}, {2, 2}));
  op.constant(int32s({2, 2}, {0, 0, 0, 0})).output(real({4, 1, 2, 1}));
  EXPECT_EQ(op.answer<float>(), (Reals{1, 2, 3, 4, 5, 6, 7, 8}));
}

}  // namespace
}  // namespace tadpole::device
