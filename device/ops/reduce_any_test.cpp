// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(ReduceAny, AlongAnAxis) {
  TestOp op(builtin::kReduceAny, OptionsTable::reducer);
  op.input(bools({2, 2}, {0, 1, 0, 0})).constant(int32s({1}, {1})).output(bools({2}));
  EXPECT_EQ(op.answer<std::uint8_t>(), (Bools{1, 0}));
}

}  // namespace
}  // namespace tadpole::device
