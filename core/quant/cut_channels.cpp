// SPDX-License-Identifier: Apache-2.0
#include "core/quant/cut_channels.h"

#include <algorithm>
#include <cstring>

#include "core/base/result.h"
#include "device/model/builtin.h"

namespace tadpole {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

// Keeps the marked places along an axis of a constant, with their scales.
void cut_axis(GraphTensor& t, std::size_t axis, const std::vector<bool>& keep) {
  TADPOLE_EXPECT(axis < t.shape.size() && at(t.shape[axis]) == keep.size());
  std::size_t inner = dtype_bytes(t.type);
  for (std::size_t d = axis + 1; d < t.shape.size(); ++d) inner *= at(t.shape[d]);
  std::vector<std::uint8_t> kept;
  for (std::size_t block = 0; block * inner < t.data.size(); ++block) {
    if (!keep[block % keep.size()]) continue;
    const auto from = t.data.begin() + static_cast<std::ptrdiff_t>(block * inner);
    kept.insert(kept.end(), from, from + static_cast<std::ptrdiff_t>(inner));
  }
  t.data = std::move(kept);
  t.shape[axis] = static_cast<int>(std::count(keep.begin(), keep.end(), true));
  Quantization& q = t.quantization;
  if (q.scale.size() != keep.size() || at(q.axis) != axis) return;
  Quantization narrow{.scale = {}, .zero_point = {}, .axis = q.axis};
  for (std::size_t c = 0; c < keep.size(); ++c) {
    if (!keep[c]) continue;
    narrow.scale.push_back(q.scale[c]);
    if (c < q.zero_point.size()) narrow.zero_point.push_back(q.zero_point[c]);
  }
  q = std::move(narrow);
}

class Cutter {
 public:
  Cutter(Graph& graph, const Channels& channels, const std::vector<bool>& keep)
      : graph_(graph), channels_(channels), keep_(keep) {}

  // Constants first, while activations still have their old widths.
  void cut() {
    for (std::size_t i = 0; i < graph_.ops.size(); ++i) cut_constants(i);
    for (std::size_t t = 0; t < graph_.tensors.size(); ++t) {
      const std::vector<bool> kept = kept_of(static_cast<int>(t));
      if (!kept.empty())
        graph_.tensors[t].shape.back() =
            static_cast<int>(std::count(kept.begin(), kept.end(), true));
    }
    for (GraphOp& op : graph_.ops) {
      if (op.builtin == builtin::kReshape) name_shape(op);
    }
  }

 private:
  GraphTensor& tensor(int index) { return graph_.tensors[at(index)]; }
  std::vector<bool> kept_of(int tensor_index) const {
    std::vector<bool> kept;
    for (int c = 0; c < channels_.count(tensor_index); ++c)
      kept.push_back(keep_[at(channels_.node(tensor_index, c))]);
    return kept;
  }

  void cut_constants(std::size_t index) {
    const GraphOp& op = graph_.ops[index];
    const std::vector<bool> outputs = kept_of(op.outputs[0]);
    switch (channels_.role(index)) {
      case ChannelRole::mixes: {
        cut_axis(tensor(op.inputs[1]), 0, outputs);
        GraphTensor& kernel = tensor(op.inputs[1]);
        std::vector<bool> columns;
        for (int c = 0; c < kernel.shape.back(); ++c)
          columns.push_back(keep_[at(channels_.column_node(op, c))]);
        cut_axis(kernel, kernel.shape.size() - 1, columns);
        return cut_bias(op, outputs);
      }
      case ChannelRole::depthwise:
        cut_axis(tensor(op.inputs[1]), 3, outputs);
        return cut_bias(op, outputs);
      case ChannelRole::passes:
        return cut_operands(op, outputs);
      case ChannelRole::fixed:
        return;
    }
  }

  void cut_bias(const GraphOp& op, const std::vector<bool>& outputs) {
    if (op.inputs.size() < 3 || op.inputs[2] < 0) return;
    GraphTensor& bias = tensor(op.inputs[2]);
    cut_axis(bias, bias.shape.size() - 1, outputs);
  }

  // What is added to every channel or multiplied with it.
  void cut_operands(const GraphOp& op, const std::vector<bool>& outputs) {
    if (op.builtin != builtin::kAdd && op.builtin != builtin::kSub && op.builtin != builtin::kMul)
      return;
    for (const int t : op.inputs) {
      if (tensor(t).is_constant()) cut_axis(tensor(t), tensor(t).shape.size() - 1, outputs);
    }
  }

  // The shape that a RESHAPE names: a copy of its own where another operator reads the same
  // constant.
  void name_shape(GraphOp& op) {
    const std::vector<int> shape = tensor(op.outputs[0]).shape;
    if (!op.options.new_shape.empty()) op.options.new_shape = shape;
    if (op.inputs.size() < 2 || op.inputs[1] < 0) return;
    GraphTensor named = tensor(op.inputs[1]);
    if (named.type != DType::int32 || named.elements() != shape.size()) return;
    named.data.resize(shape.size() * sizeof(std::int32_t));
    std::memcpy(named.data.data(), shape.data(), named.data.size());
    if (named.data == tensor(op.inputs[1]).data) return;
    if (readers(op.inputs[1]) == 1) {
      tensor(op.inputs[1]) = std::move(named);
      return;
    }
    graph_.tensors.push_back(std::move(named));
    op.inputs[1] = static_cast<int>(graph_.tensors.size()) - 1;
  }
  std::ptrdiff_t readers(int index) const {
    std::ptrdiff_t n = 0;
    for (const GraphOp& op : graph_.ops) n += std::count(op.inputs.begin(), op.inputs.end(), index);
    return n;
  }

  Graph& graph_;
  const Channels& channels_;
  const std::vector<bool>& keep_;
};

}  // namespace

void cut_channels(Graph& graph, const Channels& channels, const std::vector<bool>& keep) {
  Cutter(graph, channels, keep).cut();
}

}  // namespace tadpole
