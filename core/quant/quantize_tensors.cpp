// SPDX-License-Identifier: Apache-2.0
#include "core/quant/quantize_tensors.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/base/result.h"
#include "device/model/builtin.h"

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

std::int32_t stored_bias(double value, double scale) {
  return static_cast<std::int32_t>(
      std::clamp(std::round(value / scale), -2147483647.0, 2147483647.0));
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

void store_bias(GraphTensor& bias, std::span<const float> values, float input_scale,
                const Quantization& weights) {
  bias.type = DType::int32;
  bias.quantization = {
      .scale = {}, .zero_point = std::vector<std::int64_t>(weights.scale.size(), 0), .axis = 0};
  for (const float scale : weights.scale) bias.quantization.scale.push_back(input_scale * scale);
  bias.data.resize(values.size() * sizeof(std::int32_t));
  for (std::size_t c = 0; c < values.size(); ++c) {
    const float scale = bias.quantization.scale[weights.scale.size() == 1 ? 0 : c];
    const std::int32_t stored =
        stored_bias(static_cast<double>(values[c]), static_cast<double>(scale));
    std::memcpy(bias.data.data() + c * sizeof stored, &stored, sizeof stored);
  }
}

}  // namespace

WeightLayout weight_layout(const GraphOp& op, const GraphTensor& weights) {
  if (op.builtin == builtin::kConv2d) {
    const auto channels = static_cast<std::size_t>(weights.shape[0]);
    return {.slices = channels, .inner = weights.elements() / channels, .axis = 0};
  }
  if (op.builtin == builtin::kDepthwiseConv2d) {
    return {.slices = static_cast<std::size_t>(weights.shape[3]), .inner = 1, .axis = 3};
  }
  return {.slices = 1, .inner = weights.elements(), .axis = 0};
}

void quantize_weights(Graph& graph, const GraphOp& op, const Quantization& input,
                      std::span<const float> input_means) {
  GraphTensor& weights = graph.tensors[static_cast<std::size_t>(op.inputs[1])];
  const bool biased = op.inputs.size() > 2 && op.inputs[2] >= 0;
  const std::vector<float> values = floats_of(weights);
  std::vector<float> bias;
  if (biased) bias = floats_of(graph.tensors[static_cast<std::size_t>(op.inputs[2])]);
  const WeightLayout layout = weight_layout(op, weights);
  weights.quantization = weight_quantization(values, layout, bias, input.scale[0]);
  if (biased && !input_means.empty()) correct_bias(op, weights, values, layout, input_means, bias);
  store_weights(weights, values, layout);
  if (biased)
    store_bias(graph.tensors[static_cast<std::size_t>(op.inputs[2])], bias, input.scale[0],
               weights.quantization);
}

}  // namespace tadpole
