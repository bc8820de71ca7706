// SPDX-License-Identifier: Apache-2.0
// REDUCE_MAX: the largest number along some axes. Float, int8, int16 and int32.
#include "device/ops/reduce.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) { return plan_extreme(op); }

void run(const OpRun& op) {
  run_extreme(op, [](auto a, auto b) { return a < b; });
}

}  // namespace

extern const OpDefinition reduce_max_definition = {builtin::kReduceMax, "REDUCE_MAX", 3, plan, run};

}  // namespace tadpole::device
