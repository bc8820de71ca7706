// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Cos, IsOneAtZeroAndZeroAtAQuarterTurn) {
  TestOp op(builtin::kCos, OptionsTable::cos);
  op.input(real({5}, {0.0F, 1.5707963F, 3.1415927F, 1.0471976F, 100.0F})).output(real({5}));
  const Reals answer = op.answer<float>();
  const Reals wanted = {1.0F, 0.0F, -1.0F, 0.5F, 0.86231887F};
  for (std::size_t i = 0; i < wanted.size(); ++i) EXPECT_NEAR(answer[i], wanted[i], 1e-7F) << i;
}

TEST(Cos, RefusesOtherNumbersThanFloat) {
  TestOp op(builtin::kCos, OptionsTable::cos);
  op.input(tensor_of<std::uint8_t>(DType::uint8, {1}, {})).output(real({1}));
  EXPECT_EQ(op.plan(), Reason::input_type);
}

}  // namespace
}  // namespace tadpole::device
