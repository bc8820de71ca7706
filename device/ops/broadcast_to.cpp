// SPDX-License-Identifier: Apache-2.0
// BROADCAST_TO: a tensor repeated along axes of size one. Any element type.
#include "device/ops/permute.h"

namespace tadpole::device {
namespace {

// The new shape is input 1; the output tensor carries it too, and that is what counts.
Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.optional_options(OptionsTable::broadcast_to));
  TADPOLE_CHECK(check_moved(op.input(0), op.output(0)));
  Walk from;
  if (!broadcast_walk(op.input(0).shape, op.output(0).shape, from)) return Reason::broadcast;
  return keep_permutation(op, from);
}

}  // namespace

extern const OpDefinition broadcast_to_definition = {builtin::kBroadcastTo, "BROADCAST_TO", 3, plan,
                                                     run_permutation};

}  // namespace tadpole::device
