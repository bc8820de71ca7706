// SPDX-License-Identifier: Apache-2.0
#include "core/quant/equalize.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <vector>

#include "core/quant/quantizable.h"
#include "device/model/builtin.h"

namespace tadpole {
namespace {

constexpr int kMostRounds = 40;         // over all pairs, which pull at each other
constexpr double kStill = 1e-3;         // a round whose factors all lie so near to 1 is the last
constexpr double kLargestFactor = 1e4;  // a channel of almost nothing is left where it is
constexpr float kSix = 6.0F;

std::size_t at(int index) { return static_cast<std::size_t>(index); }

bool is_layer(int code) {
  return code == builtin::kConv2d || code == builtin::kDepthwiseConv2d ||
         code == builtin::kFullyConnected;
}

// f(s x) = s f(x) for every s > 0, channel by channel.
bool hands_factors_through(int code) {
  return code == builtin::kRelu || code == builtin::kAveragePool2d || code == builtin::kMaxPool2d ||
         code == builtin::kPad || code == builtin::kReshape;
}

struct Pair {
  std::size_t first = 0, second = 0;  // operators
  int channels = 0;
};

// The numbers of a constant, changed in place.
class Values {
 public:
  explicit Values(GraphTensor& tensor) : tensor_(tensor), values_(tensor.elements()) {
    std::memcpy(values_.data(), tensor.data.data(), tensor.data.size());
  }
  ~Values() { std::memcpy(tensor_.data.data(), values_.data(), tensor_.data.size()); }
  Values(const Values&) = delete;
  Values& operator=(const Values&) = delete;
  std::size_t size() const { return values_.size(); }
  float& operator[](std::size_t i) { return values_[i]; }

 private:
  GraphTensor& tensor_;
  std::vector<float> values_;
};

GraphTensor& kernel_of(Graph& graph, const GraphOp& op) {
  return graph.tensors[at(op.inputs[at(weight_inputs(op.builtin).kernel)])];
}

// Which output channel a weight makes.
std::size_t made_channel(const GraphOp& op, const GraphTensor& kernel, std::size_t weight) {
  if (op.builtin == builtin::kDepthwiseConv2d) return weight % at(kernel.shape[3]);
  return weight / (kernel.elements() / at(kernel.shape[0]));
}

// Which of `channels` input channels a weight multiplies. A fully connected layer may see pixels of
// them, one after the other.
std::size_t read_channel(const GraphOp& op, const GraphTensor& kernel, std::size_t weight,
                         std::size_t channels) {
  if (op.builtin != builtin::kDepthwiseConv2d) return weight % channels;
  const std::size_t outputs = at(kernel.shape[3]);
  return weight % outputs / (outputs / channels);
}

void widen(double& most, float value) {
  most = std::max(most, std::fabs(static_cast<double>(value)));
}

class Equalizer {
 public:
  Equalizer(Graph& graph, std::span<const float> largest) : graph_(graph), largest_(largest) {
    for (std::size_t i = 0; i < graph.ops.size(); ++i) find_pair(i);
  }

  int run() {
    for (const Pair& pair : pairs_) {
      Activation& activation = graph_.ops[pair.first].options.activation;
      if (activation == Activation::relu6) activation = Activation::relu;
    }
    double moved = 1.0;
    for (int round = 0; round < kMostRounds && moved > kStill; ++round) {
      moved = 0.0;
      for (const Pair& pair : pairs_) moved = std::max(moved, equalize(pair));
    }
    return static_cast<int>(pairs_.size());
  }

 private:
  // The only operator that reads a tensor which is no output of the model.
  std::optional<std::size_t> only_reader(int tensor) const {
    if (std::find(graph_.outputs.begin(), graph_.outputs.end(), tensor) != graph_.outputs.end())
      return std::nullopt;
    std::optional<std::size_t> reader;
    for (std::size_t i = 0; i < graph_.ops.size(); ++i) {
      const auto& inputs = graph_.ops[i].inputs;
      const auto uses = std::count(inputs.begin(), inputs.end(), tensor);
      if (uses == 0) continue;
      if (uses > 1 || reader) return std::nullopt;
      reader = i;
    }
    return reader;
  }

