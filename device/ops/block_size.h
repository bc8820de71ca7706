// SPDX-License-Identifier: Apache-2.0
// What DEPTH_TO_SPACE and SPACE_TO_DEPTH check when they are planned.
#pragma once
#include "device/ops/permute.h"

namespace tadpole::device {

// wide: the image with more pixels, deep: the one with more channels; both NHWC.
inline Reason read_block(const OpPlanner& op, const Shape& wide, const Shape& deep,
                         std::int32_t& block) {
  constexpr int kBlockSize = 0;
  constexpr std::int32_t kLargest = 1 << 12;
  TADPOLE_CHECK(check_moved(op.input(0), op.output(0)));
  block = op.option<std::int32_t>(kBlockSize, 0);
  if (op.input(0).shape.rank != 4) return Reason::input_shape;
  if (block < 1 || block > kLargest) return Reason::block;
  const std::int64_t side = block;
  const bool fits = op.output(0).shape.rank == 4 && wide.dims[0] == deep.dims[0] &&
                    wide.dims[1] == deep.dims[1] * side && wide.dims[2] == deep.dims[2] * side &&
                    deep.dims[3] == wide.dims[3] * side * side;
  return fits ? Reason::none : Reason::block;
}

}  // namespace tadpole::device
