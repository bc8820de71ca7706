// SPDX-License-Identifier: Apache-2.0
// TRANSPOSE: the axes in another order. Any element type.
#include "device/ops/permute.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.optional_options(OptionsTable::transpose));
  TADPOLE_CHECK(check_moved(op.input(0), op.output(0)));
  const Shape& input = op.input(0).shape;
  const Shape& output = op.output(0).shape;
  std::int32_t order[kMaxRank] = {};
  TADPOLE_CHECK(read_whole(op, 1, input.rank, order));
  if (output.rank != input.rank) return Reason::output_shape;
  bool named[kMaxRank] = {};
  Walk from;
  for (std::int32_t i = 0; i < input.rank; ++i) {
    const std::int32_t axis = front_axis(order[i], input.rank);
    if (axis < 0 || named[axis]) return Reason::permutation;
    named[axis] = true;
    if (output.dims[i] != input.dims[axis]) return Reason::output_shape;
    from.add(input.dims[axis], stride_of(input, axis));
  }
  return keep_permutation(op, from);
}

}  // namespace

extern const OpDefinition transpose_definition = {builtin::kTranspose, "TRANSPOSE", 6, plan,
                                                  run_permutation};

}  // namespace tadpole::device
