// SPDX-License-Identifier: Apache-2.0
#include "core/quant/channels.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "core/base/result.h"
#include "device/model/builtin.h"

namespace tadpole {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

bool has_input(const GraphOp& op, std::size_t slot) {
  return slot < op.inputs.size() && op.inputs[slot] >= 0;
}

// One real number of weight stands for one stored number without an offset.
bool is_symmetric(const GraphTensor& t) {
  if (t.type == DType::float32) return true;
  const auto& zeros = t.quantization.zero_point;
  return t.type == DType::int8 &&
         std::all_of(zeros.begin(), zeros.end(), [](std::int64_t z) { return z == 0; });
}

// The whole numbers of an operator's second input; none: it is no such constant.
std::vector<std::int32_t> integers(const Graph& graph, const GraphOp& op) {
  if (!has_input(op, 1)) return {};
  const GraphTensor& t = graph.tensors[at(op.inputs[1])];
  if (t.type != DType::int32 || t.data.size() != t.bytes()) return {};
  std::vector<std::int32_t> values(t.elements());
  std::memcpy(values.data(), t.data.data(), t.data.size());
  return values;
}

// PAD: no channels are added.
bool leaves_last_axis(const Graph& graph, const GraphOp& op) {
  const std::vector<std::int32_t> pads = integers(graph, op);
  return pads.size() >= 2 && pads[pads.size() - 2] == 0 && pads.back() == 0;
}

// MEAN: not over the channels.
bool keeps_last_axis(const Graph& graph, const GraphOp& op) {
  const std::vector<std::int32_t> axes = integers(graph, op);
  const auto rank = static_cast<std::int32_t>(graph.tensors[at(op.inputs[0])].shape.size());
  return !axes.empty() && std::none_of(axes.begin(), axes.end(), [rank](std::int32_t axis) {
    return axis == -1 || axis == rank - 1;
  });
}

}  // namespace

Channels::Channels(const Graph& graph)
    : graph_(graph), first_(graph.tensors.size(), -1), uses_(graph.tensors.size(), 0) {
  for (const GraphOp& op : graph.ops) {
    for (const int t : op.inputs) uses_[at(std::max(t, 0))] += t >= 0 ? 1 : 0;
  }
  for (std::size_t t = 0; t < graph.tensors.size(); ++t) {
    const GraphTensor& one = graph.tensors[t];
    if (one.is_constant() || one.shape.empty() || one.shape.back() < 1) continue;
    first_[t] = nodes_;
    nodes_ += one.shape.back();
    tensors_.resize(at(nodes_), static_cast<int>(t));
  }
  next_.resize(at(nodes_));
  std::iota(next_.begin(), next_.end(), 0);
  pinned_.resize(at(nodes_), false);
  for (const GraphOp& op : graph.ops) roles_.push_back(role_of(op));
  for (std::size_t i = 0; i < graph.ops.size(); ++i) link(i);
  for (const int t : graph.inputs) pin(t);
  for (const int t : graph.outputs) pin(t);
  for (std::size_t t = 0; t < graph.tensors.size(); ++t) {
    if (graph.tensors[t].is_variable) pin(static_cast<int>(t));
  }
}

int Channels::count(int tensor_index) const {
  return tensor_index < 0 || first_[at(tensor_index)] < 0 ? 0 : tensor(tensor_index).shape.back();
}

int Channels::node(int tensor_index, int channel) const {
  return count(tensor_index) == 0 ? -1 : first_[at(tensor_index)] + channel;
}

int Channels::root(int node) const {
  while (next_[at(node)] != node) node = next_[at(node)];
  return node;
}

void Channels::join(int a, int b) {
  a = root(a), b = root(b);
  pinned_[at(b)] = pinned_[at(a)] || pinned_[at(b)];
  next_[at(a)] = b;
}

void Channels::pin(int tensor_index) {
  for (int c = 0; c < count(tensor_index); ++c) pinned_[at(root(node(tensor_index, c)))] = true;
}

// Kernel and bias are constants of this operator alone, in a type we can cut.
bool Channels::has_plain_weights(const GraphOp& op) const {
  if (!has_input(op, 0) || !has_input(op, 1) || count(op.inputs[0]) == 0) return false;
  const GraphTensor& kernel = tensor(op.inputs[1]);
  if (!kernel.is_constant() || !is_symmetric(kernel) || !used_once(op.inputs[1])) return false;
  if (tensor(op.inputs[0]).type != kernel.type) return false;
  if (!has_input(op, 2)) return true;
  const GraphTensor& bias = tensor(op.inputs[2]);
  const DType wanted = kernel.type == DType::int8 ? DType::int32 : DType::float32;
  return bias.is_constant() && bias.type == wanted && used_once(op.inputs[2]) &&
         bias.elements() == at(count(op.outputs[0]));
}

