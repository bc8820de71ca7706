// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Sqrt, OfSquaresIsExactAndOfNegativesNoNumber) {
  TestOp op(builtin::kSqrt);
  op.input(real({4}, {0.0F, 9.0F, 2.0F, -1.0F})).output(real({4}));
  const Reals answer = op.answer<float>();
  EXPECT_EQ(answer[0], 0.0F);
  EXPECT_EQ(answer[1], 3.0F);
  EXPECT_EQ(answer[2], 1.41421356F);
  EXPECT_NE(answer[3], answer[3]);
}

}  // namespace
}  // namespace tadpole::device
