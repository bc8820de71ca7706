// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(ArgMin, AlongEitherAxis) {
  TestOp columns(builtin::kArgMin, OptionsTable::arg_min);
  columns.input(real({2, 3}, {1, -2, 3, 4, -5, 9})).constant(int32s({}, {0})).output(int32s({3}));
  EXPECT_EQ(columns.answer<std::int32_t>(), (Int32s{0, 1, 0}));
  TestOp rows(builtin::kArgMin, OptionsTable::arg_min);
  rows.input(real({2, 3}, {1, -2, 3, 4, -5, 9})).constant(int32s({1}, {-1})).output(int64s({2}));
  EXPECT_EQ(rows.answer<std::int64_t>(), (std::vector<std::int64_t>{1, 1}));
}

TEST(ArgMin, OfEqualsTheFirst) {
  TestOp op(builtin::kArgMin, OptionsTable::arg_min);
  op.input(int8s({3}, 1.0F, 0, {7, 7, 7})).constant(int32s({}, {0})).output(int32s({}));
  EXPECT_EQ(op.answer<std::int32_t>(), (Int32s{0}));
}

TEST(ArgMin, RefusesAnAxisThatIsNotThere) {
  TestOp op(builtin::kArgMin, OptionsTable::arg_min);
  op.input(real({3})).constant(int32s({}, {1})).output(int32s({}));
  EXPECT_EQ(op.plan(), Reason::axis);
}

}  // namespace
}  // namespace tadpole::device
