// SPDX-License-Identifier: Apache-2.0
// Takes out of a graph what cannot change its answer: channels that nobody reads, and channels that
// hold the same number whatever the input is. Lossless: an int8 graph gives the same bytes.
#pragma once
#include <cstdint>

#include "core/base/result.h"
#include "core/graph/graph.h"

namespace tadpole {

struct ChannelRemoval {
  Graph graph;
  int channels = 0;  // of convolutions, depthwise and dense layers
  std::int64_t macs_before = 0, macs_after = 0;
  std::size_t bytes_before = 0, bytes_after = 0;  // of constants
};

// A channel is dead when every weight that reads it is zero. It is constant when nothing of the
// input leads to it but through weights of zero; the number it then holds is what the kernels
// compute, and goes into the biases of those that read it. A constant that is not the zero point
// stays before a padded convolution: at the border it is not everywhere. Again and again until
// nothing is left to take. Operators we do not know keep all their channels, and each tensor keeps
// at least one.
// Float graphs: only constants of exactly 0 are taken, so that sums keep their order; fast kernels
// may still round otherwise.
// Cost: one run of the model per round. Fails when the graph cannot run.
Result<ChannelRemoval> remove_dead_channels(const Graph& graph);

}  // namespace tadpole
