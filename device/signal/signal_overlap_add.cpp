// SPDX-License-Identifier: Apache-2.0
// SignalOverlapAdd: overlapping frames added up to one line, frame_step samples a frame. int16,
// which saturates, and float.
#include "device/ops/fixed_point.h"
#include "device/signal/signal_plan.h"

namespace tadpole::device {
namespace {

struct Record {
  std::int32_t channels = 1, frames = 1, size = 1, step = 1;
  void* sums = nullptr;  // [channels, size] of the element type
};

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1));
  SignalOptions options(op);
  Record r;
  r.step = options.number("frame_step", 1, kMostSamples);
  TADPOLE_CHECK(options.reason());
  const Shape& input = op.input(0).shape;
  const DType type = op.input(0).type;
  if (type != DType::int16 && type != DType::float32) return Reason::input_type;
  if (input.rank < 2) return Reason::input_shape;
  r.size = input.last();
  r.frames = input.dims[input.rank - 2];
  r.channels = input.elements() / r.size / r.frames;
  if (r.step > r.size) return Reason::signal_size;
  TADPOLE_CHECK(expect_output(op, 0, type, r.channels * r.frames * r.step));
  const auto n = static_cast<std::size_t>(r.channels * r.size);
  float* floats = nullptr;
  std::int16_t* shorts = nullptr;
  if (type == DType::float32) TADPOLE_CHECK(keep_state(op, n, floats));
  if (type == DType::int16) TADPOLE_CHECK(keep_state(op, n, shorts));
  r.sums = floats != nullptr ? static_cast<void*>(floats) : shorts;
  return op.keep_params(r) ? Reason::none : Reason::arena;
}

float sum_of(float a, float b) { return a + b; }
std::int16_t sum_of(std::int16_t a, std::int16_t b) {
  return static_cast<std::int16_t>(clamp(a + b, -32768, 32767));
}

template <typename T>
void run_typed(const OpRun& op) {
  const auto& r = op.params<Record>();
  for (std::int32_t i = 0; i < r.channels * r.frames; ++i) {
    const T* input = op.input<T>(0) + i * r.size;
    T* output = op.output<T>(0) + i * r.step;
    T* sums = static_cast<T*>(r.sums) + i / r.frames * r.size;
    for (std::int32_t k = 0; k < r.size; ++k) sums[k] = sum_of(sums[k], input[k]);
    for (std::int32_t k = 0; k < r.step; ++k) output[k] = sums[k];
    for (std::int32_t k = 0; k < r.size; ++k)
      sums[k] = k + r.step < r.size ? sums[k + r.step] : T{};
  }
}

void run(const OpRun& op) {
  if (op.input_tensor(0).type == DType::int16) {
    run_typed<std::int16_t>(op);
  } else {
    run_typed<float>(op);
  }
}

}  // namespace

extern const OpDefinition signal_overlap_add_definition = {builtin::kCustom, "SignalOverlapAdd", 1,
                                                           plan, run};

}  // namespace tadpole::device
