// SPDX-License-Identifier: Apache-2.0
// ZEROS_LIKE: zero bytes in the shape of the input. Any element type.
#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1));
  TADPOLE_CHECK(op.optional_options(OptionsTable::zeros_like));
  if (op.output(0).type != op.input(0).type) return Reason::output_type;
  return op.output(0).shape == op.input(0).shape ? Reason::none : Reason::output_shape;
}

void run(const OpRun& op) {
  std::memset(op.output<std::uint8_t>(0), 0, static_cast<std::size_t>(op.output_tensor(0).bytes));
}

}  // namespace

extern const OpDefinition zeros_like_definition = {builtin::kZerosLike, "ZEROS_LIKE", 1, plan, run};

}  // namespace tadpole::device
