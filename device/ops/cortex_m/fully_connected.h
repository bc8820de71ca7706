// SPDX-License-Identifier: Apache-2.0
// Dense layer: four output channels at a time, inputs widened on the way, weights read once.
#pragma once
#include "device/ops/cortex_m/dot.h"
#include "device/ops/cortex_m/requantize.h"

namespace tadpole::device::cortex_m {

struct FullyConnected {
  std::int32_t rows;   // inputs are [rows, depth], outputs [rows, outputs]
  std::int32_t depth;  // bytes of one input row
  std::int32_t outputs;
  const std::int8_t*
      weights;  // groups of four channels, packed (dot.h), depth rounded up to 4, the rest zeros
  Channels channels;  // tables rounded up to 4 entries
};

// The last input row is read up to a multiple of four bytes; what lies there meets zero weights.
template <Rounding kRounding>
TADPOLE_HOT void fully_connected(const FullyConnected& layer, const std::int8_t* input,
                                 std::int8_t* output) {
  const int padded = (layer.depth + 3) / 4 * 4;
  for (int row = 0; row < layer.rows; ++row, input += layer.depth) {
    const std::int8_t* weights = layer.weights;
    ChannelCursor<kRounding> channels(layer.channels);
    for (int left = layer.outputs; left > 0; left -= 4) {
      std::int32_t sums[4] = {channels.bias(0), channels.bias(1), channels.bias(2),
                              channels.bias(3)};
      weights = dot_1x4(input, padded, weights, sums);
      *output++ = channels.requantizer(0)(sums[0]);
      if (left > 1) *output++ = channels.requantizer(1)(sums[1]);
      if (left > 2) *output++ = channels.requantizer(2)(sums[2]);
      if (left > 3) *output++ = channels.requantizer(3)(sums[3]);
      channels.advance(4);
    }
  }
}

}  // namespace tadpole::device::cortex_m
