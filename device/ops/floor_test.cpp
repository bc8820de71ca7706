// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Floor, RoundsDown) {
  TestOp op(builtin::kFloor);
  op.input(real({5}, {-1.5F, -0.25F, 0.75F, 2.0F, 16777216.0F})).output(real({5}));
  EXPECT_EQ(op.answer<float>(), (Reals{-2.0F, -1.0F, 0.0F, 2.0F, 16777216.0F}));
}

}  // namespace
}  // namespace tadpole::device
