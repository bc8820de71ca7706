// SPDX-License-Identifier: Apache-2.0
#include "core/quant/quantize_tensors.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/base/result.h"
#include "core/quant/float_run.h"
#include "core/quant/quantizable.h"
#include "core/quant/scheme.h"
#include "device/model/builtin.h"
#include "device/ops/unidirectional_sequence_lstm.h"

namespace tadpole {
namespace {

std::vector<float> floats_of(const GraphTensor& tensor) {
  std::vector<float> values(tensor.elements());
  std::memcpy(values.data(), tensor.data.data(), values.size() * sizeof(float));
  return values;
}

std::int8_t stored_weight(float value, float scale) {
  return static_cast<std::int8_t>(std::clamp(std::round(value / scale), -127.0F, 127.0F));
}

// T: std::int32_t, or std::int64_t of which the kernels take 47 bits, sum included.
template <typename T>
T stored_bias(double value, double scale) {
  constexpr double kLargest = sizeof(T) == 8 ? 0x1p46 : 2147483647.0;
  return static_cast<T>(std::clamp(std::round(value / scale), -kLargest, kLargest));
}

// Kernels [O, ..., I] and [1, H, W, C]: which input channel a weight multiplies.
std::size_t input_channel(const GraphOp& op, std::size_t weight, std::size_t channels) {
  if (op.builtin != builtin::kDepthwiseConv2d) return weight % channels;
  const auto multiplier = static_cast<std::size_t>(op.options.depth_multiplier);
  return weight % (channels * multiplier) / multiplier;
}

std::size_t output_channel(const GraphOp& op, const GraphTensor& weights, std::size_t weight) {
  if (op.builtin == builtin::kDepthwiseConv2d)
    return weight % static_cast<std::size_t>(weights.shape[3]);
  return weight / (weights.elements() / static_cast<std::size_t>(weights.shape[0]));
}

// bias += sum of (weight - rounded weight) * mean input. At the border of a padded input this is an
// approximation.
void correct_bias(const GraphOp& op, const GraphTensor& weights, std::span<const float> values,
                  const WeightLayout& layout, std::span<const float> means,
                  std::vector<float>& bias) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float scale = weights.quantization.scale[(i / layout.inner) % layout.slices];
    const float lost = values[i] - scale * static_cast<float>(stored_weight(values[i], scale));
    bias[output_channel(op, weights, i)] += lost * means[input_channel(op, i, means.size())];
  }
}

void store_weights(GraphTensor& weights, std::span<const float> values,
                   const WeightLayout& layout) {
  weights.type = DType::int8;
  weights.data.resize(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float scale = weights.quantization.scale[(i / layout.inner) % layout.slices];
    weights.data[i] = static_cast<std::uint8_t>(stored_weight(values[i], scale));
  }
}

template <typename T>
void store_bias(GraphTensor& bias, std::span<const float> values, float input_scale,
                const Quantization& weights) {
  bias.type = sizeof(T) == 8 ? DType::int64 : DType::int32;
  bias.quantization = {
      .scale = {}, .zero_point = std::vector<std::int64_t>(weights.scale.size(), 0), .axis = 0};
  for (const float scale : weights.scale) bias.quantization.scale.push_back(input_scale * scale);
  bias.data.resize(values.size() * sizeof(T));
  for (std::size_t c = 0; c < values.size(); ++c) {
    const float scale = bias.quantization.scale[weights.scale.size() == 1 ? 0 : c];
    const T stored = stored_bias<T>(static_cast<double>(values[c]), static_cast<double>(scale));
    std::memcpy(bias.data.data() + c * sizeof stored, &stored, sizeof stored);
  }
}

GraphTensor& input_tensor(Graph& graph, const GraphOp& op, int slot) {
  return graph.tensors[static_cast<std::size_t>(op.inputs[static_cast<std::size_t>(slot)])];
}

bool has_input(const GraphOp& op, int slot) {
  return slot >= 0 && slot < static_cast<int>(op.inputs.size()) &&
         op.inputs[static_cast<std::size_t>(slot)] >= 0;
}

constexpr int kLargestState = 32767;  // of 16 bits, symmetric
constexpr int kLargestTime = 511;  // ten bits: the other six are left for the sum over time, as the
                                   // TFLite converter leaves them

// The largest sum of magnitudes over the weights of one unit.
double largest_unit(std::span<const float> values, std::size_t per_unit) {
  double most = 0.0;
  for (std::size_t at = 0; at < values.size(); at += per_unit) {
    double sum = 0.0;
    for (const float v : values.subspan(at, per_unit)) sum += std::fabs(static_cast<double>(v));
    most = std::max(most, sum);
  }
  return most;
}

