// SPDX-License-Identifier: Apache-2.0
// What a model costs, from its shapes alone.
#pragma once
#include <cstdint>

#include "core/graph/graph.h"

namespace tadpole {

// Multiply-accumulates of one operator; additions for pools and means; 0 for operators that only
// move or map values. Expects: tensor indices in range, weights with their usual rank.
std::int64_t op_macs(const Graph& graph, const GraphOp& op);
std::int64_t graph_macs(const Graph& graph);

// Bytes of all constants (weights, biases, shapes).
std::size_t constant_bytes(const Graph& graph);

}  // namespace tadpole
