// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(MirrorPad, ReflectsWithAndWithoutTheEdge) {
  TestOp without(builtin::kMirrorPad, OptionsTable::mirror_pad);
  without.option<std::int8_t>(0, 0).input(real({3}, {1, 2, 3})).constant(int32s({1, 2}, {2, 1}));
  without.output(real({6}));
  EXPECT_EQ(without.answer<float>(), (Reals{3, 2, 1, 2, 3, 2}));
  TestOp with(builtin::kMirrorPad, OptionsTable::mirror_pad);
  with.option<std::int8_t>(0, 1).input(real({3}, {1, 2, 3})).constant(int32s({1, 2}, {2, 1}));
  with.output(real({6}));
  EXPECT_EQ(with.answer<float>(), (Reals{2, 1, 1, 2, 3, 3}));
}

TEST(MirrorPad, RefusesABorderWiderThanTheTensor) {
  TestOp op(builtin::kMirrorPad, OptionsTable::mirror_pad);
  op.option<std::int8_t>(0, 0).input(real({3})).constant(int32s({1, 2}, {3, 0})).output(real({6}));
  EXPECT_EQ(op.plan(), Reason::paddings);
}

}  // namespace
}  // namespace tadpole::device
