// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(ExpandDims, KeepsTheNumbers) {
  TestOp op(builtin::kExpandDims, OptionsTable::expand_dims);
  op.input(real({1, 2}, {1, 2})).constant(int32s({}, {0})).output(real({1, 1, 2}));
  EXPECT_EQ(op.answer<float>(), (Reals{1, 2}));
}

}  // namespace
}  // namespace tadpole::device
