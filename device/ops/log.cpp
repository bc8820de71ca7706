// SPDX-License-Identifier: Apache-2.0
// LOG: the natural logarithm. Float, and int8 by a table.
#include "device/ops/unary.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) { return plan_float_or_table(op, OptionsTable::none, log_float); }

void run(const OpRun& op) { run_float_or_table(op, log_float); }

}  // namespace

extern const OpDefinition log_definition = {builtin::kLog, "LOG", 2, plan, run};

}  // namespace tadpole::device
