// SPDX-License-Identifier: Apache-2.0
// EQUAL: whether a is b, element by element, as bool.
#include "device/ops/comparison.h"

namespace tadpole::device {
namespace {

struct Equal {
  template <typename T>
  bool operator()(T a, T b) const {
    return a == b;
  }
};

Reason plan(OpPlanner& op) {
  return plan_comparison<Equal>(op, OptionsTable::equal, ComparesBools::yes);
}

}  // namespace

extern const OpDefinition equal_definition = {builtin::kEqual, "EQUAL", 4, plan, run_elementwise};

}  // namespace tadpole::device
