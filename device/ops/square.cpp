// SPDX-License-Identifier: Apache-2.0
// SQUARE: x * x. Float.
#include "device/ops/unary.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) { return plan_float_unary(op, OptionsTable::square); }

void run(const OpRun& op) {
  run_unary<float>(op, [](float x) { return x * x; });
}

}  // namespace

extern const OpDefinition square_definition = {builtin::kSquare, "SQUARE", 1, plan, run};

}  // namespace tadpole::device
