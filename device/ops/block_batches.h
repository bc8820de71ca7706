// SPDX-License-Identifier: Apache-2.0
// BATCH_TO_SPACE_ND, SPACE_TO_BATCH_ND: an image whose pixels are dealt out in blocks to several
// smaller images, which are batches, and the way back. One or two axes are dealt.
#pragma once
#include "device/ops/permute.h"

namespace tadpole::device {

struct BlockBatches {
  std::int32_t images = 1;                // batches of the large tensor
  std::int32_t large_h = 1, large_w = 1;  // the whole image
  std::int32_t small_h = 1, small_w = 1;  // what one batch of the small tensor holds
  std::int32_t block_h = 1, block_w = 1;
  std::int32_t before_h = 0, before_w = 0;  // pixels that only the small tensor knows
  std::int32_t pixel_bytes = 1;
};

// large, small: the tensor before and after dealing. Block sizes are input 1, the border (crops or
// paddings) input 2.
inline Reason plan_block_batches(OpPlanner& op, const Shape& large, const Shape& small) {
  TADPOLE_CHECK(check_moved(op.input(0), op.output(0)));
  const std::int32_t axes = large.rank - 2;
  if (large.rank < 3 || large.rank > 4 || small.rank != large.rank) return Reason::input_shape;
  std::int32_t block[2] = {1, 1};
  std::int32_t border[4] = {};
  TADPOLE_CHECK(read_whole(op, 1, axes, block));
  TADPOLE_CHECK(read_whole(op, 2, 2 * axes, border));
  std::int64_t batches = large.dims[0];
  for (std::int32_t i = 0; i < axes; ++i) {
    if (block[i] < 1 || border[2 * i] < 0 || border[2 * i + 1] < 0) return Reason::block;
    const std::int64_t whole =
        static_cast<std::int64_t>(large.dims[i + 1]) + border[2 * i] + border[2 * i + 1];
    if (static_cast<std::int64_t>(small.dims[i + 1]) * block[i] != whole) return Reason::block;
    batches *= block[i];
    if (batches > small.dims[0]) return Reason::block;
  }
  if (batches != small.dims[0] || large.last() != small.last()) return Reason::block;
  BlockBatches p;
  p.images = large.dims[0];
  p.large_h = large.dims[1];
  p.small_h = small.dims[1];
  p.block_h = block[0];
  p.before_h = border[0];
  if (axes == 2) {
    p.large_w = large.dims[2];
    p.small_w = small.dims[2];
    p.block_w = block[1];
    p.before_w = border[2];
  }
  p.pixel_bytes = large.last() * static_cast<std::int32_t>(dtype_bytes(op.input(0).type));
  return op.keep_params(p) ? Reason::none : Reason::arena;
}

// visit(offset in the small tensor, offset in the large one or -1 for the border), in bytes.
template <typename Visit>
inline void for_dealt_pixels(const BlockBatches& p, const Visit& visit) {
  const std::int32_t batches = p.images * p.block_h * p.block_w;
  std::int32_t at = 0;
  for (std::int32_t n = 0; n < batches; ++n) {
    const std::int32_t image = n % p.images;
    const std::int32_t place = n / p.images;
    for (std::int32_t i = 0; i < p.small_h * p.small_w; ++i, at += p.pixel_bytes) {
      const std::int32_t y = i / p.small_w * p.block_h + place / p.block_w - p.before_h;
      const std::int32_t x = i % p.small_w * p.block_w + place % p.block_w - p.before_w;
      const bool inside = y >= 0 && y < p.large_h && x >= 0 && x < p.large_w;
      visit(at, inside ? ((image * p.large_h + y) * p.large_w + x) * p.pixel_bytes : -1);
    }
  }
}

}  // namespace tadpole::device
