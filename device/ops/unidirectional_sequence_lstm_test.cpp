// SPDX-License-Identifier: Apache-2.0
#include "device/ops/unidirectional_sequence_lstm.h"

#include <cmath>

#include "device/ops/test_op.h"

namespace tadpole::device {
namespace {

// One input, one unit; the weights of all gates are `w` (input) and 0.5 (hidden).
TestOp one_unit(float w, std::int32_t steps) {
  TestOp op(builtin::kUnidirectionalSequenceLstm, OptionsTable::unidirectional_sequence_lstm);
  op.option<std::int8_t>(0, 4).input(
      real({1, steps, 1}, Reals(static_cast<std::size_t>(steps), 1)));
  for (int i = 0; i < 4; ++i) op.constant(real({1, 1}, {w}));
  for (int i = 0; i < 4; ++i) op.constant(real({1, 1}, {0.5F}));
  op.left_out().left_out().left_out();
  for (int i = 0; i < 4; ++i) op.constant(real({1}, {0}));
  op.left_out().left_out().variable(real({1, 1})).variable(real({1, 1}));
  return op;
}

TEST(UnidirectionalSequenceLstm, FollowsTheEquations) {
  TestOp op = one_unit(2.0F, 3);
  op.output(real({1, 3, 1}));
  const Reals answer = op.answer<float>();
  double h = 0.0;
  double c = 0.0;
  for (const float y : answer) {
    const double sum = 2.0 + 0.5 * h;
    const double gate = 1.0 / (1.0 + std::exp(-sum));
    c = gate * c + gate * std::tanh(sum);
    h = gate * std::tanh(c);
    EXPECT_NEAR(y, h, 2e-6);
  }
}

TEST(UnidirectionalSequenceLstm, RemembersFromRunToRun) {
  TestOp long_run = one_unit(1.0F, 2);
  long_run.output(real({1, 2, 1}));
  const Reals both = long_run.answer<float>();
  TestOp step = one_unit(1.0F, 1);
  step.output(real({1, 1, 1}));
  EXPECT_EQ(step.answer<float>()[0], both[0]);
  step.run();
  EXPECT_EQ(step.values<float>()[0], both[1]);
}

TestTensor int16s(Dims dims, float scale, const std::vector<std::int16_t>& values = {}) {
  return tensor_of(DType::int16, dims, values, scale);
}

// Input 1 of scale 2^-8, all input weights 1, no memory: gate(1) * tanh(1), and of that the tanh.
TEST(UnidirectionalSequenceLstm, Of16BitsIsCloseToTheEquations) {
  TestOp op(builtin::kUnidirectionalSequenceLstm, OptionsTable::unidirectional_sequence_lstm);
  op.option<std::int8_t>(0, 4).input(int16s({1, 1, 1}, 1.0F / 256.0F, {256}));
  for (int i = 0; i < 4; ++i) op.constant(int8s({1, 1}, 1.0F / 64.0F, 0, {64}));
  for (int i = 0; i < 4; ++i) op.constant(int8s({1, 1}, 1.0F / 64.0F, 0, {32}));
  op.left_out().left_out().left_out();
  for (int i = 0; i < 4; ++i) op.constant(int64s({1}, {0}));
  op.left_out().left_out().variable(int16s({1, 1}, 1.0F / 32768.0F));
  op.variable(int16s({1, 1}, 1.0F / 2048.0F)).output(int16s({1, 1, 1}, 1.0F / 32768.0F));
  const double gate = 1.0 / (1.0 + std::exp(-1.0));
  const double wanted = gate * std::tanh(gate * std::tanh(1.0));
  // The cell's step is 1/2048: half of it, times a slope and a gate below 1.
  EXPECT_NEAR(op.answer<std::int16_t>()[0] / 32768.0, wanted, 0.5 / 2048.0);
}

TEST(UnidirectionalSequenceLstm, RefusesFormsThatItDoesNotKnow) {
  TestOp op(builtin::kUnidirectionalSequenceLstm, OptionsTable::unidirectional_sequence_lstm);
  op.option<std::int8_t>(0, 4).input(real({1, 1, 1})).left_out();  // coupled gates
  for (int i = 0; i < 3; ++i) op.constant(real({1, 1}));
  for (int i = 0; i < 15; ++i) op.left_out();
  op.output(real({1, 1, 1}));
  EXPECT_EQ(op.plan(), Reason::lstm_form);
}

TEST(UnidirectionalSequenceLstm, RefusesAStateThatDoesNotVary) {
  TestOp op(builtin::kUnidirectionalSequenceLstm, OptionsTable::unidirectional_sequence_lstm);
  op.option<std::int8_t>(0, 4).input(real({1, 1, 1}));
  for (int i = 0; i < 8; ++i) op.constant(real({1, 1}));
  op.left_out().left_out().left_out();
  for (int i = 0; i < 4; ++i) op.constant(real({1}));
  op.left_out().left_out().input(real({1, 1})).input(real({1, 1})).output(real({1, 1, 1}));
  EXPECT_EQ(op.plan(), Reason::state);
}

TEST(UnidirectionalSequenceLstm, TheDotProductsOfTheMicrocontrollerAreTheReference) {
  std::int8_t x[23];
  std::int8_t w[4][23];
  for (int i = 0; i < 23; ++i) {
    x[i] = static_cast<std::int8_t>(i * 47 - 128);
    for (int k = 0; k < 4; ++k) w[k][i] = static_cast<std::int8_t>(127 - i * (53 + k));
  }
  for (const std::int32_t n : {0, 1, 4, 7, 23}) {
    for (const std::int32_t offset : {-128, -1, 0, 5, 128}) {
      std::int32_t sums[4];
      cortex_m::dot_products_4(x, {w[0], w[1], w[2], w[3]}, n, offset, sums);
      for (int k = 0; k < 4; ++k) EXPECT_EQ(sums[k], dot_product(x, w[k], n, offset, 0)) << n;
    }
  }
}

}  // namespace
}  // namespace tadpole::device
