// SPDX-License-Identifier: Apache-2.0
// LESS: whether a is smaller than b, element by element, as bool.
#include "device/ops/comparison.h"

namespace tadpole::device {
namespace {

struct Less {
  template <typename T>
  bool operator()(T a, T b) const {
    return a < b;
  }
};

Reason plan(OpPlanner& op) { return plan_comparison<Less>(op, OptionsTable::less); }

}  // namespace

extern const OpDefinition less_definition = {builtin::kLess, "LESS", 3, plan, run_elementwise};

}  // namespace tadpole::device
