// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Unpack, CutsAnAxisAway) {
  TestOp op(builtin::kUnpack, OptionsTable::unpack);
  op.option<std::int32_t>(1, -1).input(int32s({2, 2}, {1, 2, 3, 4}));
  op.output(int32s({2})).output(int32s({2}));
  EXPECT_EQ(op.answer<std::int32_t>(), (Int32s{1, 3}));
  EXPECT_EQ(op.values<std::int32_t>(1), (Int32s{2, 4}));
}

TEST(Unpack, RefusesAnotherNumberOfOutputs) {
  TestOp op(builtin::kUnpack, OptionsTable::unpack);
  op.option<std::int32_t>(1, 0).input(int32s({3})).output(int32s({})).output(int32s({}));
  EXPECT_EQ(op.plan(), Reason::output_count);
}

}  // namespace
}  // namespace tadpole::device
