// SPDX-License-Identifier: Apache-2.0
#include "workflow/predict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "workflow/keyword/listen.h"

namespace tadpole {
namespace {

const GraphTensor& first_input(const TfliteExecutor& executor) {
  return executor.graph().tensors[static_cast<std::size_t>(executor.graph().inputs[0])];
}
const GraphTensor& first_output(const TfliteExecutor& executor) {
  return executor.graph().tensors[static_cast<std::size_t>(executor.graph().outputs[0])];
}

}  // namespace

Result<Outputs> answer_split(const Examples& examples, Split split, std::size_t outputs,
                             const Answer& answer, Progress& progress) {
  Outputs all;
  const int count = examples.size(split);
  progress.begin(fmt::format("{} examples", split_name(split)), count);
  for (int i = 0; i < count; ++i) {
    if (progress.stop_requested())
      return Error{"stopped; run the same command again", ErrorKind::cancelled};
    const auto features = TADPOLE_TRY(examples.features(split, i));
    all.examples.push_back(examples.at(split, i));
    all.values.emplace_back(outputs);
    TADPOLE_TRY(answer(*features, all.values.back()));
    progress.update(i + 1, "");
  }
  progress.end();
  return all;
}

Predictions predictions_of(const Outputs& outputs, const std::vector<std::string>& labels) {
  Predictions predictions{.labels = labels, .items = {}};
  for (std::size_t i = 0; i < outputs.examples.size(); ++i) {
    const Example& e = outputs.examples[i];
    Prediction p{.clip = e.name,
                 .truth = e.label,
                 .speaker = e.who,
                 .group = e.group,
                 .probabilities = outputs.values[i]};
    // A softmax of int8 reaches 255/256 only, and steps may leave [0, 1] by a hair.
    for (float& value : p.probabilities) value = std::clamp(value, 0.0F, 1.0F);
    predictions.items.push_back(std::move(p));
  }
  return predictions;
}

Answer float_answer(Model& model) {
  const auto shape = model.input_shape();
  std::vector<float> x(static_cast<std::size_t>(shape[0]) * static_cast<std::size_t>(shape[1]) *
                       static_cast<std::size_t>(shape[2]));
  return [&model, x](const Features& features, std::span<float> out) mutable -> Outcome {
    features.real(x);
    model.predict(x, 1, out);
    return Done{};
  };
}

std::optional<device::Quantization> input_quantization(const TfliteExecutor& executor) {
  const Quantization& q = first_input(executor).quantization;
  if (q.empty() || first_input(executor).type != DType::int8) return std::nullopt;
  return device::Quantization{q.scale[0], static_cast<std::int32_t>(q.zero_point[0])};
}

std::size_t output_values(const TfliteExecutor& executor) {
  return first_output(executor).elements();
}

bool streams(const TfliteExecutor& executor) {
  const auto& tensors = executor.graph().tensors;
  return !executor.graph().forgets &&
         std::any_of(tensors.begin(), tensors.end(),
                     [](const GraphTensor& t) { return t.is_variable; });
}

Result<Graph> device_graph(const Model& model, const Recipe& recipe) {
  TADPOLE_TRY(model.runs_on_device());
  if (recipe.model.streaming) return model.lower_to_stream();
  return model.lower();
}

Result<TfliteExecutor> executor_of(const Graph& graph) {
  Bytes bytes = TADPOLE_TRY(write_tflite(graph));
  return TfliteExecutor::create(std::move(bytes));
}

namespace {

// Real values in 16 bits: rounded half away from zero, clamped.
Bytes int16_bytes(std::span<const float> values, const Quantization& q) {
  Bytes bytes(values.size() * sizeof(std::int16_t));
  for (std::size_t i = 0; i < values.size(); ++i) {
    const float steps = std::round(values[i] / q.scale[0]) + static_cast<float>(q.zero_point[0]);
    const auto stored = static_cast<std::int16_t>(std::clamp(steps, -32768.0F, 32767.0F));
    std::memcpy(bytes.data() + i * sizeof stored, &stored, sizeof stored);
  }
  return bytes;
}

}  // namespace

Result<Bytes> input_bytes(const TfliteExecutor& executor, const Features& features,
                          std::size_t values) {
  const GraphTensor& input = first_input(executor);
  if (streams(executor) ? values % input.elements() != 0 : values != input.elements()) {
    return Error{fmt::format(
        "the features have {} values, the model's input '{}' has {}; the model was made for "
        "another front end",
        values, input.name, input.elements())};
  }
  if (input.type == DType::float32) {
    std::vector<float> x(values);
    features.real(x);
    Bytes bytes(values * sizeof(float));
    std::memcpy(bytes.data(), x.data(), bytes.size());
    return bytes;
  }
  const bool stored = input.type == DType::int8 || input.type == DType::int16;
  if (!stored || input.quantization.scale.size() != 1) {
    return Error{
        fmt::format("the model's input is {}; expected int8 or int16 with one scale, or float32",
                    dtype_name(input.type))};
  }
  if (input.type == DType::int16) {
    std::vector<float> x(values);
    features.real(x);
    return int16_bytes(x, input.quantization);
  }
  Bytes bytes(values);
  features.int8(
      {input.quantization.scale[0], static_cast<std::int32_t>(input.quantization.zero_point[0])},
      {reinterpret_cast<std::int8_t*>(bytes.data()), bytes.size()});
  return bytes;
}

Outcome run_rows(TfliteExecutor& executor, std::span<const std::uint8_t> rows) {
  const std::size_t step = first_input(executor).bytes();
  for (std::size_t at = 0; at < rows.size(); at += step) {
    std::memcpy(executor.input(0).data(), rows.data() + at, step);
    TADPOLE_TRY(executor.run());
  }
  return Done{};
}

Answer tflite_answer(TfliteExecutor& executor, std::size_t features_count) {
  return [&executor, features_count](const Features& features, std::span<float> out) -> Outcome {
    const Bytes bytes = TADPOLE_TRY(input_bytes(executor, features, features_count));
    if (streams(executor)) executor.reset();
    TADPOLE_TRY(run_rows(executor, bytes));
    const std::vector<float> values = real_values(first_output(executor), executor.output(0));
    for (std::size_t i = 0; i < out.size() && i < values.size(); ++i) out[i] = values[i];
    return Done{};
  };
}

}  // namespace tadpole
