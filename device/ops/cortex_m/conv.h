// SPDX-License-Identifier: Apache-2.0
// Convolution as a matrix product over tiles of four pixels: gather and widen the patches of four
// outputs once, then run all output channels over them. 1x1 convolutions gather nothing but their
// pixel; a depthwise convolution with one input channel is a convolution. Safe in place where
// core/compile says so: a tile is read completely before it is written.
#pragma once
#include "device/ops/cortex_m/dot.h"
#include "device/ops/cortex_m/requantize.h"

namespace tadpole::device::cortex_m {

struct Conv2d {
  std::int16_t input_h, input_w, input_c;
  std::int16_t output_h, output_w, output_c;
  std::int16_t filter_h, filter_w;
  std::int16_t stride_h, stride_w;
  std::int16_t pad_top, pad_left;
  std::int8_t input_zero_point;  // what the border holds
  std::int16_t depth;  // bytes of a packed patch: filter_h * filter_w * input_c, rounded up to 8
  const std::int8_t*
      weights;  // pairs of channels, packed (dot.h); an odd last channel has a partner of zeros
  Channels channels;
};

namespace detail {

// Copies one row of a patch; what lies outside the input is its zero point.
inline void copy_patch_row(const Conv2d& layer, const std::int8_t* input, int y, int x,
                           std::int8_t* to) {
  const int c = layer.input_c;
  const int row_bytes = layer.filter_w * c;
  int before = x < 0 ? -x * c : 0;
  int after = x + layer.filter_w > layer.input_w ? (x + layer.filter_w - layer.input_w) * c : 0;
  if (y < 0 || y >= layer.input_h) before = row_bytes;
  if (before >= row_bytes) {
    before = row_bytes;
    after = 0;
  }
  __builtin_memset(to, layer.input_zero_point, static_cast<std::size_t>(before));
  const int inside = row_bytes - before - after;
  if (inside > 0) {
    const std::int8_t* from = input + (y * layer.input_w + x) * c + before;
    __builtin_memcpy(to + before, from, static_cast<std::size_t>(inside));
  }
  __builtin_memset(to + row_bytes - after, layer.input_zero_point, static_cast<std::size_t>(after));
}

// The patch of one output pixel into its column of the tile.
inline void gather(const Conv2d& layer, const std::int8_t* input, int pixel, std::uint32_t* column,
                   std::int8_t* patch) {
  const int out_y = pixel / layer.output_w;
  const int y = out_y * layer.stride_h - layer.pad_top;
  const int x = (pixel - out_y * layer.output_w) * layer.stride_w - layer.pad_left;
  const int row_bytes = layer.filter_w * layer.input_c;
  const bool inside = y >= 0 && x >= 0 && y + layer.filter_h <= layer.input_h &&
                      x + layer.filter_w <= layer.input_w;
  if (inside && row_bytes % 4 == 0) {
    const int pitch = layer.input_w * layer.input_c;
    const std::int8_t* from = input + y * pitch + x * layer.input_c;
    for (int row = 0; row < layer.filter_h; ++row, from += pitch)
      column = widen(from, row_bytes, column);
    return;  // a depth that is padded to 8 keeps what earlier patches left there: its weights are
             // zero
  }
  std::int8_t* to = patch;
  for (int row = 0; row < layer.filter_h; ++row, to += row_bytes)
    copy_patch_row(layer, input, y + row, x, to);
  widen(patch, layer.depth, column);
}

// Where the outputs of a tile's pixels lie behind the first. Pixels that the tile lacks share the
// first one's place and are written before it.
struct PixelOffsets {
  int second, third, fourth;
  TADPOLE_INLINE PixelOffsets(int pixels, int pitch)
      : second(pixels > 1 ? pitch : 0),
        third(pixels > 2 ? 2 * pitch : 0),
        fourth(pixels > 3 ? 3 * pitch : 0) {}
};

template <Rounding kRounding>
TADPOLE_INLINE void store_tile(const Requantizer<kRounding>& requantize, const PixelOffsets& at,
                               const std::int32_t* sums, std::int8_t* output) {
  output[at.fourth] = requantize(sums[3]);
  output[at.third] = requantize(sums[2]);
  output[at.second] = requantize(sums[1]);
  output[0] = requantize(sums[0]);
}

// All channels of one tile.
template <Rounding kRounding>
TADPOLE_HOT void multiply_tile(const Conv2d& layer, const std::uint32_t* tile, int pixels,
                               std::int8_t* output) {
  const std::uint32_t* const end = tile + layer.depth / 2 * kTilePixels;
  const std::int8_t* weights = layer.weights;
  ChannelCursor<kRounding> channels(layer.channels);
  const int count = layer.output_c;
  const PixelOffsets at(pixels, count);
  for (int left = count; left > 0; left -= 2, output += 2) {
    const std::int32_t bias0 = channels.bias(0);
    const std::int32_t bias1 = channels.bias(1);
    std::int32_t sums[8] = {bias0, bias0, bias0, bias0, bias1, bias1, bias1, bias1};
    weights = dot_4x2(tile, end, weights, sums);
    store_tile(channels.requantizer(0), at, sums, output);
    if (left == 1) break;
    store_tile(channels.requantizer(1), at, sums + 4, output + 1);
    channels.advance(2);
  }
}

}  // namespace detail

// input [input_h, input_w, input_c], output [output_h, output_w, output_c], one image. scratch:
// 4-byte aligned, the tile (8 * depth bytes) and, where rows are no multiple of four bytes or cross
// the border, one patch in int8 (depth bytes). The channel tables have an even number of entries.
template <Rounding kRounding>
TADPOLE_HOT void conv_2d(const Conv2d& layer, const std::int8_t* input, std::int8_t* output,
                         void* scratch) {
  auto* const tile = static_cast<std::uint32_t*>(scratch);
  auto* const patch = reinterpret_cast<std::int8_t*>(tile + layer.depth / 2 * kTilePixels);
  const int pixels = layer.output_h * layer.output_w;
  for (int first = 0; first < pixels; first += kTilePixels) {
    const int count = pixels - first < kTilePixels ? pixels - first : kTilePixels;
    for (int i = 0; i < count; ++i) detail::gather(layer, input, first + i, tile + i, patch);
    detail::multiply_tile<kRounding>(layer, tile, count, output);
    output += kTilePixels * layer.output_c;
  }
}

}  // namespace tadpole::device::cortex_m
