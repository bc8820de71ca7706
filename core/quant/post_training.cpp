// SPDX-License-Identifier: Apache-2.0
#include "core/quant/post_training.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/quant/calibration.h"
#include "core/tflite/tflite.h"
#include "device/model/builtin.h"

namespace tadpole {
namespace {

using builtin::kAdd;
using builtin::kFullyConnected;
using builtin::kRelu;
using builtin::kRelu6;
using builtin::kSoftmax;
constexpr int kConv = builtin::kConv2d, kDepthwise = builtin::kDepthwiseConv2d;

bool keeps_quantization(int code) { return code == builtin::kAveragePool2d || code == builtin::kMaxPool2d || code == builtin::kReshape; }
bool has_weights(int code) { return code == kConv || code == kDepthwise || code == kFullyConnected; }

std::span<const float> floats(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const float*>(bytes.data()), bytes.size() / sizeof(float)};
}

GraphTensor& tensor_of(Graph& graph, int index) { return graph.tensors[static_cast<std::size_t>(index)]; }

Outcome check_samples(const Graph& graph, std::span<const std::vector<float>> samples) {
  if (samples.empty()) return Error{"there is no calibration clip; give at least one, about 100 are usual"};
  const std::size_t values = graph.tensors[static_cast<std::size_t>(graph.inputs[0])].elements();
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (samples[i].size() != values) {
      return Error{fmt::format("calibration sample {} has {} values, the model's input takes {}; use features of the same recipe", i, samples[i].size(), values)};
    }
    if (!std::all_of(samples[i].begin(), samples[i].end(), [](float v) { return std::isfinite(v); })) {
      return Error{fmt::format("calibration sample {} holds a value that is no number; run collect, which finds such clips", i)};
    }
  }
  return Done{};
}

Outcome check_operators(const Graph& graph) {
  for (std::size_t i = 0; i < graph.ops.size(); ++i) {
    const int b = graph.ops[i].builtin;
    if (has_weights(b) || keeps_quantization(b) || b == kSoftmax || b == kAdd || b == kRelu || b == kRelu6) continue;
    return unsupported(fmt::format("operator {} ({}) has no int8 form here; keep the model as float, or replace the layer", i,
                                   builtin_name(b)));
  }
  return Done{};
}

Result<TfliteExecutor> executor_of(const Graph& graph) {
  Bytes bytes = TADPOLE_TRY(write_tflite(graph));
  TfliteExecutor executor = TADPOLE_TRY(TfliteExecutor::create(std::move(bytes)));
  executor.keep_all_tensors();
  return executor;
}

// Runs every sample; use(tensor index, its real values).
template <typename Use>
Outcome run_samples(TfliteExecutor& executor, const Graph& graph, std::span<const std::vector<float>> samples, Progress& progress,
                    const Use& use) {
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (progress.stop_requested()) return Error{"stopped during calibration; run: tadpole optimize", ErrorKind::cancelled};
    std::memcpy(executor.input(0).data(), samples[i].data(), samples[i].size() * sizeof(float));
    TADPOLE_TRY(executor.run());
    use(graph.inputs[0], std::span<const float>(samples[i]));
    for (const GraphOp& op : graph.ops) use(op.outputs[0], floats(executor.tensor(static_cast<std::size_t>(op.outputs[0]))));
    progress.update(static_cast<std::int64_t>(i) + 1, "");
  }
  return Done{};
}

Result<std::vector<Observer>> observe(const Graph& graph, std::span<const std::vector<float>> samples, CalibrationMethod method, Progress& progress) {
  TfliteExecutor executor = TADPOLE_TRY(executor_of(graph));
  std::vector<Observer> observers(graph.tensors.size());
  int broken = -1;
  TADPOLE_TRY(run_samples(executor, graph, samples, progress, [&](int tensor, std::span<const float> values) {
    if (!observers[static_cast<std::size_t>(tensor)].see(values)) broken = tensor;
  }));
  if (broken >= 0) {
    return Error{"the float model computes a value that is no number in '" + graph.tensors[static_cast<std::size_t>(broken)].name + "'; train again with a lower learning rate"};
  }
  if (method != CalibrationMethod::min_max) {
    TADPOLE_TRY(run_samples(executor, graph, samples, progress, [&](int tensor, std::span<const float> values) {
      observers[static_cast<std::size_t>(tensor)].count(values);
    }));
  }
  return observers;
}

