// SPDX-License-Identifier: Apache-2.0
// NOT_EQUAL: whether a is not b, element by element, as bool.
#include "device/ops/comparison.h"

namespace tadpole::device {
namespace {

struct NotEqual {
  template <typename T>
  bool operator()(T a, T b) const {
    return a != b;
  }
};

Reason plan(OpPlanner& op) {
  return plan_comparison<NotEqual>(op, OptionsTable::not_equal, ComparesBools::yes);
}

}  // namespace

extern const OpDefinition not_equal_definition = {builtin::kNotEqual, "NOT_EQUAL", 3, plan,
                                                  run_elementwise};

}  // namespace tadpole::device
