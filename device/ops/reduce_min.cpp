// SPDX-License-Identifier: Apache-2.0
// REDUCE_MIN: the smallest number along some axes. Float, int8, int16 and int32.
#include "device/ops/reduce.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) { return plan_extreme(op); }

void run(const OpRun& op) {
  run_extreme(op, [](auto a, auto b) { return b < a; });
}

}  // namespace

extern const OpDefinition reduce_min_definition = {builtin::kReduceMin, "REDUCE_MIN", 3, plan, run};

}  // namespace tadpole::device
