// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Elu, FallsOffToMinusOne) {
  TestOp op(builtin::kElu);
  op.input(real({4}, {2.0F, 0.0F, -1.0F, -50.0F})).output(real({4}));
  const Reals answer = op.answer<float>();
  const Reals wanted = {2.0F, 0.0F, -0.63212056F, -1.0F};
  for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_NEAR(answer[i], wanted[i], 1e-7F) << i;
}

TEST(Elu, OfInt8ByATable) {
  TestOp op(builtin::kElu);
  op.input(int8s({4}, 0.1F, 0, {20, 0, -10, -128})).output(int8s({4}, 0.1F, -5));
  // exp(-1) - 1 = -0.632 is -6.3 steps; far below it is -10.
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{15, -5, -11, -15}));
}

}  // namespace
}  // namespace tadpole::device
