// SPDX-License-Identifier: Apache-2.0
#include "core/quant/dead_channels.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <map>
#include <optional>

#include "core/graph/cost.h"
#include "core/quant/channels.h"
#include "core/quant/cut_channels.h"
#include "core/quant/float_run.h"
#include "device/model/builtin.h"

namespace tadpole {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

bool pads_axis(Padding padding, int in, int out, int window, int stride, int dilation) {
  return padding == Padding::same && (out - 1) * stride + (window - 1) * dilation + 1 > in;
}

// One round: proofs, then the cut.
class Round {
 public:
  Round(Graph& graph, TfliteExecutor& executor)
      : graph_(graph), executor_(executor), channels_(graph), keep_(at(channels_.nodes()), true) {}

  // Returns how many channels of weighted operators went.
  int run() {
    prove_independent();
    choose();
    int taken = 0;
    for (std::size_t i = 0; i < graph_.ops.size(); ++i) {
      const ChannelRole role = channels_.role(i);
      if (role != ChannelRole::mixes && role != ChannelRole::depthwise) continue;
      taken += static_cast<int>(cut_of(graph_.ops[i].outputs[0]));
      if (role == ChannelRole::mixes) fold_biases(graph_.ops[i]);
    }
    if (taken > 0) cut_channels(graph_, channels_, keep_);
    return taken;
  }

 private:
  GraphTensor& tensor(int index) { return graph_.tensors[at(index)]; }
  const GraphTensor& tensor(int index) const { return graph_.tensors[at(index)]; }

  std::int64_t cut_of(int index) const {
    std::int64_t n = 0;
    for (int c = 0; c < channels_.count(index); ++c)
      n += keep_[at(channels_.node(index, c))] ? 0 : 1;
    return n;
  }

  bool is_zero(const GraphTensor& kernel, std::size_t i) const {
    if (kernel.type == DType::int8) return kernel.data[i] == 0;
    float value = 0.0F;
    std::memcpy(&value, kernel.data.data() + i * sizeof value, sizeof value);
    return value == 0.0F;
  }

  // Nothing of the input leads here but through weights of zero. A forward walk.
  void prove_independent() {
    independent_.assign(at(channels_.nodes()), false);
    for (std::size_t i = 0; i < graph_.ops.size(); ++i) {
      const int output = graph_.ops[i].outputs.empty() ? -1 : graph_.ops[i].outputs[0];
      if (channels_.role(i) == ChannelRole::fixed) continue;
      for (int c = 0; c < channels_.count(output); ++c)
        independent_[at(channels_.node(output, c))] = is_independent(i, c);
    }
  }
  bool is_independent(std::size_t index, int channel) const {
    const GraphOp& op = graph_.ops[index];
    if (channels_.role(index) == ChannelRole::mixes) return row_is_independent(op, channel);
    const std::vector<int> from = channels_.sources(index, channel);
    const bool all =
        std::all_of(from.begin(), from.end(), [this](int n) { return independent_[at(n)]; });
    return all || (channels_.role(index) == ChannelRole::depthwise && filter_is_zero(op, channel));
  }
  bool row_is_independent(const GraphOp& op, int row) const {
    const GraphTensor& kernel = tensor(op.inputs[1]);
    const std::size_t columns = at(kernel.shape.back());
    const std::size_t per_row = kernel.elements() / at(kernel.shape[0]);
    for (std::size_t i = 0; i < per_row; ++i) {
      if (is_zero(kernel, at(row) * per_row + i)) continue;
      const int from = channels_.column_node(op, static_cast<int>(i % columns));
      if (!independent_[at(from)]) return false;
    }
    return true;
  }
  bool filter_is_zero(const GraphOp& op, int channel) const {
    const GraphTensor& kernel = tensor(op.inputs[1]);
    for (std::size_t i = at(channel); i < kernel.elements(); i += at(kernel.shape[3]))
      if (!is_zero(kernel, i)) return false;
    return true;
  }

