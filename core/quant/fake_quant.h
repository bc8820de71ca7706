// SPDX-License-Identifier: Apache-2.0
// What quantization-aware training has learnt of the activations: FAKE_QUANT operators of a float
// graph, as fake_quantize layers become.
#pragma once
#include <map>

#include "core/graph/activation_range.h"
#include "core/graph/graph.h"

namespace tadpole {

inline constexpr int kFakeQuantOperator = 80;  // Source: TensorFlow Lite schema version 3

struct LearntRanges {
  Graph graph;                  // without the FAKE_QUANT operators
  std::map<int, Range> ranges;  // by tensor of graph
};
// FAKE_QUANT reads a tensor and two float constants of one value, its range; 0 and 0: none was
// learnt. An operator of another form stays.
LearntRanges take_fake_quant(const Graph& graph);

}  // namespace tadpole
