// SPDX-License-Identifier: Apache-2.0
// SPACE_TO_DEPTH: squares of pixels become the channels of one pixel. Any element type.
#include "device/ops/block_size.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1));
  TADPOLE_CHECK(op.expect_options(OptionsTable::space_to_depth));
  const Shape& wide = op.input(0).shape;
  const Shape& deep = op.output(0).shape;
  std::int32_t block = 0;
  TADPOLE_CHECK(read_block(op, wide, deep, block));
  Walk from;
  from.add(deep.dims[0], stride_of(wide, 0));
  from.add(deep.dims[1], block * stride_of(wide, 1));
  from.add(deep.dims[2], block * stride_of(wide, 2));
  from.add(block, stride_of(wide, 1));
  from.add(block, stride_of(wide, 2));
  from.add(wide.dims[3], 1);
  return keep_permutation(op, from);
}

}  // namespace

extern const OpDefinition space_to_depth_definition = {builtin::kSpaceToDepth, "SPACE_TO_DEPTH", 2,
                                                       plan, run_permutation};

}  // namespace tadpole::device
