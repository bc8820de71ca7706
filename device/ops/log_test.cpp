// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Log, OfFloats) {
  TestOp op(builtin::kLog);
  op.input(real({4}, {1.0F, 2.7182818F, 0.001F, 1e+30F})).output(real({4}));
  const Reals answer = op.answer<float>();
  const Reals wanted = {0.0F, 1.0F, -6.9077553F, 69.077553F};
  for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_NEAR(answer[i], wanted[i], 5e-6F) << i;
}

TEST(Log, OfInt8IsRoundedAndZeroIsTheSmallest) {
  TestOp op(builtin::kLog);
  op.input(int8s({3}, 1.0F, 0, {1, 10, 0})).output(int8s({3}, 0.1F, 0));
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{0, 23, -128}));
}

}  // namespace
}  // namespace tadpole::device
