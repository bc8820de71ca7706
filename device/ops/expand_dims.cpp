// SPDX-License-Identifier: Apache-2.0
// EXPAND_DIMS: an axis of size one more in the shape. Any element type.
#include "device/ops/same_bytes.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.optional_options(OptionsTable::expand_dims));
  return plan_same_bytes(op);
}

}  // namespace

extern const OpDefinition expand_dims_definition = {builtin::kExpandDims, "EXPAND_DIMS", 1, plan,
                                                    run_same_bytes};

}  // namespace tadpole::device
