// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Pack, PutsTensorsSideBySide) {
  TestOp op(builtin::kPack, OptionsTable::pack);
  op.option<std::int32_t>(1, 1).input(int32s({2}, {1, 2})).input(int32s({2}, {3, 4}));
  op.output(int32s({2, 2}));
  EXPECT_EQ(op.answer<std::int32_t>(), (Int32s{1, 3, 2, 4}));
}

TEST(Pack, RefusesShapesThatDiffer) {
  TestOp op(builtin::kPack, OptionsTable::pack);
  op.option<std::int32_t>(1, 0).input(int32s({2})).input(int32s({3})).output(int32s({2, 2}));
  EXPECT_EQ(op.plan(), Reason::input_shape);
}

}  // namespace
}  // namespace tadpole::device
