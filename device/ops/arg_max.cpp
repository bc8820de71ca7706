// SPDX-License-Identifier: Apache-2.0
// ARG_MAX: where the largest number along an axis stands. Float and int8; int32 or int64 out.
#include "device/ops/arg_extreme.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) { return plan_arg_extreme(op, OptionsTable::arg_max); }

void run(const OpRun& op) {
  run_arg_extreme(op, [](auto a, auto b) { return a < b; });
}

}  // namespace

extern const OpDefinition arg_max_definition = {builtin::kArgMax, "ARG_MAX", 3, plan, run};

}  // namespace tadpole::device
