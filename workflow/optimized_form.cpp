// SPDX-License-Identifier: Apache-2.0
#include "workflow/optimized_form.h"

#include <algorithm>
#include <chrono>
#include <limits>

#include "core/base/hash.h"
#include "core/compress/compressed_size.h"
#include "core/eval/anomaly.h"
#include "core/eval/choose_threshold.h"
#include "core/graph/cost.h"
#include "workflow/infer.h"
#include "workflow/predict.h"

namespace tadpole {
namespace {

Outcome write_form(OptimizedForm& form, const Graph& graph, const TfliteMetadata& metadata) {
  const Bytes written = TADPOLE_TRY(write_tflite(graph, metadata));
  TADPOLE_TRY(write_file(form.file, written));
  form.bytes = TADPOLE_TRY(read_bytes(form.file));
  return Done{};
}

// Of a classifier the confidence below which it does not know, of a detector the score of an
// anomaly.
double tested_threshold(const Judgement& judgement, Goal goal) {
  if (goal == Goal::classify)
    return judgement.classes ? confidence_threshold(*judgement.classes) : 0.0;
  const Result<AnomalyReport> anomalies = anomaly_from_json(judgement.json);
  return goal == Goal::reconstruct && anomalies.ok() ? anomalies.value().chosen.threshold : 0.0;
}

}  // namespace

TfliteMetadata notes_of(const Examples& examples, const Project& project, double threshold) {
  const Recipe& recipe = project.recipe();
  const Goal goal = task_of(project).goal(recipe);
  ModelNotes notes{
      .labels = goal == Goal::classify ? examples.labels() : std::vector<std::string>{},
      .features = examples.features_text(),
      .origin = examples.origin(),
      .threshold = threshold,
      .input = examples.input_notes()};
  if (goal == Goal::regress) notes.targets = examples.target_names();
  if (goal == Goal::reconstruct) {
    notes.score = score_rule_name(score_rule(recipe.anomaly.detector));
    notes.score_of = recipe.anomaly.score_of;
  }
  TfliteMetadata metadata;
  metadata.entries.emplace_back(kNotesEntry, notes_text(notes));
  return metadata;
}

Result<std::vector<std::vector<float>>> calibration_samples(const Examples& examples, int count,
                                                            std::size_t values) {
  std::vector<std::vector<float>> samples;
  const int all = examples.size(Split::train);
  const int take = std::min(count, all);
  for (int i = 0; i < take; ++i) {
    const auto at = static_cast<int>(static_cast<std::int64_t>(i) * all / take);
    std::vector<float> x(examples.values());
    TADPOLE_TRY(examples.features(Split::train, at))->real(x);
    for (auto row = x.begin(); row < x.end(); row += static_cast<std::ptrdiff_t>(values))
      samples.emplace_back(row, row + static_cast<std::ptrdiff_t>(values));
  }
  return samples;
}

Outcome measure(OptimizedForm& form, const Graph& graph, const Project& project,
                const Examples& examples, Progress& progress) {
  TADPOLE_TRY(write_form(form, graph, notes_of(examples, project)));
  TfliteExecutor executor = TADPOLE_TRY(TfliteExecutor::create(form.bytes));
  const Answer answer = tflite_answer(executor, examples.values());
  form.judgement = TADPOLE_TRY(judge({.task = task_of(project),
                                      .project = project,
                                      .examples = examples,
                                      .model = form.name,
                                      .outputs = output_values(executor),
                                      .answer = answer,
                                      .input = input_quantization(executor),
                                      .adds_tests = form.name == "int8",
                                      .stream = streams(executor) ? &executor : nullptr},
                                     progress));
  const double threshold =
      tested_threshold(form.judgement, task_of(project).goal(project.recipe()));
  if (threshold == 0.0) return Done{};
  return write_form(form, graph, notes_of(examples, project, threshold));
}

nlohmann::json form_json(const OptimizedForm& form, const Graph& graph) {
  const Judgement& judged = form.judgement;
  nlohmann::json json = {{"name", form.name},
                         {"file", form.file.filename().string()},
                         {"metric", judged.metric},
                         {"value", judged.value},
                         {"low", judged.low},
                         {"high", judged.high},
                         {"file_bytes", form.bytes.size()},
                         {"weight_bytes", constant_bytes(graph)},
                         {"hash", Sha256().add(form.bytes.data(), form.bytes.size()).hex()}};
  if (judged.classes) {
    json["accuracy"] = judged.classes->accuracy;
    json["macro_f1"] = judged.classes->macro_f1;
  }
  return json;
}

Result<QuantizedForm> quantized(const QuantizeWork& of, QuantizationScheme scheme,
                                Progress& progress) {
  const auto& [graph, recipe, examples, scale] = of;
  const std::size_t values = graph.tensors[static_cast<std::size_t>(graph.inputs[0])].elements();
  const auto samples =
      TADPOLE_TRY(calibration_samples(examples, recipe.optimize.calibration_clips, values));
  const CalibrationMethod method = TADPOLE_TRY(parse_calibration(recipe.optimize.calibration));
  QuantizedModel quantized =
      TADPOLE_TRY(quantize_post_training(graph, samples,
                                         {.scheme = scheme,
                                          .equalize = recipe.optimize.equalize,
                                          .calibration = method,
                                          .bias_correction = recipe.optimize.bias_correction,
                                          .input_scale = examples.input_scale(),
                                          .input_zero_point = examples.input_zero_point(),
                                          .kernel_scale = scale},
                                         progress));
  QuantizedForm form{
      .graph = std::move(quantized.graph), .layers = std::move(quantized.layers), .removal = {}};
  if (!recipe.optimize.remove_dead_channels || scheme != QuantizationScheme::int8) return form;
  form.removal = TADPOLE_TRY(remove_dead_channels(form.graph));
  form.graph = std::move(form.removal.graph);
  return form;
}

nlohmann::json packed_bytes(const Bytes& bytes) {
  const Result<std::size_t> packed = compressed_bytes(bytes);
  return packed.ok() ? nlohmann::json(packed.value()) : nlohmann::json();
}

Result<double> seconds_per_run(const Bytes& model) {
  constexpr int kRuns = 20;
  using Clock = std::chrono::steady_clock;
  TfliteExecutor executor = TADPOLE_TRY(TfliteExecutor::create(model));
  double fastest = std::numeric_limits<double>::max();
  for (int i = 0; i < kRuns; ++i) {
    const auto start = Clock::now();
    TADPOLE_TRY(executor.run());
    fastest = std::min(fastest, std::chrono::duration<double>(Clock::now() - start).count());
  }
  return fastest;
}

}  // namespace tadpole
