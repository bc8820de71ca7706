// SPDX-License-Identifier: Apache-2.0
// SignalEnergy: the squared length of complex int16 numbers from start_index to end_index; 0
// outside.
#include "device/signal/signal_plan.h"

namespace tadpole::device {
namespace {

struct Record {
  std::int32_t start = 0, end = 0;
};

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1));
  SignalOptions options(op);
  const std::int32_t bins = op.input(0).shape.elements() / 2;
  Record r;
  r.start = options.number("start_index", 0, bins);
  r.end = options.number("end_index", 0, bins);
  TADPOLE_CHECK(options.reason());
  TADPOLE_CHECK(expect_input(op, 0, DType::int16));
  TADPOLE_CHECK(expect_output(op, 0, DType::uint32, bins));
  return op.keep_params(r) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const auto& r = op.params<Record>();
  const auto* input = op.input<std::int16_t>(0);
  auto* output = op.output<std::uint32_t>(0);
  const std::int32_t n = op.output_tensor(0).shape.elements();
  for (std::int32_t i = 0; i < n; ++i) {
    const std::int32_t real = input[2 * i];
    const std::int32_t imaginary = input[2 * i + 1];
    const std::uint32_t energy =
        static_cast<std::uint32_t>(real * real) + static_cast<std::uint32_t>(imaginary * imaginary);
    output[i] = i >= r.start && i < r.end ? energy : 0;
  }
}

}  // namespace

extern const OpDefinition signal_energy_definition = {builtin::kCustom, "SignalEnergy", 1, plan,
                                                      run};

}  // namespace tadpole::device
