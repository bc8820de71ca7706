// SPDX-License-Identifier: Apache-2.0
// CEIL: the whole number above. Float.
#include "device/ops/unary.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) { return plan_float_unary(op); }

void run(const OpRun& op) { run_unary<float>(op, ceil_float); }

}  // namespace

extern const OpDefinition ceil_definition = {builtin::kCeil, "CEIL", 1, plan, run};

}  // namespace tadpole::device
