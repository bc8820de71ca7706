// SPDX-License-Identifier: Apache-2.0
#include "core/quant/post_training.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "core/quant/calibration.h"
#include "core/quant/dynamic_range.h"
#include "core/quant/equalize.h"
#include "core/quant/fake_quant.h"
#include "core/quant/float_run.h"
#include "core/quant/layer_errors.h"
#include "core/quant/lstm_trace.h"
#include "core/quant/quantizable.h"
#include "core/quant/quantize_tensors.h"
#include "core/quant/scheme.h"
#include "core/quant/shared_scales.h"
#include "device/model/builtin.h"

namespace tadpole {
namespace {

// Mean of each channel (last axis) of an activation over all samples.
class ChannelMeans {
 public:
  void add(std::span<const float> values, std::size_t channels) {
    if (sums_.empty()) sums_.assign(channels, 0.0);
    for (std::size_t i = 0; i < values.size(); ++i)
      sums_[i % channels] += static_cast<double>(values[i]);
    count_ += static_cast<double>(values.size()) / static_cast<double>(channels);
  }
  std::vector<float> means() const {
    std::vector<float> out;
    for (const double sum : sums_) out.push_back(static_cast<float>(sum / count_));
    return out;
  }

 private:
  std::vector<double> sums_;
  double count_ = 0.0;
};

// What the samples show of each activation, by tensor index.
struct Seen {
  std::vector<Observer> observers;
  std::vector<ChannelMeans> means;
  bool same_output = true;
  std::vector<float> first_output;
};

const GraphTensor& tensor_at(const Graph& graph, int index) {
  return graph.tensors[static_cast<std::size_t>(index)];
}

// What op remembers, with use(): its variable tensors as the run left them, but the cells of an
// LSTM after every step (of its hidden values its output tells as much).
template <typename Use>
Outcome each_state(const TfliteExecutor& executor, const Graph& graph, const GraphOp& op,
                   std::optional<LstmTrace>& trace, const Use& use) {
  if (op.builtin == builtin::kUnidirectionalSequenceLstm) {
    if (!trace) trace.emplace(graph, op);
    return use(op.inputs[device::lstm_input::kCell],
               trace->cells(real_values(executor, op.inputs[device::lstm_input::kInput])));
  }
  for (const int t : op.inputs) {
    if (t >= 0 && tensor_at(graph, t).is_variable) TADPOLE_TRY(use(t, real_values(executor, t)));
  }
  return Done{};
}

// use(tensor index, its real values) for the input, every operator's output and what it remembers.
// Fails when use() does.
template <typename Use>
Outcome each_activation(TfliteExecutor& executor, const Graph& graph,
                        std::span<const std::vector<float>> samples, Progress& progress,
                        const Use& use, std::size_t done = 0) {
  std::vector<std::optional<LstmTrace>> traces(graph.ops.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (progress.stop_requested()) {
      return Error{"stopped during calibration; run: tadpole optimize", ErrorKind::cancelled};
    }
    TADPOLE_TRY(run_sample(executor, samples[i]));
    TADPOLE_TRY(use(graph.inputs[0], std::span<const float>(samples[i])));
    for (std::size_t k = 0; k < graph.ops.size(); ++k) {
      const GraphOp& op = graph.ops[k];
      TADPOLE_TRY(use(op.outputs[0], real_values(executor, op.outputs[0])));
      TADPOLE_TRY(each_state(executor, graph, op, traces[k], use));
    }
    progress.update(static_cast<std::int64_t>(done + i) + 1, "");
  }
  return Done{};
}

Outcome look(Seen& seen, const Graph& graph, int tensor, std::span<const float> values) {
  const auto at = static_cast<std::size_t>(tensor);
  if (!seen.observers[at].see(values)) {
    return Error{"the float model computes a value that is no number in '" +
                 tensor_at(graph, tensor).name + "'; train again with a lower learning rate"};
  }
  seen.means[at].add(values, static_cast<std::size_t>(tensor_at(graph, tensor).shape.back()));
  if (tensor != graph.outputs[0]) return Done{};
  if (seen.first_output.empty()) seen.first_output.assign(values.begin(), values.end());
  seen.same_output =
      seen.same_output && std::equal(values.begin(), values.end(), seen.first_output.begin());
  return Done{};
}

// A dead model: its answer has nothing to do with what it hears.
Outcome check_output(const Seen& seen, std::span<const std::vector<float>> samples) {
  const bool differ = std::any_of(samples.begin(), samples.end(),
                                  [&](const auto& sample) { return sample != samples[0]; });
  if (!seen.same_output || !differ) return Done{};
  return Error{
      fmt::format("the float model gives the same output for all {} calibration samples; train it "
                  "(again), with "
                  "another seed or a lower learning rate",
                  samples.size())};
}

Result<Seen> observe(const Graph& graph, std::span<const std::vector<float>> samples,
                     CalibrationMethod method, Progress& progress) {
  TfliteExecutor executor = TADPOLE_TRY(tensor_keeping_executor(graph));
  Seen seen{.observers = std::vector<Observer>(graph.tensors.size()),
            .means = std::vector<ChannelMeans>(graph.tensors.size()),
            .same_output = true,
            .first_output = {}};
  TADPOLE_TRY(each_activation(executor, graph, samples, progress,
                              [&](int tensor, std::span<const float> values) {
                                return look(seen, graph, tensor, values);
                              }));
  TADPOLE_TRY(check_output(seen, samples));
  if (method == CalibrationMethod::min_max) return seen;
  TADPOLE_TRY(each_activation(
      executor, graph, samples, progress,
      [&](int tensor, std::span<const float> values) {
        seen.observers[static_cast<std::size_t>(tensor)].count(values);
        return Outcome(Done{});
      },
      samples.size()));
  return seen;
}

// Turns a float graph into one of integers, operator by operator.
class Quantizer {
 public:
  Quantizer(const LearntRanges& learnt, const Seen& seen, const PostTrainingOptions& options)
      : graph_(learnt.graph),
        learnt_(learnt.ranges),
        seen_(seen),
        options_(options),
        scales_(graph_, gives_input(options) ? InputScale::given : InputScale::calibrated) {
    for (std::size_t t = 0; t < graph_.tensors.size(); ++t) {
      const int tensor = static_cast<int>(t);
      if (scales_.sets_range(tensor)) widen(tensor);
    }
  }

