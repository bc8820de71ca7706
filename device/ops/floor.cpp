// SPDX-License-Identifier: Apache-2.0
// FLOOR: the whole number below. Float.
#include "device/ops/unary.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) { return plan_float_unary(op); }

void run(const OpRun& op) { run_unary<float>(op, floor_float); }

}  // namespace

extern const OpDefinition floor_definition = {builtin::kFloor, "FLOOR", 1, plan, run};

}  // namespace tadpole::device
