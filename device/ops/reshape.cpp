// SPDX-License-Identifier: Apache-2.0
// RESHAPE: the same bytes under another shape. No kernel: the output lies where the input lies, or
// is copied.
#include "device/ops/same_bytes.h"

namespace tadpole::device {
namespace {

// The new shape is input 1 or an option; the output tensor carries it too, and that is what counts.
Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 2));
  TADPOLE_CHECK(op.optional_options(OptionsTable::reshape));
  return plan_same_bytes(op);
}

}  // namespace

extern const OpDefinition reshape_definition = {builtin::kReshape, "RESHAPE", 1, plan,
                                                run_same_bytes};

}  // namespace tadpole::device
