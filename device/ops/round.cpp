// SPDX-License-Identifier: Apache-2.0
// ROUND: the nearest whole number, halves to the even one. Float.
#include "device/ops/unary.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) { return plan_float_unary(op); }

void run(const OpRun& op) { run_unary<float>(op, round_even_float); }

}  // namespace

extern const OpDefinition round_definition = {builtin::kRound, "ROUND", 1, plan, run};

}  // namespace tadpole::device
