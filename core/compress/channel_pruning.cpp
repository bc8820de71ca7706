// SPDX-License-Identifier: Apache-2.0
#include "core/compress/channel_pruning.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>

#include "core/graph/cost.h"
#include "core/nn/model_of_graph.h"
#include "core/quant/channels.h"
#include "core/quant/cut_channels.h"

namespace tadpole {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

// L2 norm of each output's filter, divided by their mean: kernels of one graph can be compared.
std::vector<double> filter_norms(const GraphTensor& kernel, bool depthwise) {
  std::vector<float> values(kernel.elements());
  std::memcpy(values.data(), kernel.data.data(), values.size() * sizeof(float));
  const std::size_t outputs = at(depthwise ? kernel.shape[3] : kernel.shape[0]);
  std::vector<double> norms(outputs, 0.0);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double v = static_cast<double>(values[i]);
    norms[depthwise ? i % outputs : i / (values.size() / outputs)] += v * v;
  }
  double mean = 0.0;
  for (double& n : norms) mean += (n = std::sqrt(n)) / static_cast<double>(outputs);
  for (double& n : norms) n /= std::max(mean, 1e-30);
  return norms;
}

// Channels that go together, and how much they matter.
struct Group {
  std::vector<int> nodes;
  double importance = 0.0;
  int kernels = 0;
};

class ChannelPruner {
 public:
  explicit ChannelPruner(Graph& graph)
      : graph_(graph), channels_(graph), keep_(at(channels_.nodes()), true) {}

  void prune(double share) {
    for (int n = 0; n < channels_.nodes(); ++n)
      if (!channels_.pinned(n)) groups_[channels_.root(n)].nodes.push_back(n);
    weigh();
    // Rivals are groups of channels of the same tensors.
    std::map<std::vector<int>, std::vector<const Group*>> rivals;
    for (const auto& [root, group] : groups_)
      if (group.kernels > 0) rivals[tensors_of(group)].push_back(&group);
    for (auto& [tensors, list] : rivals) drop_least(list, share);
    cut_channels(graph_, channels_, keep_);
  }

 private:
  void weigh() {
    for (std::size_t i = 0; i < graph_.ops.size(); ++i) {
      const ChannelRole role = channels_.role(i);
      if (role != ChannelRole::mixes && role != ChannelRole::depthwise) continue;
      const GraphOp& op = graph_.ops[i];
      const std::vector<double> norms =
          filter_norms(graph_.tensors[at(op.inputs[1])], role == ChannelRole::depthwise);
      for (int c = 0; c < channels_.count(op.outputs[0]); ++c) {
        const auto group = groups_.find(channels_.root(channels_.node(op.outputs[0], c)));
        if (group == groups_.end()) continue;
        group->second.importance += norms[at(c)];
        ++group->second.kernels;
      }
    }
  }
  std::vector<int> tensors_of(const Group& group) const {
    std::vector<int> tensors;
    for (const int n : group.nodes) tensors.push_back(channels_.tensor_of(n));
    std::sort(tensors.begin(), tensors.end());
    tensors.erase(std::unique(tensors.begin(), tensors.end()), tensors.end());
    return tensors;
  }
  void drop_least(std::vector<const Group*>& list, double share) {
    std::stable_sort(list.begin(), list.end(), [](const Group* a, const Group* b) {
      return a->importance * b->kernels < b->importance * a->kernels;
    });
    const auto most = static_cast<std::size_t>(share * static_cast<double>(list.size()) + 1e-9);
    for (std::size_t i = 0; i < std::min(most, list.size() - 1); ++i)
      for (const int n : list[i]->nodes) keep_[at(n)] = false;
  }

  Graph& graph_;
  const Channels channels_;
  std::vector<bool> keep_;
  std::map<int, Group> groups_;  // by root
};

}  // namespace

Result<ChannelPruning> prune_channels(const Model& model, double share) {
  if (!(share >= 0.0 && share < 1.0)) {
    return wrong_use(fmt::format(
        "a share of {} of the channels shall go; expected 0 to below 1, like 0.3", share));
  }
  TADPOLE_TRY(model.runs_on_device());
  const Graph wide = model.lower();
  Graph narrow = wide;
  ChannelPruner(narrow).prune(share);
  Result<Model> made = model_of_graph(narrow);
  if (!made.ok())
    return unsupported("this network cannot lose channels: " + made.error().message +
                       "; prune single weights instead");
  ChannelPruning pruned{.model = std::move(made).value(),
                        .widths = {},
                        .macs_before = graph_macs(wide),
                        .macs_after = graph_macs(narrow)};
  for (const GraphOp& op : wide.ops) {
    const GraphTensor& before = wide.tensors[at(op.outputs[0])];
    const int after = narrow.tensors[at(op.outputs[0])].shape.back();
    if (op.inputs.size() > 1 && after < before.shape.back())
      pruned.widths.push_back({before.name, before.shape.back(), after});
  }
  return pruned;
}

}  // namespace tadpole
