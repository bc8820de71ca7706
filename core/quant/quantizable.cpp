// SPDX-License-Identifier: Apache-2.0
#include "core/quant/quantizable.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "device/model/builtin.h"
#include "device/ops/unidirectional_sequence_lstm.h"

namespace tadpole {
namespace {

using namespace device::lstm_input;

const GraphTensor& tensor_at(const Graph& graph, int index) {
  return graph.tensors[static_cast<std::size_t>(index)];
}

std::string op_text(const Graph& graph, std::size_t index) {
  const GraphOp& op = graph.ops[index];
  return fmt::format("operator {} ({}, output '{}')", index, builtin_name(op.builtin),
                     tensor_at(graph, op.outputs[0]).name);
}

// What is stored does not hang on the operator that reads it: constant activations, and kernels of
// layers without a bias. Recurrent layers that are written out step by step share these.
bool may_be_shared(const GraphOp& op, int slot);

// A kernel or a bias: constant, float, of one operator only where it may not be shared, every value
// a number. used: tensor -> whether it may.
Outcome check_constant(const Graph& graph, std::size_t op, int slot, std::map<int, bool>& used) {
  const int tensor = graph.ops[op].inputs[static_cast<std::size_t>(slot)];
  const GraphTensor& t = tensor_at(graph, tensor);
  if (!t.is_constant() || t.type != DType::float32) {
    return unsupported(fmt::format(
        "{} has '{}' as weights, which is no float32 constant; only fixed float weights can be "
        "quantized",
        op_text(graph, op), t.name));
  }
  const bool sharable = may_be_shared(graph.ops[op], slot);
  const auto [earlier, is_first] = used.insert({tensor, sharable});
  if (!is_first && !(sharable && earlier->second)) {
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

bool has_input(const GraphOp& op, int slot) {
  return slot >= 0 && slot < static_cast<int>(op.inputs.size()) &&
         op.inputs[static_cast<std::size_t>(slot)] >= 0;
}

bool may_be_shared(const GraphOp& op, int slot) {
  const WeightInputs weights = weight_inputs(op.builtin);
  if (weights.kernel < 0) return true;
  return slot == weights.kernel && op.builtin == builtin::kFullyConnected &&
         !has_input(op, weights.bias);
}

// Kernels, biases and constant activations.
std::vector<int> constant_slots(const Graph& graph, const GraphOp& op) {
  std::vector<int> slots;
  const WeightInputs weights = weight_inputs(op.builtin);
  if (weights.kernel >= 0) slots.push_back(weights.kernel);
  if (op.builtin == builtin::kSvdf) slots.push_back(weights.kernel + 1);  // over time
  if (has_input(op, weights.bias)) slots.push_back(weights.bias);
  if (op.builtin == builtin::kUnidirectionalSequenceLstm) {
    for (int slot = kInputWeights; slot < kPeephole; ++slot) slots.push_back(slot);
    for (int slot = kBias; slot < kProjection; ++slot) slots.push_back(slot);
  }
  for (const int slot : activation_slots(op)) {
    if (tensor_at(graph, op.inputs[static_cast<std::size_t>(slot)]).is_constant())
      slots.push_back(slot);
  }
  return slots;
}

// One sequence, all four gates, and nothing that our integer kernels lack.
bool is_plain_lstm(const Graph& graph, const GraphOp& op) {
  if (op.options.time_major || !has_input(op, kInput)) return false;
  const std::vector<int>& shape = tensor_at(graph, op.inputs[kInput]).shape;
  if (shape.size() != 3 || shape[0] != 1) return false;
  for (int slot = kInputWeights; slot < kInputs; ++slot) {
    const bool ours = slot < kPeephole || (slot >= kBias && slot < kProjection) ||
                      slot == kHidden || slot == kCell;
    if (has_input(op, slot) != ours) return false;
  }
  return true;
}

Outcome check_operator(const Graph& graph, std::size_t index, std::map<int, bool>& used) {
  const GraphOp& op = graph.ops[index];
  if (output_rule(op.builtin) == OutputRule::none) {
    return unsupported(op_text(graph, index) +
                       " has no int8 form here; keep the model as float, or replace the layer");
  }
  if (op.builtin == builtin::kUnidirectionalSequenceLstm && !is_plain_lstm(graph, op)) {
    return unsupported(op_text(graph, index) +
                       " has several sequences, time first, peepholes, a projection or "
                       "normalization, which have no int8 form here; keep the model as float");
  }
  for (const int slot : activation_slots(op)) {
    const GraphTensor& t = tensor_at(graph, op.inputs[static_cast<std::size_t>(slot)]);
    const bool may_be_constant = combines_activations(op.builtin);
    if (t.type == DType::float32 && (!t.is_constant() || may_be_constant)) continue;
    return unsupported(fmt::format(
        "{} reads '{}', which is {}; only models of float32 activations can be quantized",
        op_text(graph, index), t.name, t.is_constant() ? "a constant" : "not float32"));
  }
  for (const int slot : constant_slots(graph, op))
    TADPOLE_TRY(check_constant(graph, index, slot, used));
  return Done{};
}

}  // namespace

OutputRule output_rule(int code) {
  switch (code) {
    case builtin::kConv2d:
    case builtin::kDepthwiseConv2d:
    case builtin::kFullyConnected:
    case builtin::kTransposeConv:
    case builtin::kSvdf:
    case builtin::kAdd:
    case builtin::kSub:
    case builtin::kMul:
    case builtin::kRelu:
    case builtin::kLeakyRelu:
    case builtin::kHardSwish:
      return OutputRule::calibrated;
    case builtin::kUnidirectionalSequenceLstm:  // TensorFlow Lite errs at hidden values of another
      return OutputRule::symmetric;
    case builtin::kAveragePool2d:
    case builtin::kMaxPool2d:
    case builtin::kRelu6:  // its kernel clamps in the input's scale
    case builtin::kReshape:
    case builtin::kPad:
    case builtin::kResizeNearestNeighbor:
    case builtin::kStridedSlice:
      return OutputRule::as_input;
    case builtin::kConcatenation:
      return OutputRule::joined;
    case builtin::kSoftmax:
    case builtin::kLogistic:
      return OutputRule::probability;
    case builtin::kTanh:
      return OutputRule::signed_unit;
    default:
      return OutputRule::none;
  }
}

WeightInputs weight_inputs(int code) {
  switch (code) {
    case builtin::kConv2d:
    case builtin::kDepthwiseConv2d:
    case builtin::kFullyConnected:
      return {.data = 0, .kernel = 1, .bias = 2};
    case builtin::kTransposeConv:
      return {.data = 2, .kernel = 1, .bias = 3};
    case builtin::kSvdf:
      return {.data = 0, .kernel = 1, .bias = 3};
    default:
      return {};
  }
}

bool combines_activations(int code) {
  return code == builtin::kAdd || code == builtin::kSub || code == builtin::kMul ||
         code == builtin::kConcatenation;
}

std::vector<int> activation_slots(const GraphOp& op) {
  if (!combines_activations(op.builtin)) return {weight_inputs(op.builtin).data};
  std::vector<int> slots(op.inputs.size());
  std::iota(slots.begin(), slots.end(), 0);
  return slots;
}

Outcome check_quantizable(const Graph& graph) {
  if (graph.inputs.size() != 1 || graph.outputs.size() != 1 || graph.ops.empty()) {
    return unsupported(fmt::format(
        "the model has {} inputs, {} outputs and {} operators; quantization takes models of one "
        "input and one output",
        graph.inputs.size(), graph.outputs.size(), graph.ops.size()));
  }
  std::map<int, bool> used;
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