  // Groups of channels that go together, as long as every tensor keeps one.
  void choose() {
    std::map<int, std::vector<int>> groups;
    std::vector<bool> stays(at(channels_.nodes()), false);
    for (int n = 0; n < channels_.nodes(); ++n) {
      if (channels_.pinned(n)) stays[at(channels_.root(n))] = true;
    }
    for (std::size_t i = 0; i < graph_.ops.size(); ++i) {
      if (channels_.role(i) != ChannelRole::mixes) continue;
      const GraphOp& op = graph_.ops[i];
      for (int c = 0; c < channels_.count(op.inputs[0]); ++c) {
        const int node = channels_.node(op.inputs[0], c);
        if (!stays[at(channels_.root(node))] && !can_lose(op, c))
          stays[at(channels_.root(node))] = true;
      }
    }
    for (int n = 0; n < channels_.nodes(); ++n) {
      if (!stays[at(channels_.root(n))]) groups[channels_.root(n)].push_back(n);
    }
    std::vector<int> left;
    for (std::size_t t = 0; t < graph_.tensors.size(); ++t)
      left.push_back(channels_.count(static_cast<int>(t)) - least(static_cast<int>(t)));
    for (const auto& [root, nodes] : groups) take(nodes, left);
  }
  // A dense layer of several scales must not become one of a single scale: its kernel then rounds
  // the product of scales otherwise.
  int least(int index) const {
    for (const GraphOp& op : graph_.ops) {
      if (op.builtin == builtin::kFullyConnected && op.outputs[0] == index && op.inputs[1] >= 0 &&
          tensor(op.inputs[1]).quantization.scale.size() > 1)
        return 2;
    }
    return 1;
  }
  void take(const std::vector<int>& nodes, std::vector<int>& left) {
    std::map<int, int> of_tensor;
    for (const int n : nodes) ++of_tensor[channels_.tensor_of(n)];
    for (const auto& [t, n] : of_tensor) {
      if (left[at(t)] < n) return;
    }
    for (const auto& [t, n] : of_tensor) left[at(t)] -= n;
    for (const int n : nodes) keep_[at(n)] = false;
  }

  // The operator gives the same without this channel of its input, once its biases were changed.
  bool can_lose(const GraphOp& op, int channel) const {
    if (reads_nothing(op, channel)) return true;
    if (!independent_[at(channels_.node(op.inputs[0], channel))]) return false;
    const std::optional<float> value = constant_value(op.inputs[0], channel);
    if (!value) return false;
    const float zero = zero_point(op.inputs[0]);
    if (*value == zero) return true;
    const bool has_bias = op.inputs.size() > 2 && op.inputs[2] >= 0;
    return tensor(op.inputs[0]).type == DType::int8 && has_bias && !pads(op) &&
           biases_hold(op, channel);
  }
  bool reads_nothing(const GraphOp& op, int channel) const {
    const GraphTensor& kernel = tensor(op.inputs[1]);
    const std::size_t step = at(channels_.count(op.inputs[0]));
    for (std::size_t i = at(channel); i < kernel.elements(); i += step)
      if (!is_zero(kernel, i)) return false;
    return true;
  }
  float zero_point(int index) const {
    const Quantization& q = tensor(index).quantization;
    return q.zero_point.empty() ? 0.0F : static_cast<float>(q.zero_point[0]);
  }
  // What the channel holds at every place; nothing: not the same everywhere.
  std::optional<float> constant_value(int index, int channel) const {
    const std::span<const std::uint8_t> bytes = executor_.tensor(at(index));
    const std::size_t step = at(channels_.count(index)), elements = tensor(index).elements();
    const auto value = [&](std::size_t i) {
      if (tensor(index).type == DType::int8)
        return static_cast<float>(static_cast<std::int8_t>(bytes[i]));
      float real = 0.0F;
      std::memcpy(&real, bytes.data() + i * sizeof real, sizeof real);
      return real;
    };
    const float first = value(at(channel));
    for (std::size_t i = at(channel); i < elements; i += step)
      if (!(value(i) == first)) return std::nullopt;
    return first;
  }
  bool pads(const GraphOp& op) const {
    if (op.builtin != builtin::kConv2d) return false;
    const auto& in = tensor(op.inputs[0]).shape;
    const auto& out = tensor(op.outputs[0]).shape;
    const auto& kernel = tensor(op.inputs[1]).shape;
    const OpOptions& o = op.options;
    return pads_axis(o.padding, in[1], out[1], kernel[1], o.stride_h, o.dilation_h) ||
           pads_axis(o.padding, in[2], out[2], kernel[2], o.stride_w, o.dilation_w);
  }

