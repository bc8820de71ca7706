// SPDX-License-Identifier: Apache-2.0
// LOGICAL_AND: of two bool tensors, element by element.
#include "device/ops/elementwise.h"

namespace tadpole::device {
namespace {

struct LogicalAnd {
  bool operator()(std::uint8_t a, std::uint8_t b) const { return a != 0 && b != 0; }
};

Reason plan(OpPlanner& op) { return plan_logical<LogicalAnd>(op, OptionsTable::logical_and); }

}  // namespace

extern const OpDefinition logical_and_definition = {builtin::kLogicalAnd, "LOGICAL_AND", 1, plan,
                                                    run_elementwise};

}  // namespace tadpole::device
