// SPDX-License-Identifier: Apache-2.0
// CALL_ONCE: a subgraph that fills variables before the first run. The executor runs it when the
// state is reset; here nothing is left to do.
#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(0, 0, 0));
  return op.expect_options(OptionsTable::call_once);
}

void run(const OpRun&) {}

}  // namespace

extern const OpDefinition call_once_definition = {builtin::kCallOnce, "CALL_ONCE", 1, plan, run};

}  // namespace tadpole::device
