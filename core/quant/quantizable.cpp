// SPDX-License-Identifier: Apache-2.0
#include "core/quant/quantizable.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "device/model/builtin.h"

namespace tadpole {
namespace {

const GraphTensor& tensor_at(const Graph& graph, int index) {
  return graph.tensors[static_cast<std::size_t>(index)];
}

std::string op_text(const Graph& graph, std::size_t index) {
  const GraphOp& op = graph.ops[index];
  return fmt::format("operator {} ({}, output '{}')", index, builtin_name(op.builtin),
                     tensor_at(graph, op.outputs[0]).name);
}

// A kernel or a bias: constant, float, of one operator only, every value a number.
Outcome check_constant(const Graph& graph, std::size_t op, int tensor, std::set<int>& used) {
  const GraphTensor& t = tensor_at(graph, tensor);
  if (!t.is_constant() || t.type != DType::float32) {
    return unsupported(fmt::format(
        "{} has '{}' as weights, which is no float32 constant; only fixed float weights can be "
        "quantized",
        op_text(graph, op), t.name));
  }
  if (!used.insert(tensor).second) {
    return unsupported(
        fmt::format("{} shares its weights '{}' with another operator; give each its own copy",
                    op_text(graph, op), t.name));
  }
  const auto* values = reinterpret_cast<const float*>(t.data.data());
  if (!std::all_of(values, values + t.elements(), [](float v) { return std::isfinite(v); })) {
    return Error{fmt::format(
        "the weights '{}' hold a value that is no number; train again with a lower learning rate",
        t.name)};
  }
  return Done{};
}

Outcome check_operator(const Graph& graph, std::size_t index, std::set<int>& used) {
  const GraphOp& op = graph.ops[index];
  if (output_rule(op.builtin) == OutputRule::none) {
    return unsupported(op_text(graph, index) +
                       " has no int8 form here; keep the model as float, or replace the layer");
  }
  const std::size_t activations = has_weights(op.builtin) ? 1 : op.builtin == builtin::kAdd ? 2 : 1;
  for (std::size_t i = 0; i < activations; ++i) {
    const GraphTensor& t = tensor_at(graph, op.inputs[i]);
    if (t.type == DType::float32 && !t.is_constant()) continue;
    return unsupported(fmt::format(
        "{} reads '{}', which is {}; only models of float32 activations can be quantized",
        op_text(graph, index), t.name, t.is_constant() ? "a constant" : "not float32"));
  }
  if (!has_weights(op.builtin)) return Done{};
  TADPOLE_TRY(check_constant(graph, index, op.inputs[1], used));
  const bool biased = op.inputs.size() > 2 && op.inputs[2] >= 0;
  return biased ? check_constant(graph, index, op.inputs[2], used) : Outcome(Done{});
}

}  // namespace

OutputRule output_rule(int code) {
  switch (code) {
    case builtin::kConv2d:
    case builtin::kDepthwiseConv2d:
    case builtin::kFullyConnected:
    case builtin::kAdd:
    case builtin::kRelu:
    case builtin::kRelu6:
      return OutputRule::calibrated;
    case builtin::kAveragePool2d:
    case builtin::kMaxPool2d:
    case builtin::kReshape:
    case builtin::kPad:
      return OutputRule::as_input;
    case builtin::kSoftmax:
    case builtin::kLogistic:
      return OutputRule::probability;
    default:
      return OutputRule::none;
  }
}

bool has_weights(int code) {
  return code == builtin::kConv2d || code == builtin::kDepthwiseConv2d ||
         code == builtin::kFullyConnected;
}

Outcome check_quantizable(const Graph& graph) {
  if (graph.inputs.size() != 1 || graph.outputs.size() != 1 || graph.ops.empty()) {
    return unsupported(fmt::format(
        "the model has {} inputs, {} outputs and {} operators; quantization takes models of one "
        "input and one output",
        graph.inputs.size(), graph.outputs.size(), graph.ops.size()));
  }
  std::set<int> used;
  for (std::size_t i = 0; i < graph.ops.size(); ++i) TADPOLE_TRY(check_operator(graph, i, used));
  return Done{};
}

Outcome check_samples(const Graph& graph, std::span<const std::vector<float>> samples) {
  if (samples.empty())
    return Error{"there is no calibration clip; give at least one, about 100 are usual"};
  const std::size_t values = tensor_at(graph, graph.inputs[0]).elements();
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (samples[i].size() != values) {
      return Error{
          fmt::format("calibration sample {} has {} values, the model's input takes {}; use "
                      "features of the same recipe",
                      i, samples[i].size(), values)};
    }
    if (!std::all_of(samples[i].begin(), samples[i].end(),
                     [](float v) { return std::isfinite(v); })) {
      return Error{
          fmt::format("calibration sample {} holds a value that is no number; run collect, which "
                      "finds such clips",
                      i)};
    }
  }
  return Done{};
}

}  // namespace tadpole
