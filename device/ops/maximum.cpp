// SPDX-License-Identifier: Apache-2.0
// MAXIMUM: the larger of two tensors, element by element. Float, int8 and whole numbers.
#include "device/ops/elementwise.h"

namespace tadpole::device {
namespace {

struct Larger {
  template <typename T>
  T operator()(T a, T b) const {
    return a > b ? a : b;
  }
};

Reason plan(OpPlanner& op) { return plan_choice<Larger>(op); }

}  // namespace

extern const OpDefinition maximum_definition = {builtin::kMaximum, "MAXIMUM", 4, plan,
                                                run_elementwise};

}  // namespace tadpole::device
