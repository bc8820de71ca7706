// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Shape, GivesTheLengthsOfTheAxes) {
  TestOp op(builtin::kShape, OptionsTable::shape);
  op.input(real({2, 3})).output(int32s({2}));
  EXPECT_EQ(op.answer<std::int32_t>(), (Int32s{2, 3}));
  TestOp wide(builtin::kShape, OptionsTable::shape);
  wide.input(real({2, 3})).output(int64s({2}));
  EXPECT_EQ(wide.answer<std::int64_t>(), (std::vector<std::int64_t>{2, 3}));
}

}  // namespace
}  // namespace tadpole::device
