// SPDX-License-Identifier: Apache-2.0
// Weights in the order in which the Cortex-M kernels read them (device/ops/cortex_m/dot.h says
// why).
#pragma once
#include <cstdint>
#include <vector>

#include "core/graph/graph.h"

namespace tadpole {

using ChannelWeights =
    std::vector<std::vector<std::int8_t>>;  // [output channel][place in the patch]

// [out][h][w][in] -> per channel, in the order of a gathered patch. Also dense weights, [out][in].
ChannelWeights weights_by_channel(const GraphTensor& filter);
// Depthwise filters, [1][h][w][out].
ChannelWeights depthwise_weights_by_channel(const GraphTensor& filter);

// Pairs of channels one after the other; depth padded with zeros to `depth` (a multiple of 4).
std::vector<std::int8_t> pack_channel_pairs(const ChannelWeights& weights, int depth);
// Groups of four channels: two pairs in turn every four places.
std::vector<std::int8_t> pack_channel_fours(const ChannelWeights& weights, int depth);

}  // namespace tadpole
