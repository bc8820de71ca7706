// SPDX-License-Identifier: Apache-2.0
// Takes channels out of a graph: shapes, kernels, biases and scales become narrower, operators
// stay.
#pragma once
#include <vector>

#include "core/quant/channels.h"

namespace tadpole {

// keep: by node of channels. Expects: channels of one root are kept or cut together, pinned ones
// are kept, every tensor keeps at least one.
void cut_channels(Graph& graph, const Channels& channels, const std::vector<bool>& keep);

}  // namespace tadpole
