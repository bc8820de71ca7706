// SPDX-License-Identifier: Apache-2.0
// REVERSE_V2: the elements in the opposite order along some axes (input 1). Any element type.
#include "device/ops/permute.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.optional_options(OptionsTable::reverse_v2));
  TADPOLE_CHECK(check_moved(op.input(0), op.output(0)));
  const Shape& shape = op.input(0).shape;
  if (op.output(0).shape != shape) return Reason::output_shape;
  std::int32_t axes[kMaxRank] = {};
  const std::int32_t count = op.input(1).shape.elements();
  if (count > kMaxRank) return Reason::axis;
  TADPOLE_CHECK(read_whole(op, 1, count, axes));
  bool turned[kMaxRank] = {};
  for (std::int32_t i = 0; i < count; ++i) {
    const std::int32_t axis = front_axis(axes[i], shape.rank);
    if (axis < 0) return Reason::axis;
    turned[axis] = true;
  }
  Walk from;
  std::int32_t origin = 0;
  for (std::int32_t i = 0; i < shape.rank; ++i) {
    const std::int32_t stride = stride_of(shape, i);
    from.add(shape.dims[i], turned[i] ? -stride : stride);
    if (turned[i]) origin += (shape.dims[i] - 1) * stride;
  }
  return keep_permutation(op, from, origin);
}

}  // namespace

extern const OpDefinition reverse_v2_definition = {builtin::kReverseV2, "REVERSE_V2", 3, plan,
                                                   run_permutation};

}  // namespace tadpole::device
