// SPDX-License-Identifier: Apache-2.0
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(ReluN1To1, CutsFloats) {
  TestOp op(builtin::kReluN1To1);
  op.input(real({3}, {-3.0F, 0.5F, 2.0F})).output(real({3}));
  EXPECT_EQ(op.answer<float>(), (Reals{-1.0F, 0.5F, 1.0F}));
}

TEST(ReluN1To1, CutsInt8) {
  TestOp op(builtin::kReluN1To1);
  op.input(int8s({3}, 0.5F, 0, {-6, 1, 6})).output(int8s({3}, 0.125F, 2));
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{-6, 6, 10}));
}

}  // namespace
}  // namespace tadpole::device
