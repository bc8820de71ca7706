// SPDX-License-Identifier: Apache-2.0
// WHILE: a subgraph again and again, as long as another one says so. The executor plans and runs
// them; here only what belongs to the operator itself is checked.
#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  if (op.inputs() < 1 || !op.has_input(0)) return Reason::input_count;
  return op.expect_options(OptionsTable::while_op);
}

void run(const OpRun&) {}

}  // namespace

extern const OpDefinition while_definition = {builtin::kWhile, "WHILE", 1, plan, run};

}  // namespace tadpole::device
