// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(SpaceToDepth, TakesSquaresAsChannels) {
  TestOp op(builtin::kSpaceToDepth, OptionsTable::space_to_depth);
  op.option<std::int32_t>(0, 2).input(real({1, 2, 4, 1}, {1, 2, 5, 6, 3, 4, 7, 8}));
  op.output(real({1, 1, 2, 4}));
  EXPECT_EQ(op.answer<float>(), (Reals{1, 2, 3, 4, 5, 6, 7, 8}));
}

TEST(SpaceToDepth, RefusesABlockOfZero) {
  TestOp op(builtin::kSpaceToDepth, OptionsTable::space_to_depth);
  op.option<std::int32_t>(0, 0).input(real({1, 2, 2, 1})).output(real({1, 1, 1, 4}));
  EXPECT_EQ(op.plan(), Reason::block);
}

}  // namespace
}  // namespace tadpole::device
