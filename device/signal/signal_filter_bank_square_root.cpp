// SPDX-License-Identifier: Apache-2.0
// SignalFilterBankSquareRoot: roots rounded to the nearest number, then halved as often as input 1
// says.
#include "device/dsp/square_root.h"
#include "device/signal/signal_plan.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(expect_input(op, 0, DType::uint64));
  TADPOLE_CHECK(expect_input(op, 1, DType::int32));
  if (op.input(1).shape.elements() != 1) return Reason::signal_size;
  return expect_output(op, 0, DType::uint32, op.input(0).shape.elements());
}

std::uint32_t nearest_root(std::uint64_t x) {
  if (x >> 48U == 0) return square_root_48(x);
  const std::uint64_t root = square_root_64(x);
  const bool up = x - root * root > root && root != 0xFFFFFFFFU;
  return static_cast<std::uint32_t>(root + (up ? 1 : 0));
}

void run(const OpRun& op) {
  const std::int32_t bits = *op.input<std::int32_t>(1);
  const std::int32_t n = op.output_tensor(0).shape.elements();
  for (std::int32_t i = 0; i < n; ++i) {
    const std::uint32_t root = nearest_root(op.input<std::uint64_t>(0)[i]);
    op.output<std::uint32_t>(0)[i] = bits >= 0 && bits < 32 ? root >> bits : 0;
  }
}

}  // namespace

extern const OpDefinition signal_filter_bank_square_root_definition = {
    builtin::kCustom, "SignalFilterBankSquareRoot", 1, plan, run};

}  // namespace tadpole::device
