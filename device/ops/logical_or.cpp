// SPDX-License-Identifier: Apache-2.0
// LOGICAL_OR: of two bool tensors, element by element.
#include "device/ops/elementwise.h"

namespace tadpole::device {
namespace {

struct LogicalOr {
  bool operator()(std::uint8_t a, std::uint8_t b) const { return a != 0 || b != 0; }
};

Reason plan(OpPlanner& op) { return plan_logical<LogicalOr>(op, OptionsTable::logical_or); }

}  // namespace

extern const OpDefinition logical_or_definition = {builtin::kLogicalOr, "LOGICAL_OR", 1, plan,
                                                   run_elementwise};

}  // namespace tadpole::device