bool Channels::is_mixing(const GraphOp& op) const {
  if (!has_plain_weights(op)) return false;
  const std::vector<int>& kernel = tensor(op.inputs[1]).shape;
  const std::size_t rank = op.builtin == builtin::kConv2d ? 4 : 2;
  if (kernel.size() != rank || kernel[0] != count(op.outputs[0])) return false;
  const int inputs = count(op.inputs[0]);
  return op.builtin == builtin::kConv2d ? kernel[3] == inputs : kernel[1] % inputs == 0;
}

// A sum or product goes channel by channel when what it reads is as wide as what it gives.
bool Channels::passes_each(const GraphOp& op) const {
  const int channels = count(op.outputs[0]);
  for (const int t : op.inputs) {
    const bool constant = tensor(t).is_constant();
    if (constant &&
        (!used_once(t) || tensor(t).shape.empty() || tensor(t).shape.back() != channels))
      return false;
    if (!constant && count(t) != channels) return false;
  }
  return true;
}

ChannelRole Channels::role_of(const GraphOp& op) const {
  if (op.outputs.size() != 1 || op.inputs.empty() || count(op.outputs[0]) == 0)
    return ChannelRole::fixed;
  const int outputs = count(op.outputs[0]), inputs = count(op.inputs[0]);
  const auto when = [](bool fits, ChannelRole role) { return fits ? role : ChannelRole::fixed; };
  switch (op.builtin) {
    case builtin::kConv2d:
    case builtin::kFullyConnected:
      return when(is_mixing(op), ChannelRole::mixes);
    case builtin::kDepthwiseConv2d:
      return when(has_plain_weights(op) && tensor(op.inputs[1]).shape.size() == 4 &&
                      tensor(op.inputs[1]).shape[3] == outputs && outputs % inputs == 0,
                  ChannelRole::depthwise);
    case builtin::kAdd:
    case builtin::kSub:
    case builtin::kMul:
      return when(op.inputs.size() == 2 && passes_each(op), ChannelRole::passes);
    case builtin::kConcatenation: {
      const auto known = [this](int t) { return count(t) > 0; };
      return when(std::all_of(op.inputs.begin(), op.inputs.end(), known), ChannelRole::passes);
    }
    case builtin::kReshape:
      return when(inputs > 0 && (inputs % outputs == 0 || outputs % inputs == 0),
                  ChannelRole::passes);
    case builtin::kPad:
      return when(inputs == outputs && leaves_last_axis(graph_, op), ChannelRole::passes);
    case builtin::kMean:
      return when(inputs == outputs && keeps_last_axis(graph_, op), ChannelRole::passes);
    case builtin::kAveragePool2d:
    case builtin::kMaxPool2d:
    case builtin::kRelu:
    case builtin::kRelu6:
    case builtin::kLeakyRelu:
    case builtin::kHardSwish:
    case builtin::kLogistic:
    case builtin::kTanh:
    case builtin::kQuantize:
    case builtin::kDequantize:
    case builtin::kResizeNearestNeighbor:
      return when(inputs == outputs, ChannelRole::passes);
    default:
      return ChannelRole::fixed;
  }
}

std::vector<int> Channels::sources(std::size_t index, int channel) const {
  const GraphOp& op = graph_.ops[index];
  const int outputs = count(op.outputs[0]), inputs = count(op.inputs[0]);
  std::vector<int> from;
  if (role(index) == ChannelRole::depthwise)
    return {node(op.inputs[0], channel * inputs / outputs)};
  if (op.builtin == builtin::kReshape) {
    for (int c = channel % inputs; c < inputs; c += outputs) from.push_back(node(op.inputs[0], c));
    return from;
  }
  if (op.builtin == builtin::kConcatenation) {
    const int rank = static_cast<int>(tensor(op.outputs[0]).shape.size());
    const int axis = op.options.axis < 0 ? op.options.axis + rank : op.options.axis;
    int first = 0;
    for (const int t : op.inputs) {
      const int own = axis == rank - 1 ? channel - first : channel;
      if (own >= 0 && own < count(t)) from.push_back(node(t, own));
      first += count(t);
    }
    return from;
  }
  const bool binary =
      op.builtin == builtin::kAdd || op.builtin == builtin::kSub || op.builtin == builtin::kMul;
  for (std::size_t k = 0; k < (binary ? 2U : 1U); ++k) {
    if (count(op.inputs[k]) > 0) from.push_back(node(op.inputs[k], channel));
  }
  return from;
}

int Channels::column_node(const GraphOp& op, int column) const {
  return node(op.inputs[0], column % count(op.inputs[0]));
}

void Channels::link(std::size_t index) {
  const GraphOp& op = graph_.ops[index];
  if (role(index) == ChannelRole::fixed) {
    for (const int t : op.inputs) pin(t);
    for (const int t : op.outputs) pin(t);
    return;
  }
  if (role(index) == ChannelRole::mixes) return;
  for (int c = 0; c < count(op.outputs[0]); ++c) {
    for (const int from : sources(index, c)) join(from, node(op.outputs[0], c));
  }
}

}  // namespace tadpole
