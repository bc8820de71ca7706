// SPDX-License-Identifier: Apache-2.0
// MINIMUM: the smaller of two tensors, element by element. Float, int8 and whole numbers.
#include "device/ops/elementwise.h"

namespace tadpole::device {
namespace {

struct Smaller {
  template <typename T>
  T operator()(T a, T b) const {
    return a < b ? a : b;
  }
};

Reason plan(OpPlanner& op) { return plan_choice<Smaller>(op); }

}  // namespace

extern const OpDefinition minimum_definition = {builtin::kMinimum, "MINIMUM", 4, plan,
                                                run_elementwise};

}  // namespace tadpole::device
