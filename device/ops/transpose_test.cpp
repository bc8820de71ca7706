// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Transpose, OfAMatrix) {
  TestOp op(builtin::kTranspose, OptionsTable::transpose);
  op.input(int8s({2, 3}, 1.0F, 0, {1, 2, 3, 4, 5, 6})).constant(int32s({2}, {1, 0}));
  op.output(int8s({3, 2}, 1.0F, 0));
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{1, 4, 2, 5, 3, 6}));
}

TEST(Transpose, OfThreeAxes) {
  TestOp op(builtin::kTranspose, OptionsTable::transpose);
  op.input(real({2, 2, 2}, {0, 1, 2, 3, 4, 5, 6, 7})).constant(int32s({3}, {2, 0, 1}));
  op.output(real({2, 2, 2}));
  EXPECT_EQ(op.answer<float>(), (Reals{0, 2, 4, 6, 1, 3, 5, 7}));
}

TEST(Transpose, RefusesAnAxisThatIsNamedTwice) {
  TestOp op(builtin::kTranspose, OptionsTable::transpose);
  op.input(real({2, 2})).constant(int32s({2}, {1, 1})).output(real({2, 2}));
  EXPECT_EQ(op.plan(), Reason::permutation);
}

}  // namespace
}  // namespace tadpole::device
