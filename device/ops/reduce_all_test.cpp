// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(ReduceAll, AlongAnAxis) {
  TestOp op(builtin::kReduceAll, OptionsTable::reducer);
  op.input(bools({2, 2}, {1, 1, 0, 1})).constant(int32s({1}, {1})).output(bools({2}));
  EXPECT_EQ(op.answer<std::uint8_t>(), (Bools{1, 0}));
}

}  // namespace
}  // namespace tadpole::device
