// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(ReverseV2, TurnsOneAxisOrBoth) {
  TestOp one(builtin::kReverseV2, OptionsTable::reverse_v2);
  one.input(real({2, 2}, {1, 2, 3, 4})).constant(int32s({1}, {-1})).output(real({2, 2}));
  EXPECT_EQ(one.answer<float>(), (Reals{2, 1, 4, 3}));
  TestOp both(builtin::kReverseV2, OptionsTable::reverse_v2);
  both.input(real({2, 2}, {1, 2, 3, 4})).constant(int32s({2}, {0, 1})).output(real({2, 2}));
  EXPECT_EQ(both.answer<float>(), (Reals{4, 3, 2, 1}));
}

}  // namespace
}  // namespace tadpole::device
