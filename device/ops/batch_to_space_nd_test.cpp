// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(BatchToSpaceNd, LaysBatchesOutAndCutsTheBorder) {
  TestOp op(builtin::kBatchToSpaceNd, OptionsTable::batch_to_space_nd);
  op.input(real({4, 1, 2, 1}, {1, 2, 3, 4, 5, 6, 7, 8})).constant(int32s({2}, {2, 2}));
  op.constant(int32s({2, 2}, {0, 0, 1, 0})).output(real({1, 2, 3, 1}));
  // The whole image is 1 3 2 4 over 5 7 6 8.
  EXPECT_EQ(op.answer<float>(), (Reals{3, 2, 4, 7, 6, 8}));
}

TEST(BatchToSpaceNd, RefusesBatchesThatAreNoBlocks) {
  TestOp op(builtin::kBatchToSpaceNd, OptionsTable::batch_to_space_nd);
  op.input(real({3, 1, 2, 1})).constant(int32s({2}, {2, 2})).constant(int32s({2, 2}));
  op.output(real({1, 2, 4, 1}));
  EXPECT_EQ(op.plan(), Reason::block);
}

}  // namespace
}  // namespace tadpole::device
