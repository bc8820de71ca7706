// SPDX-License-Identifier: Apache-2.0
// LESS_EQUAL: whether a is b or smaller, element by element, as bool.
#include "device/ops/comparison.h"

namespace tadpole::device {
namespace {

struct LessEqual {
  template <typename T>
  bool operator()(T a, T b) const {
    return a <= b;
  }
};

Reason plan(OpPlanner& op) { return plan_comparison<LessEqual>(op, OptionsTable::less_equal); }

}  // namespace

extern const OpDefinition less_equal_definition = {builtin::kLessEqual, "LESS_EQUAL", 3, plan,
                                                   run_elementwise};

}  // namespace tadpole::device
