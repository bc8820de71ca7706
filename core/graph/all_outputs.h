// SPDX-License-Identifier: Apache-2.0
// A graph whose inner tensors can be looked at from outside.
#pragma once
#include "core/graph/graph.h"

namespace tadpole {

// The same graph, which gives every tensor that an operator computes: first what it gives anyway,
// then the others in running order. What an operator remembers is no output.
Graph all_outputs(const Graph& graph);

}  // namespace tadpole
