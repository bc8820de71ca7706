// SPDX-License-Identifier: Apache-2.0
// COS: the cosine, in radians. Float.
#include "device/ops/unary.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) { return plan_float_unary(op, OptionsTable::cos); }

void run(const OpRun& op) { run_unary<float>(op, cos_float); }

}  // namespace

extern const OpDefinition cos_definition = {builtin::kCos, "COS", 1, plan, run};

}  // namespace tadpole::device