  // Factors of one layer must not reach another one that has the same weights.
  bool owns_weights(const GraphOp& op) const {
    const int kernel = op.inputs[at(weight_inputs(op.builtin).kernel)];
    return std::count_if(graph_.ops.begin(), graph_.ops.end(), [kernel](const GraphOp& other) {
             return std::find(other.inputs.begin(), other.inputs.end(), kernel) !=
                    other.inputs.end();
           }) == 1;
  }

  bool never_clips(const GraphOp& op) const {
    switch (op.options.activation) {
      case Activation::none:
      case Activation::relu:
        return true;
      case Activation::relu6:
        return !largest_.empty() && largest_[at(op.outputs[0])] < kSix;
      default:
        return false;
    }
  }

  void find_pair(std::size_t i) {
    const GraphOp& first = graph_.ops[i];
    if (!is_layer(first.builtin) || !never_clips(first) || !owns_weights(first)) return;
    const int channels = graph_.tensors[at(first.outputs[0])].shape.back();
    std::optional<std::size_t> next = only_reader(first.outputs[0]);
    while (next && hands_factors_through(graph_.ops[*next].builtin)) {
      const GraphOp& between = graph_.ops[*next];
      const bool plain = between.options.activation == Activation::none ||
                         between.options.activation == Activation::relu;
      const bool same = between.builtin == builtin::kReshape ||
                        graph_.tensors[at(between.outputs[0])].shape.back() == channels;
      if (!plain || !same) return;
      next = only_reader(between.outputs[0]);
    }
    if (next && reads_channels(graph_.ops[*next], channels)) pairs_.push_back({i, *next, channels});
  }

  bool reads_channels(const GraphOp& op, int channels) const {
    if (!is_layer(op.builtin) || !owns_weights(op)) return false;
    const std::vector<int>& kernel = graph_.tensors[at(op.inputs[1])].shape;
    const int input = graph_.tensors[at(op.inputs[0])].shape.back();
    if (op.builtin == builtin::kFullyConnected) return kernel[1] % channels == 0;
    if (input != channels) return false;
    return op.builtin == builtin::kDepthwiseConv2d ? kernel[3] % channels == 0
                                                   : kernel[3] == channels;  // not grouped
  }

  // The factors that give what makes a channel and what reads it one range.
  static std::vector<float> factors(const std::vector<double>& made,
                                    const std::vector<double>& read) {
    std::vector<float> factor(made.size(), 1.0F);
    for (std::size_t c = 0; c < factor.size(); ++c) {
      const double wanted = made[c] > 0.0 && read[c] > 0.0 ? std::sqrt(made[c] / read[c]) : 1.0;
      if (wanted < kLargestFactor && wanted > 1.0 / kLargestFactor)
        factor[c] = static_cast<float>(wanted);
    }
    return factor;
  }

  // Divides what makes a channel and multiplies what reads it. Returns how far the factors were
  // from 1.
  double equalize(const Pair& pair) {
    const GraphOp& first = graph_.ops[pair.first];
    const GraphOp& second = graph_.ops[pair.second];
    GraphTensor& maker = kernel_of(graph_, first);
    GraphTensor& reader = kernel_of(graph_, second);
    const std::size_t channels = at(pair.channels);
    Values makes(maker), reads(reader);
    std::vector<double> made(channels, 0.0), read(channels, 0.0);
    for (std::size_t w = 0; w < makes.size(); ++w)
      widen(made[made_channel(first, maker, w)], makes[w]);
    for (std::size_t w = 0; w < reads.size(); ++w)
      widen(read[read_channel(second, reader, w, channels)], reads[w]);
    const std::vector<float> factor = factors(made, read);
    for (std::size_t w = 0; w < makes.size(); ++w)
      makes[w] /= factor[made_channel(first, maker, w)];
    for (std::size_t w = 0; w < reads.size(); ++w)
      reads[w] *= factor[read_channel(second, reader, w, channels)];
    if (first.inputs.size() > 2 && first.inputs[2] >= 0) {
      Values bias(graph_.tensors[at(first.inputs[2])]);
      for (std::size_t c = 0; c < channels; ++c) bias[c] /= factor[c];
    }
    double moved = 0.0;
    for (const float f : factor)
      moved = std::max(moved, std::fabs(std::log(static_cast<double>(f))));
    return moved;
  }

  Graph& graph_;
  std::span<const float> largest_;
  std::vector<Pair> pairs_;
};

}  // namespace

int equalize_layers(Graph& graph, std::span<const float> largest) {
  return Equalizer(graph, largest).run();
}

}  // namespace tadpole