void quantize_weights(GraphTensor& weights, int code) {
  const std::vector<float> values(floats(weights.data).begin(), floats(weights.data).end());
  std::size_t slices = 1, inner = values.size();
  int axis = 0;
  if (code == kConv) slices = static_cast<std::size_t>(weights.shape[0]), inner = values.size() / slices;
  if (code == kDepthwise) slices = static_cast<std::size_t>(weights.shape[3]), inner = 1, axis = 3;
  weights.quantization = weight_quantization(values, slices, inner, axis);
  weights.type = DType::int8;
  weights.data.resize(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float scaled = std::round(values[i] / weights.quantization.scale[(i / inner) % slices]);
    weights.data[i] = static_cast<std::uint8_t>(static_cast<std::int8_t>(std::clamp(scaled, -127.0F, 127.0F)));
  }
}

void quantize_bias(GraphTensor& bias, float input_scale, const Quantization& weights) {
  const std::vector<float> values(floats(bias.data).begin(), floats(bias.data).end());
  bias.type = DType::int32;
  bias.quantization = {.scale = {}, .zero_point = std::vector<std::int64_t>(weights.scale.size(), 0), .axis = 0};
  for (const float scale : weights.scale) bias.quantization.scale.push_back(input_scale * scale);
  bias.data.resize(values.size() * sizeof(std::int32_t));
  for (std::size_t c = 0; c < values.size(); ++c) {
    const double scale = static_cast<double>(input_scale) * static_cast<double>(weights.scale[weights.scale.size() == 1 ? 0 : c]);
    const double scaled = std::clamp(std::round(static_cast<double>(values[c]) / scale), -2147483647.0, 2147483647.0);
    const auto stored = static_cast<std::int32_t>(scaled);
    std::memcpy(bias.data.data() + c * sizeof stored, &stored, sizeof stored);
  }
}

void set_activation(GraphTensor& tensor, Quantization q) {
  tensor.type = DType::int8;
  tensor.quantization = std::move(q);
}

void quantize_op(Graph& graph, const GraphOp& op, const std::vector<Observer>& observers, CalibrationMethod method) {
  const GraphTensor& input = tensor_of(graph, op.inputs[0]);
  GraphTensor& output = tensor_of(graph, op.outputs[0]);
  if (keeps_quantization(op.builtin)) {
    set_activation(output, input.quantization);
  } else if (op.builtin == kSoftmax) {
    set_activation(output, {.scale = {1.0F / 256.0F}, .zero_point = {-128}, .axis = 0});
  } else {
    set_activation(output, activation_quantization(observers[static_cast<std::size_t>(op.outputs[0])].range(method)));
  }
  if (!has_weights(op.builtin)) return;
  GraphTensor& weights = tensor_of(graph, op.inputs[1]);
  quantize_weights(weights, op.builtin);
  if (op.inputs.size() > 2 && op.inputs[2] >= 0) quantize_bias(tensor_of(graph, op.inputs[2]), input.quantization.scale[0], weights.quantization);
}

std::vector<float> dequantized(const GraphTensor& tensor, std::span<const std::uint8_t> bytes) {
  std::vector<float> values(bytes.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = tensor.quantization.scale[0] * static_cast<float>(static_cast<std::int8_t>(bytes[i]) - tensor.quantization.zero_point[0]);
  }
  return values;
}

struct ErrorSum {
  double error = 0.0, signal = 0.0, count = 0.0;
};

