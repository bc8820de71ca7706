// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(L2Pool2d, IsTheRootOfTheMeanSquare) {
  TestOp op(builtin::kL2Pool2d, OptionsTable::pool_2d);
  op.option<std::int8_t>(0, 1).option<std::int32_t>(1, 1).option<std::int32_t>(2, 1);
  op.option<std::int32_t>(3, 2).option<std::int32_t>(4, 1);
  op.input(real({1, 1, 3, 1}, {1, 7, 1})).output(real({1, 1, 2, 1}));
  EXPECT_EQ(op.answer<float>(), (Reals{5, 5}));
}

TEST(L2Pool2d, RefusesInt8) {
  TestOp op(builtin::kL2Pool2d, OptionsTable::pool_2d);
  op.input(int8s({1, 1, 3, 1}, 1.0F, 0)).output(int8s({1, 1, 2, 1}, 1.0F, 0));
  EXPECT_EQ(op.plan(), Reason::input_type);
}

}  // namespace
}  // namespace tadpole::device
