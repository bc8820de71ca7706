// SPDX-License-Identifier: Apache-2.0
// EXP: e to the x. Float, and int8 by a table.
#include "device/ops/unary.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) { return plan_float_or_table(op, OptionsTable::exp, exp_float); }

void run(const OpRun& op) { run_float_or_table(op, exp_float); }

}  // namespace

extern const OpDefinition exp_definition = {builtin::kExp, "EXP", 2, plan, run};

}  // namespace tadpole::device
