// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Greater, OfNumbersAgainstOne) {
  TestOp op(builtin::kGreater, OptionsTable::greater);
  op.input(real({3}, {1, 2, 3})).constant(real({1}, {2})).output(bools({3}));
  EXPECT_EQ(op.answer<std::uint8_t>(), (Bools{0, 0, 1}));
}

TEST(Greater, OfInt8ComparesWhatIsMeant) {
  TestOp op(builtin::kGreater, OptionsTable::greater);
  op.input(int8s({3}, 0.5F, 0, {-20, 10, 40})).constant(int8s({1}, 0.25F, -10, {10}));
  op.output(bools({3}));
  EXPECT_EQ(op.answer<std::uint8_t>(), (Bools{0, 0, 1}));
}

TEST(Greater, OfInt64) {
  TestOp op(builtin::kGreater, OptionsTable::greater);
  op.input(int64s({3}, {1, 2, 3})).input(int64s({3}, {2, 2, 2})).output(bools({3}));
  EXPECT_EQ(op.answer<std::uint8_t>(), (Bools{0, 0, 1}));
}

}  // namespace
}  // namespace tadpole::device