  Graph quantize() {
    const std::vector<GraphOp> ops = std::move(graph_.ops);
    graph_.ops.clear();
    Quantization input = calibrated(graph_.inputs[0]);
    if (gives_input(options_)) {
      input = {
          .scale = {options_.input_scale}, .zero_point = {options_.input_zero_point}, .axis = 0};
    }
    set_activation(graph_.inputs[0], input);
    for (const GraphOp& op : ops) quantize_op(op);
    return std::move(graph_);
  }

 private:
  static bool gives_input(const PostTrainingOptions& options) {
    return options.input_scale > 0.0F && options.scheme == QuantizationScheme::int8;
  }
  void set_activation(int tensor, Quantization q) {
    GraphTensor& t = graph_.tensors[static_cast<std::size_t>(tensor)];
    t.type = activation_type(options_.scheme);
    t.quantization = std::move(q);
  }
  Range range(int tensor) const {
    return seen_.observers[static_cast<std::size_t>(tensor)].range(calibration_of(options_));
  }
  Range extremes(int tensor) const {
    return seen_.observers[static_cast<std::size_t>(tensor)].range(CalibrationMethod::min_max);
  }
  void widen(int tensor) {
    const auto learnt = learnt_.find(tensor);
    const Range own = learnt != learnt_.end() ? learnt->second : range(tensor);
    Range& all = ranges_[scales_.root(tensor)];
    all = {std::min(all.low, own.low), std::max(all.high, own.high)};
  }
  Quantization calibrated(int tensor) const {
    return activation_quantization(ranges_.at(scales_.root(tensor)), options_.scheme);
  }

  Quantization output_quantization(const GraphOp& op) const {
    const int data = op.inputs[static_cast<std::size_t>(weight_inputs(op.builtin).data)];
    switch (output_rule(op.builtin)) {
      case OutputRule::as_input:
        return tensor_at(graph_, data).quantization;
      case OutputRule::symmetric:
        return symmetric_quantization(ranges_.at(scales_.root(op.outputs[0])), options_.scheme);
      case OutputRule::probability:
        return probability_quantization(options_.scheme);
      case OutputRule::signed_unit:
        return signed_unit_quantization(options_.scheme);
      default:
        return calibrated(op.outputs[0]);
    }
  }

  // The same values in another scale, by an operator of its own.
  int requantized(int tensor, const Quantization& q) {
    GraphTensor copy = tensor_at(graph_, tensor);
    copy.name += "/rescaled";
    copy.quantization = q;
    graph_.tensors.push_back(std::move(copy));
    const int to = static_cast<int>(graph_.tensors.size()) - 1;
    GraphOp op;
    op.builtin = builtin::kQuantize;
    op.inputs = {tensor};
    op.outputs = {to};
    graph_.ops.push_back(std::move(op));
    return to;
  }

