// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Ceil, RoundsUp) {
  TestOp op(builtin::kCeil);
  op.input(real({4}, {-1.5F, -0.25F, 0.75F, 2.0F})).output(real({4}));
  EXPECT_EQ(op.answer<float>(), (Reals{-1.0F, 0.0F, 1.0F, 2.0F}));
}

}  // namespace
}  // namespace tadpole::device
