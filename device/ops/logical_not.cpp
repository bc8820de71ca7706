// SPDX-License-Identifier: Apache-2.0
// LOGICAL_NOT: true for false. Bool.
#include "device/ops/unary.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) { return plan_unary_of(op, DType::boolean, OptionsTable::logical_not); }

void run(const OpRun& op) {
  run_unary<std::uint8_t>(op, [](std::uint8_t x) { return static_cast<std::uint8_t>(x == 0); });
}

}  // namespace

extern const OpDefinition logical_not_definition = {builtin::kLogicalNot, "LOGICAL_NOT", 1, plan,
                                                    run};

}  // namespace tadpole::device
