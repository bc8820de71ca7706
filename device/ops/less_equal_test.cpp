// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(LessEqual, OfNumbersAgainstOne) {
  TestOp op(builtin::kLessEqual, OptionsTable::less_equal);
  op.input(real({3}, {1, 2, 3})).constant(real({1}, {2})).output(bools({3}));
  EXPECT_EQ(op.answer<std::uint8_t>(), (Bools{1, 1, 0}));
}

TEST(LessEqual, OfInt8ComparesWhatIsMeant) {
  TestOp op(builtin::kLessEqual, OptionsTable::less_equal);
  op.input(int8s({3}, 0.5F, 0, {-20, 10, 40})).constant(int8s({1}, 0.25F, -10, {10}));
  op.output(bools({3}));
  EXPECT_EQ(op.answer<std::uint8_t>(), (Bools{1, 1, 0}));
}

TEST(LessEqual, OfInt64) {
  TestOp op(builtin::kLessEqual, OptionsTable::less_equal);
  op.input(int64s({3}, {1, 2, 3})).input(int64s({3}, {2, 2, 2})).output(bools({3}));
  EXPECT_EQ(op.answer<std::uint8_t>(), (Bools{1, 1, 0}));
}

}  // namespace
}  // namespace tadpole::device
