// SPDX-License-Identifier: Apache-2.0
// IF: one of two subgraphs, by input 0. The executor plans and runs them; here only what belongs to
// the operator itself is checked.
#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  if (op.inputs() < 1 || !op.has_input(0)) return Reason::input_count;
  return op.expect_options(OptionsTable::if_op);
}

void run(const OpRun&) {}

}  // namespace

extern const OpDefinition if_definition = {builtin::kIf, "IF", 1, plan, run};

}  // namespace tadpole::device
