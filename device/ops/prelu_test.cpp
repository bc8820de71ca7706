// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Prelu, OfFloatsWithOneSlopePerChannel) {
  TestOp op(builtin::kPrelu);
  op.input(real({2, 2}, {1, -1, -2, 2})).constant(real({2}, {0.5F, 0.25F})).output(real({2, 2}));
  EXPECT_EQ(op.answer<float>(), (Reals{1, -0.25F, -1, 2}));
}

TEST(Prelu, OfInt8) {
  TestOp op(builtin::kPrelu);
  op.input(int8s({3}, 0.5F, 0, {8, -8, -8})).constant(int8s({3}, 0.25F, 0, {2, 2, -4}));
  op.output(int8s({3}, 0.5F, 1));
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{9, -3, 9}));
}

TEST(Prelu, RefusesSixteenBits) {
  TestOp op(builtin::kPrelu);
  const auto halves = tensor_of<std::int16_t>(DType::int16, {1}, {}, 1.0F);
  op.input(halves).constant(halves).output(halves);
  EXPECT_EQ(op.plan(), Reason::input_type);
}

}  // namespace
}  // namespace tadpole::device
