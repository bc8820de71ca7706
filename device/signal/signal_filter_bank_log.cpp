// SPDX-License-Identifier: Apache-2.0
// SignalFilterBankLog: output_scale * ln(x * 2^input_correction_bits), at most 32767; 0 for 0.
#include "device/dsp/micro_log.h"
#include "device/signal/signal_plan.h"

namespace tadpole::device {
namespace {

struct Record {
  std::uint32_t scale = 1;
  std::int32_t bits = 0;
};

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1));
  SignalOptions options(op);
  const auto scale = static_cast<std::uint32_t>(options.number("output_scale", 0, 1 << 30));
  const Record r{scale, options.number("input_correction_bits", 0, 31)};
  TADPOLE_CHECK(options.reason());
  TADPOLE_CHECK(expect_input(op, 0, DType::uint32));
  TADPOLE_CHECK(expect_output(op, 0, DType::int16, op.input(0).shape.elements()));
  return op.keep_params(r) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const auto& r = op.params<Record>();
  const std::int32_t n = op.output_tensor(0).shape.elements();
  for (std::int32_t i = 0; i < n; ++i) {
    const std::uint32_t x = op.input<std::uint32_t>(0)[i] << r.bits;
    const std::uint32_t log = x > 1 ? scaled_log(x, r.scale) : 0;
    op.output<std::int16_t>(0)[i] = static_cast<std::int16_t>(log < 32767 ? log : 32767);
  }
}

}  // namespace

extern const OpDefinition signal_filter_bank_log_definition = {builtin::kCustom,
                                                               "SignalFilterBankLog", 1, plan, run};

}  // namespace tadpole::device
