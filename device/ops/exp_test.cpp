// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Exp, OfFloats) {
  TestOp op(builtin::kExp, OptionsTable::exp);
  op.input(real({3}, {0.0F, 1.0F, -1.0F})).output(real({3}));
  const Reals answer = op.answer<float>();
  const Reals wanted = {1.0F, 2.7182818F, 0.36787944F};
  for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_NEAR(answer[i], wanted[i], 3e-7F) << i;
}

TEST(Exp, OfInt8IsRoundedToTheOutputsScale) {
  TestOp op(builtin::kExp, OptionsTable::exp);
  op.input(int8s({3}, 0.5F, 1, {1, 3, -128})).output(int8s({3}, 0.25F, -100));
  // exp(0) = 1 is 4 steps, exp(1) = 2.718 is 10.87 steps.
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{-96, -89, -100}));
}

}  // namespace
}  // namespace tadpole::device
