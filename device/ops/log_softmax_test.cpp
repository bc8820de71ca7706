// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "device/ops/fixed_log.h"
#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

TEST(LogSoftmax, OfFloats) {
  TestOp op(builtin::kLogSoftmax, OptionsTable::log_softmax);
  op.input(real({1, 2}, {1, 1})).output(real({1, 2}));
  const Reals answer = op.answer<float>();
  EXPECT_NEAR(answer[0], -0.693147181F, 1e-7F);
  EXPECT_EQ(answer[0], answer[1]);
}

TEST(LogSoftmax, OfInt8IsWithinAStepOfTheRealOne) {
  TestOp op(builtin::kLogSoftmax, OptionsTable::log_softmax);
  const Int8s input = {-20, 0, 10, 40, 41, 127, 3, -128};
  op.input(int8s({1, 8}, 0.1F, 0, input)).output(int8s({1, 8}, 1.0F / 16.0F, 127));
  const Int8s answer = op.answer<std::int8_t>();
  double sum = 0;
  for (const int x : input) sum += std::exp(0.1 * x);
  for (std::size_t i = 0; i < input.size(); ++i) {
    const double real = 0.1 * input[i] - std::log(sum);
    EXPECT_NEAR(answer[i], std::max(-128.0, 127 + 16 * real), 0.51) << i;
  }
}

TEST(LogSoftmax, TheFixedLogarithmIsALogarithm) {
  constexpr double kOne = 1 << 19;       // Q12
  constexpr double kTolerance = 1 << 9;  // 2^-17 of 1 in Q5: the approximation's own error
  for (const std::int32_t x : {1 << 19, 1 << 20, 5 << 19, 123456789, 2000000000})
    EXPECT_NEAR(fixed_log_of_q12(x), std::log(x / kOne) * (1 << 26), kTolerance) << x;
}

}  // namespace
}  // namespace tadpole::device
