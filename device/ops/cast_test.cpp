// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Cast, CutsFractionsAndSaturates) {
  TestOp op(builtin::kCast, OptionsTable::cast);
  op.input(real({4}, {1.9F, -1.9F, 300, -1e20F})).output(int8s({4}, 0, 0));
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{1, -1, 127, -128}));
}

TEST(Cast, OfNumbersToTruth) {
  TestOp op(builtin::kCast, OptionsTable::cast);
  op.input(real({3}, {0, 0.25F, -1})).output(bools({3}));
  EXPECT_EQ(op.answer<std::uint8_t>(), (Bools{0, 1, 1}));
}

TEST(Cast, OfTruthToNumbers) {
  TestOp op(builtin::kCast, OptionsTable::cast);
  op.input(bools({2}, {0, 1})).output(real({2}));
  EXPECT_EQ(op.answer<float>(), (Reals{0, 1}));
}

}  // namespace
}  // namespace tadpole::device
