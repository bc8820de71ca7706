// SPDX-License-Identifier: Apache-2.0
// SQUEEZE: axes of size one are left out of the shape. Any element type.
#include "device/ops/same_bytes.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1));
  TADPOLE_CHECK(op.optional_options(OptionsTable::squeeze));
  return plan_same_bytes(op);
}

}  // namespace

extern const OpDefinition squeeze_definition = {builtin::kSqueeze, "SQUEEZE", 2, plan,
                                                run_same_bytes};

}  // namespace tadpole::device
