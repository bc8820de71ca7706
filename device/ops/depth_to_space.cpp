// SPDX-License-Identifier: Apache-2.0
// DEPTH_TO_SPACE: channels of a pixel are laid out as a square of pixels. Any element type.
#include "device/ops/block_size.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1));
  TADPOLE_CHECK(op.expect_options(OptionsTable::depth_to_space));
  const Shape& wide = op.output(0).shape;
  const Shape& deep = op.input(0).shape;
  std::int32_t block = 0;
  TADPOLE_CHECK(read_block(op, wide, deep, block));
  Walk from;
  from.add(deep.dims[0], stride_of(deep, 0));
  from.add(deep.dims[1], stride_of(deep, 1));
  from.add(block, block * wide.dims[3]);
  from.add(deep.dims[2], stride_of(deep, 2));
  from.add(block, wide.dims[3]);
  from.add(wide.dims[3], 1);
  return keep_permutation(op, from);
}

}  // namespace

extern const OpDefinition depth_to_space_definition = {builtin::kDepthToSpace, "DEPTH_TO_SPACE", 2,
                                                       plan, run_permutation};

}  // namespace tadpole::device
