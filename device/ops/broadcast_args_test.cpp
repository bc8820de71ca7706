// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(BroadcastArgs, TakesTheLongerOfEachAxisCountedFromTheBack) {
  TestOp op(builtin::kBroadcastArgs);
  op.input(int32s({2}, {3, 1})).input(int32s({3}, {2, 1, 5})).output(int32s({3}));
  EXPECT_EQ(op.answer<std::int32_t>(), (Int32s{2, 3, 5}));
}

TEST(BroadcastArgs, OfInt64) {
  TestOp op(builtin::kBroadcastArgs);
  op.input(int64s({2}, {4, 1})).input(int64s({1}, {7})).output(int64s({2}));
  EXPECT_EQ(op.answer<std::int64_t>(), (std::vector<std::int64_t>{4, 7}));
}

TEST(BroadcastArgs, RefusesMixedTypesAndAnotherLength) {
  TestOp mixed(builtin::kBroadcastArgs);
  mixed.input(int32s({1}, {1})).input(int64s({1}, {1})).output(int32s({1}));
  EXPECT_EQ(mixed.plan(), Reason::input_type);
  TestOp length(builtin::kBroadcastArgs);
  length.input(int32s({1}, {1})).input(int32s({2}, {1, 1})).output(int32s({1}));
  EXPECT_EQ(length.plan(), Reason::output_shape);
}

}  // namespace
}  // namespace tadpole::device
