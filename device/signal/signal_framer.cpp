// SPDX-License-Identifier: Apache-2.0
// SignalFramer: overlapping frames of frame_size int16 samples every frame_step; output 1 tells
// whether there were enough samples. With `prefill` zeros come before the first.
#include "device/signal/sample_queue.h"
#include "device/signal/signal_plan.h"

namespace tadpole::device {
namespace {

struct Record {
  std::int32_t channels = 1, frames = 1, size = 1, step = 1;
  bool prefill = false;
  std::int32_t capacity = 1;
  std::int16_t* samples = nullptr;  // [channels, capacity]
  std::int32_t* counts = nullptr;   // [channels + 1]; the last: whether zeros were put in front
};

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1, 2));
  SignalOptions options(op);
  Record r;
  r.size = options.number("frame_size", 1, kMostSamples);
  r.step = options.number("frame_step", 1, kMostSamples);
  r.prefill = options.flag("prefill");
  TADPOLE_CHECK(options.reason());
  TADPOLE_CHECK(expect_input(op, 0, DType::int16));
  const Shape& input = op.input(0).shape;
  if (r.step > r.size || input.last() % r.step != 0) return Reason::signal_size;
  r.frames = input.last() / r.step;
  r.channels = input.elements() / input.last();
  r.capacity = (r.size + r.step - 1) / r.step * r.step;
  if (r.channels > kMostSamples || static_cast<std::int64_t>(r.channels) * r.capacity > 1 << 24)
    return Reason::signal_size;
  const std::int64_t outputs = static_cast<std::int64_t>(r.channels) * r.frames * r.size;
  if (outputs > std::numeric_limits<std::int32_t>::max()) return Reason::signal_size;
  TADPOLE_CHECK(expect_output(op, 0, DType::int16, static_cast<std::int32_t>(outputs)));
  TADPOLE_CHECK(expect_output(op, 1, DType::boolean, 1));
  TADPOLE_CHECK(keep_state(op, static_cast<std::size_t>(r.channels * r.capacity), r.samples));
  TADPOLE_CHECK(keep_state(op, static_cast<std::size_t>(r.channels) + 1, r.counts));
  return op.keep_params(r) ? Reason::none : Reason::arena;
}

// Returns whether the frame was whole; otherwise it is zeros.
bool next_frame(const Record& r, std::int32_t channel, const std::int16_t* input,
                std::int16_t* output) {
  const SampleQueue queue{r.samples + channel * r.capacity, r.counts + channel};
  queue.push(input, r.step);
  if (*queue.count < r.size) {
    std::memset(output, 0, sizeof(std::int16_t) * static_cast<std::size_t>(r.size));
    return false;
  }
  queue.get(output, r.size);
  queue.drop(r.step);
  return true;
}

void run(const OpRun& op) {
  const auto& r = op.params<Record>();
  if (r.prefill && r.counts[r.channels] == 0) {  // the samples are zeros after a reset
    for (std::int32_t c = 0; c < r.channels; ++c) r.counts[c] = r.size - r.step;
    r.counts[r.channels] = 1;
  }
  bool valid = true;
  for (std::int32_t i = 0; i < r.channels * r.frames; ++i) {
    const bool whole = next_frame(r, i / r.frames, op.input<std::int16_t>(0) + i * r.step,
                                  op.output<std::int16_t>(0) + i * r.size);
    valid = valid && whole;
  }
  *op.output<std::uint8_t>(1) = valid ? 1 : 0;
}

}  // namespace

extern const OpDefinition signal_framer_definition = {builtin::kCustom, "SignalFramer", 1, plan,
                                                      run};

}  // namespace tadpole::device
