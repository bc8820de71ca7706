// SPDX-License-Identifier: Apache-2.0
// SignalFftAutoScale: int16 samples doubled as often as they allow; how often is output 1.
#include "device/signal/signal_plan.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1, 2));
  TADPOLE_CHECK(expect_input(op, 0, DType::int16));
  TADPOLE_CHECK(expect_output(op, 0, DType::int16, op.input(0).shape.elements()));
  return expect_output(op, 1, DType::int32, 1);
}

// As the reference finds it: the largest magnitude is kept in 16 bits, so that -32768 turns it
// negative and what came before is forgotten.
std::int16_t largest_magnitude(const std::int16_t* samples, std::int32_t n) {
  std::int16_t largest = 0;
  for (std::int32_t i = 0; i < n; ++i) {
    const std::int32_t value = samples[i];
    if (value > largest) {
      largest = static_cast<std::int16_t>(value);
    } else if (-value > largest) {
      largest = static_cast<std::int16_t>(-value);
    }
  }
  return largest;
}

void run(const OpRun& op) {
  const std::int32_t n = op.output_tensor(0).shape.elements();
  const auto* input = op.input<std::int16_t>(0);
  const std::int16_t largest = largest_magnitude(input, n);
  std::int32_t bits = 0;
  if (largest >= 0) {
    for (bits = 15; (largest >> (15 - bits)) != 0;) --bits;
  }
  for (std::int32_t i = 0; i < n; ++i)
    op.output<std::int16_t>(0)[i] = static_cast<std::int16_t>(input[i] * (1 << bits));
  op.output<std::int32_t>(1)[0] = bits;
}

}  // namespace

extern const OpDefinition signal_fft_auto_scale_definition = {builtin::kCustom,
                                                              "SignalFftAutoScale", 1, plan, run};

}  // namespace tadpole::device
