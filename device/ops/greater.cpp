// SPDX-License-Identifier: Apache-2.0
// GREATER: whether a is larger than b, element by element, as bool.
#include "device/ops/comparison.h"

namespace tadpole::device {
namespace {

struct Greater {
  template <typename T>
  bool operator()(T a, T b) const {
    return a > b;
  }
};

Reason plan(OpPlanner& op) { return plan_comparison<Greater>(op, OptionsTable::greater); }

}  // namespace

extern const OpDefinition greater_definition = {builtin::kGreater, "GREATER", 2, plan,
                                                run_elementwise};

}  // namespace tadpole::device
