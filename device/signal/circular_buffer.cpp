// SPDX-License-Identifier: Apache-2.0
// CIRCULAR_BUFFER of streaming models: the last frames, oldest first; every run pushes one in. The
// input is [batch, 1, w, c], the output [batch, slots, w, c], both int8. cycles_max says in which
// run the model goes on behind it: in every one (1), or, when there is a second output that says
// so, in every so manieth. Source: TensorFlow Lite Micro, kernels/circular_buffer.
#include "device/signal/signal_plan.h"

namespace tadpole::device {
namespace {

struct Record {
  std::int32_t bytes = 0, frame = 0, cycles = 1;
  bool tells = false;              // whether the model is to go on
  std::int8_t* frames = nullptr;   // [slots, frame]
  std::int32_t* waited = nullptr;  // runs since the last that went on
};

// Without the option, what the reference takes for the streaming models that it knows.
std::int32_t cycles_of(const OpPlanner& op, std::int32_t slots) {
  FlexMap map;
  std::int64_t cycles = 0;
  if (map.open(op.custom_options())) map.read("cycles_max", cycles);
  if (cycles > 0 && cycles <= kMostSamples) return static_cast<std::int32_t>(cycles);
  return slots == 5 || slots == 13 || slots == 25 ? 1 : 2;
}

Reason check_shapes(const OpPlanner& op) {
  const Shape& input = op.input(0).shape;
  const Shape& output = op.output(0).shape;
  if (input.rank != 4 || input.dims[0] != 1 || input.dims[1] != 1) return Reason::input_shape;
  const bool fits = output.rank == 4 && output.dims[0] == 1 && output.dims[2] == input.dims[2] &&
                    output.dims[3] == input.dims[3];
  return fits ? Reason::none : Reason::output_shape;
}

Reason plan(OpPlanner& op) {
  Record r;
  r.tells = op.outputs() == 2;
  TADPOLE_CHECK(op.expect_arity(1, 1, r.tells ? 2 : 1));
  TADPOLE_CHECK(expect_input(op, 0, DType::int8));
  TADPOLE_CHECK(check_shapes(op));
  const Shape& output = op.output(0).shape;
  TADPOLE_CHECK(expect_output(op, 0, DType::int8, output.elements()));
  if (r.tells) TADPOLE_CHECK(expect_output(op, 1, DType::boolean, 1));
  r.bytes = output.elements();
  r.frame = op.input(0).shape.elements();
  r.cycles = cycles_of(op, output.dims[1]);
  // Runs that end at this operator would leave the outputs of the model as they are.
  if (r.cycles != 1 && !r.tells) return Reason::custom_options;
  const std::size_t frames = (static_cast<std::size_t>(r.bytes) + 3) / 4 * 4;
  TADPOLE_CHECK(keep_state(op, frames + sizeof(std::int32_t), r.frames));
  r.waited = reinterpret_cast<std::int32_t*>(r.frames + frames);
  return op.keep_params(r) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const auto& r = op.params<Record>();
  const auto kept = static_cast<std::size_t>(r.bytes - r.frame);
  std::memmove(r.frames, r.frames + r.frame, kept);
  std::memcpy(r.frames + kept, op.input<std::int8_t>(0), static_cast<std::size_t>(r.frame));
  std::memcpy(op.output<std::int8_t>(0), r.frames, static_cast<std::size_t>(r.bytes));
  const bool goes_on = ++*r.waited == r.cycles;
  if (goes_on) *r.waited = 0;
  if (r.tells) *op.output<std::uint8_t>(1) = goes_on ? 1 : 0;
}

}  // namespace

extern const OpDefinition circular_buffer_definition = {builtin::kCustom, "CIRCULAR_BUFFER", 1,
                                                        plan, run};

}  // namespace tadpole::device
