// SPDX-License-Identifier: Apache-2.0
// The channels of a graph's activations (places along the last axis), and which of them come and go
// together: a depthwise convolution, a pool or a sum cannot lose one on one side alone.
#pragma once
#include <cstdint>
#include <vector>

#include "core/graph/graph.h"

namespace tadpole {

// What an operator is to the channels that go through it.
enum class ChannelRole : std::uint8_t {
  mixes,      // CONV_2D, FULLY_CONNECTED: each output channel is a sum over all input channels
  depthwise,  // each output channel comes of one input channel and has weights of its own
  passes,     // each output channel comes of the same channels of the inputs
  fixed,      // must keep every channel of what it reads and gives
};

class Channels {
 public:
  // graph must outlive it. Expects: tensor indices in range, as read_tflite() and Model::lower()
  // give them.
  explicit Channels(const Graph& graph);

  ChannelRole role(std::size_t op) const { return roles_[op]; }
  // The number of a channel; -1: the tensor has none (a constant, or not there).
  int node(int tensor, int channel) const;
  int count(int tensor) const;  // channels; 0: as node()
  int nodes() const { return nodes_; }
  int tensor_of(int node) const { return tensors_[static_cast<std::size_t>(node)]; }
  int channel_of(int node) const {
    return node - first_[static_cast<std::size_t>(tensor_of(node))];
  }

  // Channels with one root go together. A pinned one stays, with all of its root.
  int root(int node) const;
  bool pinned(int node) const { return pinned_[static_cast<std::size_t>(root(node))]; }

  // passes, depthwise: the input channels that an output channel comes of, without constants.
  std::vector<int> sources(std::size_t op, int output_channel) const;
  // mixes: the input's channel that column i of a kernel row multiplies.
  int column_node(const GraphOp& op, int column) const;

 private:
  const GraphTensor& tensor(int index) const {
    return graph_.tensors[static_cast<std::size_t>(index)];
  }
  ChannelRole role_of(const GraphOp& op) const;
  bool has_plain_weights(const GraphOp& op) const;
  bool passes_each(const GraphOp& op) const;
  bool is_mixing(const GraphOp& op) const;
  bool used_once(int tensor) const { return uses_[static_cast<std::size_t>(tensor)] == 1; }
  void join(int a, int b);
  void link(std::size_t op);
  void pin(int tensor);

  const Graph& graph_;
  int nodes_ = 0;
  std::vector<int> first_, uses_;  // by tensor
  std::vector<int> tensors_;       // by node
  std::vector<ChannelRole> roles_;
  std::vector<int> next_;
  std::vector<bool> pinned_;
};

}  // namespace tadpole
