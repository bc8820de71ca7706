// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(ZerosLike, HasTheInputsShapeAndNothingInIt) {
  TestOp op(builtin::kZerosLike, OptionsTable::zeros_like);
  op.input(int32s({2}, {7, 8})).output(int32s({2}, {3, 4}));
  EXPECT_EQ(op.answer<std::int32_t>(), (Int32s{0, 0}));
}

}  // namespace
}  // namespace tadpole::device
