// SPDX-License-Identifier: Apache-2.0
// SignalDelay: int16 samples come out delay_length later; zeros before them.
#include "device/signal/signal_plan.h"

namespace tadpole::device {
namespace {

struct Record {
  std::int32_t channels = 1, frame = 1, delay = 0;
  std::int16_t* waiting = nullptr;  // [channels, delay], oldest first
};

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1));
  SignalOptions options(op);
  Record r;
  r.delay = options.number("delay_length", 0, kMostSamples);
  TADPOLE_CHECK(options.reason());
  TADPOLE_CHECK(expect_input(op, 0, DType::int16));
  const Shape& input = op.input(0).shape;
  TADPOLE_CHECK(expect_output(op, 0, DType::int16, input.elements()));
  r.frame = input.last();
  r.channels = input.elements() / r.frame;
  if (r.channels > kMostSamples / (r.delay + 1)) return Reason::signal_size;
  const auto samples = static_cast<std::size_t>(r.channels * r.delay);
  TADPOLE_CHECK(keep_state(op, samples + 1, r.waiting));
  return op.keep_params(r) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const auto& r = op.params<Record>();
  const auto* input = op.input<std::int16_t>(0);
  auto* output = op.output<std::int16_t>(0);
  for (std::int32_t c = 0; c < r.channels; ++c, input += r.frame, output += r.frame) {
    std::int16_t* waiting = r.waiting + c * r.delay;
    for (std::int32_t i = 0; i < r.frame; ++i)
      output[i] = i < r.delay ? waiting[i] : input[i - r.delay];
    // What now waits are the last `delay` of the old line and the frame.
    for (std::int32_t i = 0; i < r.delay; ++i) {
      const std::int32_t at = i + r.frame;
      waiting[i] = at < r.delay ? waiting[at] : input[at - r.delay];
    }
  }
}

}  // namespace

extern const OpDefinition signal_delay_definition = {builtin::kCustom, "SignalDelay", 1, plan, run};

}  // namespace tadpole::device