  // What the channel adds to the sum of an output channel. Expects: int8, a constant channel.
  std::int64_t share(const GraphOp& op, int channel, int output) const {
    const GraphTensor& kernel = tensor(op.inputs[1]);
    const std::size_t per_row = kernel.elements() / at(kernel.shape[0]);
    const std::size_t step = at(channels_.count(op.inputs[0]));
    std::int64_t weights = 0;
    for (std::size_t i = at(channel); i < per_row; i += step)
      weights += static_cast<std::int8_t>(kernel.data[at(output) * per_row + i]);
    const float offset = *constant_value(op.inputs[0], channel) - zero_point(op.inputs[0]);
    return weights * static_cast<std::int64_t>(offset);
  }
  static constexpr std::int64_t kRoom = std::numeric_limits<std::int32_t>::max() / 2;
  std::int32_t bias_of(const GraphOp& op, int output) const {
    std::int32_t bias = 0;
    std::memcpy(&bias, tensor(op.inputs[2]).data.data() + at(output) * sizeof bias, sizeof bias);
    return bias;
  }
  // Even all channels together leave the biases within 32 bits.
  bool biases_hold(const GraphOp& op, int channel) const {
    const std::int64_t most = kRoom / channels_.count(op.inputs[0]);
    for (int o = 0; o < channels_.count(op.outputs[0]); ++o) {
      if (std::abs(share(op, channel, o)) > most || std::abs(std::int64_t{bias_of(op, o)}) > kRoom)
        return false;
    }
    return true;
  }
  void fold_biases(const GraphOp& op) {
    for (int c = 0; c < channels_.count(op.inputs[0]); ++c) {
      if (keep_[at(channels_.node(op.inputs[0], c))] || reads_nothing(op, c)) continue;
      if (*constant_value(op.inputs[0], c) == zero_point(op.inputs[0])) continue;
      for (int o = 0; o < channels_.count(op.outputs[0]); ++o) {
        const auto bias = static_cast<std::int32_t>(bias_of(op, o) + share(op, c, o));
        std::memcpy(tensor(op.inputs[2]).data.data() + at(o) * sizeof bias, &bias, sizeof bias);
      }
    }
  }

  Graph& graph_;
  const TfliteExecutor& executor_;
  const Channels channels_;
  std::vector<bool> keep_;         // by node
  std::vector<bool> independent_;  // by node
};

}  // namespace

Result<ChannelRemoval> remove_dead_channels(const Graph& graph) {
  ChannelRemoval removal{
      .graph = graph, .macs_before = graph_macs(graph), .bytes_before = constant_bytes(graph)};
  for (int taken = 1; taken > 0; removal.channels += taken) {
    TfliteExecutor executor = TADPOLE_TRY(tensor_keeping_executor(removal.graph));
    TADPOLE_TRY(executor.run());
    taken = Round(removal.graph, executor).run();
  }
  removal.macs_after = graph_macs(removal.graph);
  removal.bytes_after = constant_bytes(removal.graph);
  return removal;
}

}  // namespace tadpole
