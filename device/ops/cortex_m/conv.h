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

// The part of a filter's extent that lies inside the input, along one axis.
struct Inside {
  int first, last;  // taps first ... last - 1
  TADPOLE_INLINE Inside(int origin, int input, int filter)
      : first(origin < 0 ? -origin : 0), last(input - origin < filter ? input - origin : filter) {
    if (first > filter) first = filter;
    if (last < first) last = first;
  }
};

TADPOLE_INLINE void fill(std::int8_t* to, int count, std::int8_t value) {
  for (; count > 0; --count) *to++ = value;
}

TADPOLE_INLINE void copy(const std::int8_t* from, int count, std::int8_t* to) {
  for (; count > 0; --count) *to++ = *from++;
}

// The patch whose first row is y and first column x, in int8; what lies outside the input is its
// zero point.
inline void copy_patch(const Conv2d& layer, const std::int8_t* input, int y, int x,
                       std::int8_t* patch) {
  const int c = layer.input_c;
  const int row_bytes = layer.filter_w * c;
  const Inside rows(y, layer.input_h, layer.filter_h);
  const Inside columns(x, layer.input_w, layer.filter_w);
  const int count = (columns.last - columns.first) * c;
  if (count < row_bytes || rows.last - rows.first < layer.filter_h) {
    fill(patch, layer.filter_h * row_bytes, layer.input_zero_point);
  }
  const std::int8_t* from = input + ((y + rows.first) * layer.input_w + x + columns.first) * c;
  std::int8_t* to = patch + rows.first * row_bytes + columns.first * c;
  for (int row = rows.first; row < rows.last; ++row, to += row_bytes) {
    copy(from, count, to);
    from += layer.input_w * c;
  }
}

// A patch into its column of the tile: straight from the input where its rows are multiples of four
// bytes and do not cross the left or right border.
TADPOLE_HOT inline void gather(const Conv2d& layer, const std::int8_t* input, int y, int x,
                               std::uint32_t* column, std::int8_t* patch) {
  const int row_bytes = layer.filter_w * layer.input_c;
  if (x < 0 || x + layer.filter_w > layer.input_w || row_bytes % 4 != 0) {
    copy_patch(layer, input, y, x, patch);
    widen(patch, layer.depth, column);
    return;
  }
  // A depth that is padded to 8 keeps what earlier patches left there: its weights are zero.
  const int pitch = layer.input_w * layer.input_c;
  const Inside rows(y, layer.input_h, layer.filter_h);
  const std::int8_t* from = input + (y + rows.first) * pitch + x * layer.input_c;
  column = widen_constant(layer.input_zero_point, rows.first * row_bytes, column);
  for (int left = rows.last - rows.first; left > 0; --left, from += pitch) {
    column = widen(from, row_bytes, column);
  }
  widen_constant(layer.input_zero_point, (layer.filter_h - rows.last) * row_bytes, column);
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
  int in_tile = 0;
  int y = -layer.pad_top;
  for (int rows = layer.output_h; rows > 0; --rows, y += layer.stride_h) {
    int x = -layer.pad_left;
    for (int columns = layer.output_w; columns > 0; --columns, x += layer.stride_w) {
      detail::gather(layer, input, y, x, tile + in_tile, patch);
      if (++in_tile < kTilePixels && (rows > 1 || columns > 1)) continue;
      detail::multiply_tile<kRounding>(layer, tile, in_tile, output);
      output += kTilePixels * layer.output_c;
      in_tile = 0;
    }
  }
}

}  // namespace tadpole::device::cortex_m
