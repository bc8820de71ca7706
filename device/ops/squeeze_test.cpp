// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Squeeze, KeepsTheNumbers) {
  TestOp op(builtin::kSqueeze, OptionsTable::squeeze);
  op.input(real({1, 2}, {1, 2})).output(real({2}));
  EXPECT_EQ(op.answer<float>(), (Reals{1, 2}));
}

TEST(Squeeze, RefusesAnotherNumberOfThem) {
  TestOp op(builtin::kSqueeze, OptionsTable::squeeze);
  op.input(real({1, 2})).output(real({3}));
  EXPECT_EQ(op.plan(), Reason::output_shape);
}

}  // namespace
}  // namespace tadpole::device
