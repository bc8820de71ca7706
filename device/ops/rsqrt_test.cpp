// SPDX-License-Identifier: Apache-2.0
#include "device/ops/inverse_sqrt.h"
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(Rsqrt, OfFloats) {
  TestOp op(builtin::kRsqrt);
  op.input(real({2}, {4.0F, 0.25F})).output(real({2}));
  EXPECT_EQ(op.answer<float>(), (Reals{0.5F, 2.0F}));
}

TEST(Rsqrt, OfInt8IsTheNearestStepAndZeroTheLargest) {
  TestOp op(builtin::kRsqrt);
  op.input(int8s({4}, 1.0F, -128, {-128, -127, -124, -28})).output(int8s({4}, 1.0F / 100.0F, 0));
  // 1 / sqrt(0), of 1, of 4, of 100
  EXPECT_EQ(op.answer<std::int8_t>(), (Int8s{127, 100, 50, 10}));
}

}  // namespace
}  // namespace tadpole::device