// The scale of time weights whose sums have 31 bits: so coarse that none over a unit's whole memory
// leaves them.
double narrow_time_scale(std::span<const float> values, double largest, std::size_t per_unit) {
  const double room = largest_unit(values, per_unit) * kLargestState / (1 << 30);
  return std::max(largest / kLargestTime, room);
}

// [filters, memory] in 16 bits with one scale.
void store_time_weights(GraphTensor& time, std::span<const float> values, double scale) {
  const float stored_scale = scale > 1e-30 ? static_cast<float>(scale) : 1.0F;
  time.type = DType::int16;
  time.quantization = {.scale = {stored_scale}, .zero_point = {0}, .axis = 0};
  time.data.resize(values.size() * sizeof(std::int16_t));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto stored = static_cast<std::int16_t>(std::round(values[i] / stored_scale));
    std::memcpy(time.data.data() + i * sizeof stored, &stored, sizeof stored);
  }
}

// The power of two that just holds the range in 16 bits; of those that the kernel takes, up to 64.
Quantization cell_quantization(Range cells) {
  constexpr int kFinest = -15, kCoarsest = -9;
  const double largest = std::max(-static_cast<double>(cells.low), static_cast<double>(cells.high));
  const int power = largest > 0.0 ? static_cast<int>(std::ceil(std::log2(largest))) : 0;
  const int step = std::clamp(power + kFinest, kFinest, kCoarsest);
  return {.scale = {std::ldexp(1.0F, step)}, .zero_point = {0}, .axis = 0};
}

// A kernel with one scale, and its bias where it has one (slot; -1: none).
void quantize_gate(Graph& graph, const GraphOp& op, const GraphTensor& from, int kernel, int bias) {
  GraphTensor& weights = input_tensor(graph, op, kernel);
  const std::vector<float> values = floats_of(weights);
  const WeightLayout layout{.slices = 1, .inner = values.size()};
  std::vector<float> added;
  if (bias >= 0) added = floats_of(input_tensor(graph, op, bias));
  const bool wide = from.type == DType::int16;
  const float scale = from.quantization.scale[0];
  const std::vector<float> narrow = wide ? std::vector<float>() : added;  // must fit 32 bits
  weights.quantization = weight_quantization(values, layout, narrow, scale);
  store_weights(weights, values, layout);
  if (bias < 0) return;
  GraphTensor& stored = input_tensor(graph, op, bias);
  if (wide) {
    store_bias<std::int64_t>(stored, added, scale, weights.quantization);
  } else {
    store_bias<std::int32_t>(stored, added, scale, weights.quantization);
  }
}

// As TensorFlow Lite's converter writes them.
void add_intermediates(Graph& graph, GraphOp& op) {
  const GraphTensor output = graph.tensors[static_cast<std::size_t>(op.outputs[0])];
  const auto add = [&](const std::string& what, DType type, const Quantization& q) {
    op.intermediates.push_back(static_cast<int>(graph.tensors.size()));
    graph.tensors.push_back({output.name + "/" + what, type, {0}, q, {}});
  };
  for (const char* gate : {"input", "forget", "cell", "output"})
    add(std::string("intermediate_") + gate, DType::float32, {});
  add("intermediate_hidden", output.type, output.quantization);
}

}  // namespace

WeightLayout weight_layout(const GraphOp& op, const GraphTensor& weights) {
  if (op.builtin == builtin::kConv2d || op.builtin == builtin::kTransposeConv) {
    const auto channels = static_cast<std::size_t>(weights.shape[0]);
    return {.slices = channels, .inner = weights.elements() / channels, .axis = 0};
  }
  if (op.builtin == builtin::kDepthwiseConv2d) {
    return {.slices = static_cast<std::size_t>(weights.shape[3]), .inner = 1, .axis = 3};
  }
  return {.slices = 1, .inner = weights.elements(), .axis = 0};
}

