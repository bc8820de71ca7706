// SPDX-License-Identifier: Apache-2.0
// SIN: the sine, in radians. Float.
#include "device/ops/unary.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) { return plan_float_unary(op); }

void run(const OpRun& op) { run_unary<float>(op, sin_float); }

}  // namespace

extern const OpDefinition sin_definition = {builtin::kSin, "SIN", 1, plan, run};

}  // namespace tadpole::device
