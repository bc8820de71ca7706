// SPDX-License-Identifier: Apache-2.0
// SignalStacker: a frame with its neighbours: stacker_left_context before it and
// stacker_right_context behind it, every stacker_step frames; output 1 tells whether there were
// enough. The first frame stands for those before it.
#include "device/signal/sample_queue.h"
#include "device/signal/signal_plan.h"

namespace tadpole::device {
namespace {

struct Record {
  std::int32_t channels = 1, left = 0, frames = 1, step = 1;
  std::int16_t* samples = nullptr;  // [frames + left, channels]
  std::int32_t* counts = nullptr;   // samples that wait; whether the first frame has been
};

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1, 2));
  SignalOptions options(op);
  Record r;
  r.channels = options.number("num_channels", 1, 1 << 12);
  r.left = options.number("stacker_left_context", 0, 1 << 8);
  r.frames = r.left + 1 + options.number("stacker_right_context", 0, 1 << 8);
  r.step = options.number("stacker_step", 1, 1 << 8);
  TADPOLE_CHECK(options.reason());
  TADPOLE_CHECK(expect_input(op, 0, DType::int16));
  if (op.input(0).shape.elements() != r.channels || r.step > r.frames) return Reason::signal_size;
  TADPOLE_CHECK(expect_output(op, 0, DType::int16, r.channels * r.frames));
  TADPOLE_CHECK(expect_output(op, 1, DType::boolean, 1));
  const auto room = static_cast<std::size_t>(r.channels * (r.frames + r.left));
  TADPOLE_CHECK(keep_state(op, room, r.samples));
  TADPOLE_CHECK(keep_state(op, 2, r.counts));
  return op.keep_params(r) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const auto& r = op.params<Record>();
  const SampleQueue queue{r.samples, r.counts};
  const std::int32_t copies = r.counts[1] == 0 ? r.left + 1 : 1;
  r.counts[1] = 1;
  for (std::int32_t i = 0; i < copies; ++i) queue.push(op.input<std::int16_t>(0), r.channels);
  const bool valid = *queue.count >= r.channels * r.frames;
  if (valid) {
    queue.get(op.output<std::int16_t>(0), r.channels * r.frames);
    queue.drop(r.channels * r.step);
  } else {
    std::memset(op.output<std::uint8_t>(0), 0, static_cast<std::size_t>(op.output_tensor(0).bytes));
  }
  *op.output<std::uint8_t>(1) = valid ? 1 : 0;
}

}  // namespace

extern const OpDefinition signal_stacker_definition = {builtin::kCustom, "SignalStacker", 1, plan,
                                                       run};

}  // namespace tadpole::device
