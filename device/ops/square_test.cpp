// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Square, MultipliesANumberByItself) {
  TestOp op(builtin::kSquare, OptionsTable::square);
  op.input(real({3}, {-3.0F, 0.0F, 0.5F})).output(real({3}));
  EXPECT_EQ(op.answer<float>(), (Reals{9.0F, 0.0F, 0.25F}));
}

}  // namespace
}  // namespace tadpole::device
