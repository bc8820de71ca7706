// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(SplitV, CutsPartsOfGivenLengths) {
  TestOp op(builtin::kSplitV, OptionsTable::split_v);
  op.input(int32s({2, 3}, {1, 2, 3, 4, 5, 6})).constant(int32s({2}, {1, -1}));
  op.constant(int32s({}, {1})).output(int32s({2, 1})).output(int32s({2, 2}));
  EXPECT_EQ(op.answer<std::int32_t>(), (Int32s{1, 4}));
  EXPECT_EQ(op.values<std::int32_t>(1), (Int32s{2, 3, 5, 6}));
}

TEST(SplitV, RefusesLengthsThatAreNotTheOutputs) {
  TestOp op(builtin::kSplitV, OptionsTable::split_v);
  op.input(int32s({3})).constant(int32s({2}, {1, 2})).constant(int32s({}, {0}));
  op.output(int32s({2})).output(int32s({1}));
  EXPECT_EQ(op.plan(), Reason::output_shape);
}

}  // namespace
}  // namespace tadpole::device
