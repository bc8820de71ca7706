// SPDX-License-Identifier: Apache-2.0
// The inputs of a model with several, as firmware reads them: one block, gaps of zeros between.
#pragma once
#include <vector>

#include "core/base/files.h"
#include "core/graph/graph.h"

namespace tadpole {

// inputs: the bytes of each input tensor, in the graph's order. Fails when they are not as many, or
// one has the wrong size.
Result<Bytes> input_block(const Graph& graph, const std::vector<Bytes>& inputs);

}  // namespace tadpole