void quantize_weights(Graph& graph, const GraphOp& op, const KernelRule& rule) {
  const WeightInputs slots = weight_inputs(op.builtin);
  GraphTensor& weights = input_tensor(graph, op, slots.kernel);
  // The bias of an SVDF belongs to what it remembers.
  const bool biased = has_input(op, slots.bias) && op.builtin != builtin::kSvdf;
  if (weights.type == DType::int8) return;  // shared, and stored already
  const std::vector<float> values = floats_of(weights);
  std::vector<float> bias;
  if (biased) bias = floats_of(input_tensor(graph, op, slots.bias));
  const WeightLayout layout = weight_layout(op, weights);
  const bool wide = input_tensor(graph, op, slots.data).type == DType::int16;
  const std::vector<float> narrow = wide ? std::vector<float>() : bias;  // must fit 32 bits
  weights.quantization = weight_quantization(values, layout, narrow, rule.input.scale[0]);
  if (rule.scale == KernelScale::per_kernel) {
    std::vector<float>& scale = weights.quantization.scale;
    std::fill(scale.begin(), scale.end(), *std::max_element(scale.begin(), scale.end()));
  }
  if (biased && !rule.input_means.empty())
    correct_bias(op, weights, values, layout, rule.input_means, bias);
  store_weights(weights, values, layout);
  if (!biased) return;
  GraphTensor& stored = input_tensor(graph, op, slots.bias);
  if (wide) {
    store_bias<std::int64_t>(stored, bias, rule.input.scale[0], weights.quantization);
  } else {
    store_bias<std::int32_t>(stored, bias, rule.input.scale[0], weights.quantization);
  }
}

void quantize_kernel(Graph& graph, const GraphOp& op) {
  GraphTensor& weights = input_tensor(graph, op, weight_inputs(op.builtin).kernel);
  if (weights.type == DType::int8) return;  // shared, and stored already
  const std::vector<float> values = floats_of(weights);
  const WeightLayout layout = weight_layout(op, weights);
  weights.quantization = weight_quantization(values, layout, {}, 1.0F);
  store_weights(weights, values, layout);
}

void quantize_constant(Graph& graph, int tensor, QuantizationScheme scheme) {
  GraphTensor& t = graph.tensors[static_cast<std::size_t>(tensor)];
  if (t.type != DType::float32) return;  // shared, and stored already
  const std::vector<float> values = floats_of(t);
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  t.quantization = activation_quantization({std::min(0.0F, *low), std::max(0.0F, *high)}, scheme);
  t.type = activation_type(scheme);
  t.data = stored_activation(t, values);
}

void quantize_memory(Graph& graph, const GraphOp& op, Range remembered) {
  constexpr int kTime = 2, kBias = 3, kState = 4;
  GraphTensor& state = input_tensor(graph, op, kState);
  const double largest =
      std::max(-static_cast<double>(remembered.low), static_cast<double>(remembered.high));
  state.type = DType::int16;
  state.quantization = {.scale = {largest > 1e-12 ? static_cast<float>(largest / kLargestState)
                                                  : 1.0F / static_cast<float>(kLargestState)},
                        .zero_point = {0},
                        .axis = 0};
  GraphTensor& time = input_tensor(graph, op, kTime);
  const bool wide = input_tensor(graph, op, 0).type == DType::int16;  // sums of 64 bits
  const std::vector<float> weights = floats_of(time);
  double heaviest = 0.0;
  for (const float v : weights) heaviest = std::max(heaviest, std::fabs(static_cast<double>(v)));
  const auto per_unit = static_cast<std::size_t>(time.shape[1] * op.options.rank);
  store_time_weights(
      time, weights,
      wide ? heaviest / kLargestState : narrow_time_scale(weights, heaviest, per_unit));
  if (!has_input(op, kBias)) return;
  GraphTensor& bias = input_tensor(graph, op, kBias);
  const float scale = state.quantization.scale[0];
  if (wide) {
    store_bias<std::int64_t>(bias, floats_of(bias), scale, time.quantization);
  } else {
    store_bias<std::int32_t>(bias, floats_of(bias), scale, time.quantization);
  }
}

void quantize_lstm(Graph& graph, GraphOp& op, Range cells) {
  using namespace device::lstm_input;
  GraphTensor& hidden = input_tensor(graph, op, kHidden);
  const GraphTensor& output = graph.tensors[static_cast<std::size_t>(op.outputs[0])];
  hidden.type = output.type;
  hidden.quantization = output.quantization;
  GraphTensor& cell = input_tensor(graph, op, kCell);
  cell.type = DType::int16;
  cell.quantization = cell_quantization(cells);
  for (int gate = 0; gate < device::kLstmGates; ++gate) {
    quantize_gate(graph, op, input_tensor(graph, op, kInput), kInputWeights + gate, kBias + gate);
    quantize_gate(graph, op, hidden, kHiddenWeights + gate, -1);
  }
  add_intermediates(graph, op);
}

}  // namespace tadpole