void add_errors(std::vector<ErrorSum>& sums, const Graph& graph, const Graph& quantized, const TfliteExecutor& real, const TfliteExecutor& stored) {
  for (std::size_t i = 0; i < graph.ops.size(); ++i) {
    const auto at = static_cast<std::size_t>(graph.ops[i].outputs[0]);
    const std::span<const float> expected = floats(real.tensor(at));
    const std::vector<float> got = dequantized(quantized.tensors[at], stored.tensor(at));
    for (std::size_t k = 0; k < got.size(); ++k) {
      const double d = static_cast<double>(got[k]) - static_cast<double>(expected[k]);
      sums[i].error += d * d;
      sums[i].signal += static_cast<double>(expected[k]) * static_cast<double>(expected[k]);
    }
    sums[i].count += static_cast<double>(got.size());
  }
}

Result<std::vector<LayerError>> layer_errors(const Graph& graph, const Graph& quantized, std::span<const std::vector<float>> samples) {
  TfliteExecutor real = TADPOLE_TRY(executor_of(graph));
  TfliteExecutor stored = TADPOLE_TRY(executor_of(quantized));
  const GraphTensor& input = quantized.tensors[static_cast<std::size_t>(quantized.inputs[0])];
  std::vector<ErrorSum> sums(graph.ops.size());
  for (const std::vector<float>& sample : samples) {
    std::memcpy(real.input(0).data(), sample.data(), sample.size() * sizeof(float));
    const std::vector<std::int8_t> bytes = quantize_values(sample, input.quantization.scale[0], static_cast<int>(input.quantization.zero_point[0]));
    std::memcpy(stored.input(0).data(), bytes.data(), bytes.size());
    TADPOLE_TRY(real.run());
    TADPOLE_TRY(stored.run());
    add_errors(sums, graph, quantized, real, stored);
  }
  std::vector<LayerError> errors;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const double n = std::max(1.0, sums[i].count);
    LayerError e{.tensor = graph.tensors[static_cast<std::size_t>(graph.ops[i].outputs[0])].name,
                 .rms_error = std::sqrt(sums[i].error / n), .signal_rms = std::sqrt(sums[i].signal / n)};
    e.sqnr_db = sums[i].error > 0.0 ? 10.0 * std::log10(std::max(sums[i].signal, 1e-30) / sums[i].error) : 200.0;
    errors.push_back(e);
  }
  return errors;
}

}  // namespace

std::vector<std::int8_t> quantize_values(std::span<const float> values, float scale, int zero_point) {
  std::vector<std::int8_t> bytes(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float q = std::round(values[i] / scale) + static_cast<float>(zero_point);
    bytes[i] = static_cast<std::int8_t>(std::clamp(q, -128.0F, 127.0F));
  }
  return bytes;
}

Result<QuantizedModel> quantize_post_training(const Graph& graph, std::span<const std::vector<float>> samples,
                                              const PostTrainingOptions& options, Progress& progress) {
  TADPOLE_TRY(check_samples(graph, samples));
  TADPOLE_TRY(check_operators(graph));
  progress.begin("calibrate", static_cast<std::int64_t>(samples.size()));
  const std::vector<Observer> observers = TADPOLE_TRY(observe(graph, samples, options.calibration, progress));
  progress.end();
  QuantizedModel model{.graph = graph, .layers = {}};
  Quantization input = activation_quantization(observers[static_cast<std::size_t>(graph.inputs[0])].range(options.calibration));
  if (options.input_scale > 0.0F) input = {.scale = {options.input_scale}, .zero_point = {options.input_zero_point}, .axis = 0};
  set_activation(tensor_of(model.graph, graph.inputs[0]), input);
  for (const GraphOp& op : graph.ops) quantize_op(model.graph, op, observers, options.calibration);
  model.layers = TADPOLE_TRY(layer_errors(graph, model.graph, samples));
  return model;
}

}  // namespace tadpole
