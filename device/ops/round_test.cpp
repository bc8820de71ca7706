// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Round, TakesTheEvenOneOfTwoNeighbours) {
  TestOp op(builtin::kRound);
  op.input(real({7}, {0.5F, 1.5F, 2.5F, -0.5F, -1.5F, 1.25F, -1.75F})).output(real({7}));
  EXPECT_EQ(op.answer<float>(), (Reals{0.0F, 2.0F, 2.0F, 0.0F, -2.0F, 1.0F, -2.0F}));
}

}  // namespace
}  // namespace tadpole::device