  void quantize_op(GraphOp op) {
    const WeightInputs slots = weight_inputs(op.builtin);
    for (const int slot : activation_slots(op)) {
      const int tensor = op.inputs[static_cast<std::size_t>(slot)];
      if (tensor_at(graph_, tensor).is_constant())
        quantize_constant(graph_, tensor, options_.scheme);
    }
    const int data = op.inputs[static_cast<std::size_t>(slots.data)];
    const Quantization input = tensor_at(graph_, data).quantization;
    const Quantization output = output_quantization(op);
    if (output_rule(op.builtin) == OutputRule::joined) share_scale(op, output);
    set_activation(op.outputs[0], output);
    if (slots.kernel >= 0) {
      std::vector<float> means;
      if (options_.bias_correction) means = seen_.means[static_cast<std::size_t>(data)].means();
      quantize_weights(graph_, op, {input, options_.kernel_scale, means});
    }
    if (op.builtin == builtin::kSvdf) {
      quantize_memory(graph_, op, range(op.inputs[4]));
      // The integer kernels clamp to int8 and do no more, which is relu where the output's zero
      // point is -128; TensorFlow Lite runs the operator only when its file says relu.
      if (options_.scheme == QuantizationScheme::int8) op.options.activation = Activation::relu;
    }
    // No cell may leave its 16 bits, whatever method is for int8.
    if (op.builtin == builtin::kUnidirectionalSequenceLstm)
      quantize_lstm(graph_, op, extremes(op.inputs[device::lstm_input::kCell]));
    graph_.ops.push_back(std::move(op));
  }

  void share_scale(GraphOp& op, const Quantization& q) {
    for (int& tensor : op.inputs) {
      const Quantization& own = tensor_at(graph_, tensor).quantization;
      if (own.scale != q.scale || own.zero_point != q.zero_point) tensor = requantized(tensor, q);
    }
  }

  Graph graph_;
  const std::map<int, Range>& learnt_;
  const Seen& seen_;
  const PostTrainingOptions& options_;
  SharedScales scales_;
  std::map<int, Range> ranges_;  // by root
};

}  // namespace

std::vector<std::int8_t> quantize_values(std::span<const float> values, float scale,
                                         int zero_point) {
  std::vector<std::int8_t> stored(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float q = std::round(values[i] / scale) + static_cast<float>(zero_point);
    stored[i] = static_cast<std::int8_t>(std::clamp(q, -128.0F, 127.0F));
  }
  return stored;
}

namespace {

Result<Seen> calibrate(const Graph& graph, std::span<const std::vector<float>> samples,
                       CalibrationMethod method, Progress& progress) {
  const std::int64_t passes = method == CalibrationMethod::min_max ? 1 : 2;
  progress.begin("calibrate", passes * static_cast<std::int64_t>(samples.size()));
  Seen seen = TADPOLE_TRY(observe(graph, samples, method, progress));
  progress.end();
  return seen;
}

Result<Graph> equalized(Graph graph, std::span<const std::vector<float>> samples,
                        Progress& progress) {
  const Seen seen = TADPOLE_TRY(calibrate(graph, samples, CalibrationMethod::min_max, progress));
  std::vector<float> largest;
  for (const Observer& observer : seen.observers) largest.push_back(observer.largest());
  equalize_layers(graph, largest);
  return graph;
}

Result<Graph> quantized_graph(const LearntRanges& learnt,
                              std::span<const std::vector<float>> samples,
                              const PostTrainingOptions& options, Progress& progress) {
  if (options.scheme == QuantizationScheme::dynamic_range) return with_dynamic_range(learnt.graph);
  const Seen seen =
      TADPOLE_TRY(calibrate(learnt.graph, samples, calibration_of(options), progress));
  return Quantizer(learnt, seen, options).quantize();
}

}  // namespace

Result<QuantizedModel> quantize_post_training(const Graph& given,
                                              std::span<const std::vector<float>> samples,
                                              const PostTrainingOptions& options,
                                              Progress& progress) {
  LearntRanges learnt = take_fake_quant(given);
  TADPOLE_TRY(check_quantizable(learnt.graph));
  TADPOLE_TRY(check_samples(learnt.graph, samples));
  if (options.equalize) {
    if (!learnt.ranges.empty()) {
      return wrong_use(
          "equalization moves ranges that this network has learnt while it was trained for int8; "
          "use one of the two");
    }
    learnt.graph = TADPOLE_TRY(equalized(std::move(learnt.graph), samples, progress));
  }
  const Graph& graph = learnt.graph;
  QuantizedModel model{.graph = TADPOLE_TRY(quantized_graph(learnt, samples, options, progress)),
                       .layers = {}};
  model.layers = TADPOLE_TRY(layer_errors(graph, model.graph, samples));
  return model;
}

}  // namespace tadpole
