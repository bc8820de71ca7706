// SPDX-License-Identifier: Apache-2.0
// GREATER_EQUAL: whether a is b or larger, element by element, as bool.
#include "device/ops/comparison.h"

namespace tadpole::device {
namespace {

struct GreaterEqual {
  template <typename T>
  bool operator()(T a, T b) const {
    return a >= b;
  }
};

Reason plan(OpPlanner& op) {
  return plan_comparison<GreaterEqual>(op, OptionsTable::greater_equal);
}

}  // namespace

extern const OpDefinition greater_equal_definition = {builtin::kGreaterEqual, "GREATER_EQUAL", 3,
                                                      plan, run_elementwise};

}  // namespace tadpole::device
