// SPDX-License-Identifier: Apache-2.0
// RESHAPE: the same bytes under another shape. No kernel: the output lies where the input lies, or
// is copied.
#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

// The new shape is input 1 or an option; the output tensor carries it too, and that is what counts.
Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 2));
  TADPOLE_CHECK(op.optional_options(OptionsTable::reshape));
  if (op.output(0).type != op.input(0).type) return Reason::output_type;
  if (op.output(0).bytes != op.input(0).bytes) return Reason::output_shape;
  op.share_output_with(0, OpPlanner::Share::view);
  return Reason::none;
}

void run(const OpRun& op) {
  const auto* from = op.input<std::uint8_t>(0);
  auto* to = op.output<std::uint8_t>(0);
  if (from != to) std::memcpy(to, from, static_cast<std::size_t>(op.output_tensor(0).bytes));
}

}  // namespace

extern const OpDefinition reshape_definition = {builtin::kReshape, "RESHAPE", 1, plan, run};

}  // namespace tadpole::device
