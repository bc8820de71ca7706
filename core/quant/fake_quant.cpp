// SPDX-License-Identifier: Apache-2.0
#include "core/quant/fake_quant.h"

#include <cstring>
#include <utility>
namespace tadpole {
namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

bool is_value(const Graph& graph, int index) {
  if (index < 0) return false;
  const GraphTensor& t = graph.tensors[at(index)];
  return t.type == DType::float32 && t.data.size() == sizeof(float);
}

float value_of(const Graph& graph, int index) {
  const GraphTensor& t = graph.tensors[at(index)];
  float value = 0.0F;
  std::memcpy(&value, t.data.data(), sizeof value);
  return value;
}

// Other people's files hold the range as options, which are not read.
bool is_ours(const Graph& graph, const GraphOp& op) {
  return op.builtin == kFakeQuantOperator && op.inputs.size() == 3 && op.outputs.size() == 1 &&
         is_value(graph, op.inputs[1]) && is_value(graph, op.inputs[2]);
}

// Tensors that nobody reads or gives any more, away; indices follow.
void drop_unused(LearntRanges& learnt) {
  Graph& graph = learnt.graph;
  std::vector<int> now(graph.tensors.size(), -1);
  const auto mark = [&](const std::vector<int>& tensors) {
    for (const int t : tensors)
      if (t >= 0) now[at(t)] = 0;
  };
  mark(graph.inputs), mark(graph.outputs);
  for (const GraphOp& op : graph.ops) {
    for (const auto* list : {&op.inputs, &op.outputs, &op.intermediates}) mark(*list);
  }
  std::vector<GraphTensor> kept;
  for (std::size_t t = 0; t < now.size(); ++t) {
    if (now[t] < 0) continue;
    now[t] = static_cast<int>(kept.size());
    kept.push_back(std::move(graph.tensors[t]));
  }
  graph.tensors = std::move(kept);
  const auto rename = [&](std::vector<int>& tensors) {
    for (int& t : tensors)
      if (t >= 0) t = now[at(t)];
  };
  rename(graph.inputs), rename(graph.outputs);
  for (GraphOp& op : graph.ops) {
    for (auto* list : {&op.inputs, &op.outputs, &op.intermediates}) rename(*list);
  }
  std::map<int, Range> ranges;
  for (const auto& [t, range] : learnt.ranges) ranges[now[at(t)]] = range;
  learnt.ranges = std::move(ranges);
}

}  // namespace

LearntRanges take_fake_quant(const Graph& graph) {
  LearntRanges learnt{.graph = graph, .ranges = {}};
  std::vector<int> stands_for(graph.tensors.size());
  for (std::size_t t = 0; t < stands_for.size(); ++t) stands_for[t] = static_cast<int>(t);
  learnt.graph.ops.clear();
  for (GraphOp op : graph.ops) {
    for (int& t : op.inputs) t = t < 0 ? t : stands_for[at(t)];
    if (!is_ours(graph, op)) {
      learnt.graph.ops.push_back(std::move(op));
      continue;
    }
    const Range range = {value_of(graph, op.inputs[1]), value_of(graph, op.inputs[2])};
    if (range.low != 0.0F || range.high != 0.0F) learnt.ranges[op.inputs[0]] = range;
    stands_for[at(op.outputs[0])] = op.inputs[0];
  }
  for (int& t : learnt.graph.outputs) t = stands_for[at(t)];
  if (learnt.graph.ops.size() != graph.ops.size()) drop_unused(learnt);
  return learnt;
}

}  // namespace tadpole
