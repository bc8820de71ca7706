// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Cumsum, AlongAnAxis) {
  TestOp op(builtin::kCumsum, OptionsTable::cumsum);
  op.option<std::uint8_t>(0, 0).input(real({2, 2}, {1, 2, 3, 4})).constant(int32s({}, {0}));
  op.output(real({2, 2}));
  EXPECT_EQ(op.answer<float>(), (Reals{1, 2, 4, 6}));
}

TEST(Cumsum, ExclusiveAndFromBehind) {
  TestOp op(builtin::kCumsum, OptionsTable::cumsum);
  op.option<std::uint8_t>(0, 1).option<std::uint8_t>(1, 1);
  op.input(int32s({3}, {1, 2, 4})).constant(int32s({}, {-1})).output(int32s({3}));
  EXPECT_EQ(op.answer<std::int32_t>(), (Int32s{6, 4, 0}));
}

TEST(Cumsum, OfInt8IsRescaled) {
  TestOp op(builtin::kCumsum, OptionsTable::cumsum);
  op.option<std::uint8_t>(0, 0).input(int8s({3}, 0.5F, 2, {4, 6, 0})).constant(int32s({}, {0}));
  op.output(int8s({3}, 0.25F, 1));
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{5, 13, 9}));
}

}  // namespace
}  // namespace tadpole::device
