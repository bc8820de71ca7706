// SPDX-License-Identifier: Apache-2.0
// SQRT: the square root, NaN below zero. Float.
#include "device/ops/unary.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) { return plan_float_unary(op); }

void run(const OpRun& op) { run_unary<float>(op, sqrt_float); }

}  // namespace

extern const OpDefinition sqrt_definition = {builtin::kSqrt, "SQRT", 1, plan, run};

}  // namespace tadpole::device
