// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(ArgMax, AlongEitherAxis) {
  TestOp columns(builtin::kArgMax, OptionsTable::arg_max);
  columns.input(real({2, 3}, {1, -2, 3, 4, -5, 9})).constant(int32s({}, {0})).output(int32s({3}));
  EXPECT_EQ(columns.answer<std::int32_t>(), (Int32s{1, 0, 1}));
  TestOp rows(builtin::kArgMax, OptionsTable::arg_max);
  rows.input(real({2, 3}, {1, -2, 3, 4, -5, 9})).constant(int32s({1}, {-1})).output(int64s({2}));
  EXPECT_EQ(rows.answer<std::int64_t>(), (std::vector<std::int64_t>{2, 2}));
}

TEST(ArgMax, OfEqualsTheFirst) {
  TestOp op(builtin::kArgMax, OptionsTable::arg_max);
  op.input(int8s({3}, 1.0F, 0, {7, 7, 7})).constant(int32s({}, {0})).output(int32s({}));
  EXPECT_EQ(op.answer<std::int32_t>(), (Int32s{0}));
}

TEST(ArgMax, RefusesAnAxisThatIsNotThere) {
  TestOp op(builtin::kArgMax, OptionsTable::arg_max);
  op.input(real({3})).constant(int32s({}, {1})).output(int32s({}));
  EXPECT_EQ(op.plan(), Reason::axis);
}

}  // namespace
}  // namespace tadpole::device
