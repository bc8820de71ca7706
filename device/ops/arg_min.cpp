// SPDX-License-Identifier: Apache-2.0
// ARG_MIN: where the smallest number along an axis stands. Float and int8; int32 or int64 out.
#include "device/ops/arg_extreme.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) { return plan_arg_extreme(op, OptionsTable::arg_min); }

void run(const OpRun& op) {
  run_arg_extreme(op, [](auto a, auto b) { return b < a; });
}

}  // namespace

extern const OpDefinition arg_min_definition = {builtin::kArgMin, "ARG_MIN", 3, plan, run};

}  // namespace tadpole::device
