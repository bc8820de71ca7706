// SPDX-License-Identifier: Apache-2.0
// SignalWindow: frames of int16 weighed by a window (input 1) of `shift` fractional bits.
#include "device/ops/fixed_point.h"
#include "device/signal/signal_plan.h"

namespace tadpole::device {
namespace {

struct Record {
  std::int32_t frames = 1, length = 1, shift = 0;
};

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  SignalOptions options(op);
  Record r;
  r.shift = options.number("shift", 0, 31);
  TADPOLE_CHECK(options.reason());
  TADPOLE_CHECK(expect_input(op, 0, DType::int16));
  TADPOLE_CHECK(expect_input(op, 1, DType::int16));
  const std::int32_t n = op.input(0).shape.elements();
  TADPOLE_CHECK(expect_output(op, 0, DType::int16, n));
  r.length = op.input(1).shape.elements();
  r.frames = n / r.length;
  if (r.frames * r.length != n) return Reason::signal_size;
  return op.keep_params(r) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const auto& r = op.params<Record>();
  const auto* window = op.input<std::int16_t>(1);
  const auto* input = op.input<std::int16_t>(0);
  auto* output = op.output<std::int16_t>(0);
  for (std::int32_t i = 0; i < r.frames * r.length; ++i) {
    const std::int32_t product = (input[i] * window[i % r.length]) >> r.shift;
    output[i] = static_cast<std::int16_t>(clamp(product, -32768, 32767));
  }
}

}  // namespace

extern const OpDefinition signal_window_definition = {builtin::kCustom, "SignalWindow", 1, plan,
                                                      run};

}  // namespace tadpole::device
