// SPDX-License-Identifier: Apache-2.0
#include "core/graph/cost.h"

#include "device/model/builtin.h"

namespace tadpole {
namespace {

// The product of the dimensions from `first` to `last`, both included.
std::int64_t span_of(const GraphTensor& tensor, std::size_t first, std::size_t last) {
  std::int64_t n = 1;
  for (std::size_t i = first; i <= last && i < tensor.shape.size(); ++i) n *= tensor.shape[i];
  return n;
}

}  // namespace

std::int64_t op_macs(const Graph& graph, const GraphOp& op) {
  if (op.outputs.empty() || op.inputs.empty() || op.inputs[0] < 0) return 0;
  const auto outputs = static_cast<std::int64_t>(graph.tensors[op.outputs[0]].elements());
  const bool has_weights = op.inputs.size() > 1 && op.inputs[1] >= 0;
  switch (op.builtin) {
    case builtin::kConv2d:
      return has_weights ? outputs * span_of(graph.tensors[op.inputs[1]], 1, 3) : 0;
    case builtin::kDepthwiseConv2d:
      return has_weights ? outputs * span_of(graph.tensors[op.inputs[1]], 1, 2) : 0;
    case builtin::kFullyConnected:
      return has_weights ? outputs * span_of(graph.tensors[op.inputs[1]], 1, 1) : 0;
    case builtin::kTransposeConv: {
      if (op.inputs.size() < 3 || op.inputs[2] < 0 || !has_weights) return 0;
      const auto inputs = static_cast<std::int64_t>(graph.tensors[op.inputs[2]].elements());
      return inputs * span_of(graph.tensors[op.inputs[1]], 0, 2);
    }
    case builtin::kSvdf: {
      if (op.inputs.size() < 3 || op.inputs[2] < 0 || !has_weights) return 0;
      const std::int64_t batches = span_of(graph.tensors[op.inputs[0]], 0, 0);
      return batches * static_cast<std::int64_t>(graph.tensors[op.inputs[1]].elements() +
                                                 graph.tensors[op.inputs[2]].elements());
    }
    case builtin::kUnidirectionalSequenceLstm: {
      if (op.inputs.size() < 6 || op.inputs[5] < 0 || !has_weights) return 0;
      constexpr std::int64_t kGates = 4;
      const std::int64_t steps = span_of(graph.tensors[op.inputs[0]], 0, 1);
      return steps * kGates *
             static_cast<std::int64_t>(graph.tensors[op.inputs[1]].elements() +
                                       graph.tensors[op.inputs[5]].elements());
    }
    case builtin::kAveragePool2d:
    case builtin::kMaxPool2d:
      return outputs * op.options.filter_h * op.options.filter_w;
    case builtin::kMean:
      return static_cast<std::int64_t>(graph.tensors[op.inputs[0]].elements());
    default:
      return 0;
  }
}

std::int64_t graph_macs(const Graph& graph) {
  std::int64_t sum = 0;
  for (const GraphOp& op : graph.ops) sum += op_macs(graph, op);
  return sum;
}

std::size_t constant_bytes(const Graph& graph) {
  std::size_t sum = 0;
  for (const GraphTensor& tensor : graph.tensors) sum += tensor.data.size();
  return sum;
}

}  // namespace tadpole
