// SPDX-License-Identifier: Apache-2.0
// Dense layer: four output channels at a time, inputs widened on the way, weights read once.
#pragma once
#include "device/ops/cortex_m/dot.h"
#include "device/ops/cortex_m/requantize.h"

namespace tadpole::device::cortex_m {

struct FullyConnected {
  std::int32_t rows;           // inputs are [rows, depth], outputs [rows, outputs]
  std::int32_t depth;          // bytes of one input row
  std::int32_t outputs;
  const std::int8_t* weights;  // groups of four channels, packed (dot.h), depth rounded up to 4, the rest zeros
  Channels channels;           // tables rounded up to 4 entries
};

// The last input row is read up to a multiple of four bytes; what lies there meets zero weights.
template <Rounding kRounding>
TADPOLE_HOT void fully_connected(const FullyConnected& layer, const std::int8_t* input, std::int8_t* output) {
  const int padded = (layer.depth + 3) / 4 * 4;
  for (int row = 0; row < layer.rows; ++row, input += layer.depth, output += layer.outputs) {
    const std::int8_t* weights = layer.weights;
    for (int first = 0; first < layer.outputs; first += 4) {
      const std::int32_t* bias = layer.channels.bias + first;
      std::int32_t sums[4] = {bias[0], bias[1], bias[2], bias[3]};
      weights = dot_1x4(input, padded, weights, sums);
      const int count = layer.outputs - first < 4 ? layer.outputs - first : 4;
      for (int i = 0; i < count; ++i) {
        output[first + i] = Requantizer<kRounding>(layer.channels, first + i)(sums[i]);
      }
    }
  }
}

}  // namespace tadpole::device::cortex_m
