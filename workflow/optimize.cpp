// SPDX-License-Identifier: Apache-2.0
#include "workflow/optimize.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/hash.h"
#include "core/eval/anomaly.h"
#include "core/eval/choose_threshold.h"
#include "core/quant/post_training.h"
#include "core/train/model_file.h"
#include "workflow/infer.h"
#include "workflow/judge.h"
#include "workflow/predict.h"

namespace tadpole {
namespace {

struct Form {
  std::string name;
  Path file;
  Bytes bytes;
  Judgement judgement;
};

// Evenly over the training examples, so that every class and speaker has its turn. values: of one
// run of the model; one that streams is given the rows of an example one after the other.
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

// threshold: as it was tested, see ModelNotes; 0 before that.
TfliteMetadata notes_of(const Examples& examples, const Project& project, double threshold = 0.0) {
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

Outcome write_form(Form& form, const Graph& graph, const TfliteMetadata& metadata) {
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

// Written, read back from the disk, and run: what is measured is the file. The threshold that was
// found goes into its notes.
Outcome measure(Form& form, const Graph& graph, const Project& project, const Examples& examples,
                Progress& progress) {
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

std::int64_t constant_bytes(const Graph& graph) {
  std::int64_t sum = 0;
  for (const GraphTensor& t : graph.tensors) sum += static_cast<std::int64_t>(t.data.size());
  return sum;
}

nlohmann::json form_json(const Form& form, const Graph& graph) {
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

// Of a classifier: what int8 names otherwise.
nlohmann::json changed_examples(const Predictions& real, const Predictions& stored) {
  nlohmann::json changed = nlohmann::json::array();
  for (std::size_t i = 0; i < real.items.size(); ++i) {
    const Prediction& a = real.items[i];
    const int before = top_class(a.probabilities), after = top_class(stored.items[i].probabilities);
    if (before == after) continue;
    changed.push_back({{"clip", a.clip},
                       {"truth", real.labels[static_cast<std::size_t>(a.truth)]},
                       {"float", real.labels[static_cast<std::size_t>(before)]},
                       {"int8", real.labels[static_cast<std::size_t>(after)]}});
  }
  return changed;
}

nlohmann::json layers_json(const std::vector<LayerError>& layers) {
  nlohmann::json rows = nlohmann::json::array();
  for (const LayerError& e : layers)
    rows.push_back({{"tensor", e.tensor},
                    {"rms_error", e.rms_error},
                    {"signal_rms", e.signal_rms},
                    {"sqnr_db", e.sqnr_db}});
  return rows;
}

nlohmann::json scores_json(const Predictions& predictions) {
  nlohmann::json rows = nlohmann::json::array();
  for (const Prediction& p : predictions.items)
    rows.push_back({{"truth", p.truth},
                    {"clip", p.clip},
                    {"speaker", p.speaker},
                    {"group", p.group},
                    {"p", p.probabilities}});
  return rows;
}

std::string text_of(const Form& real, const Form& stored, const Examples& examples,
                    std::size_t changed) {
  const std::string tag =
      examples.origin() == "recorded" ? "" : " (" + examples.origin() + " data)";
  std::string text;
  for (const Form* form : {&real, &stored}) {
    text += fmt::format("{:<6} {:>8} bytes, test {}{}\n", form->name, form->bytes.size(),
                        metric_text(form->judgement.metric, form->judgement.value), tag);
  }
  if (!stored.judgement.classes) return text;
  text += fmt::format("{} of {} test examples are answered otherwise by int8\n", changed,
                      real.judgement.predictions.items.size());
  return text + streaming_text(*stored.judgement.classes);
}

Result<QuantizedModel> to_int8(const Graph& graph, const Recipe& recipe, const Examples& examples,
                               Progress& progress) {
  const std::size_t values = graph.tensors[static_cast<std::size_t>(graph.inputs[0])].elements();
  const auto samples =
      TADPOLE_TRY(calibration_samples(examples, recipe.optimize.calibration_clips, values));
  return quantize_post_training(
      graph, samples,
      {.calibration = TADPOLE_TRY(parse_calibration(recipe.optimize.calibration)),
       .bias_correction = recipe.optimize.bias_correction,
       .input_scale = examples.input_scale(),
       .input_zero_point = examples.input_zero_point()},
      progress);
}

Result<StageWork> quantize(Project& project, Progress& progress) {
  const Recipe& recipe = project.recipe();
  const auto examples = TADPOLE_TRY(task_of(project).examples(project));
  const Model model = TADPOLE_TRY(load_model(project.folder() / "model" / "model.tadpole"));
  const Graph graph = TADPOLE_TRY(device_graph(model, recipe));
  const QuantizedModel quantized = TADPOLE_TRY(to_int8(graph, recipe, *examples, progress));
  const Path folder = project.folder() / "optimized";
  if (recipe.model.streaming) {
    const QuantizedModel window = TADPOLE_TRY(to_int8(model.lower(), recipe, *examples, progress));
    const Bytes bytes = TADPOLE_TRY(write_tflite(window.graph, notes_of(*examples, project)));
    TADPOLE_TRY(write_file(folder / kWholeWindowFile, bytes));
  }
  Form real{"float", folder / "model_float.tflite", {}, {}},
      stored{"int8", folder / "model_int8.tflite", {}, {}};
  TADPOLE_TRY(measure(real, graph, project, *examples, progress));
  // What the device will run is tested by all that the float model was.
  TADPOLE_TRY(measure(stored, quantized.graph, project, *examples, progress));
  const nlohmann::json changed =
      changed_examples(real.judgement.predictions, stored.judgement.predictions);
  StageWork work;
  work.facts = {{"forms", {form_json(real, graph), form_json(stored, quantized.graph)}},
                {"layers", layers_json(quantized.layers)},
                {"changed", changed},
                {"compared_clips", examples->size(Split::test)},
                {"calibration_clips",
                 std::min(recipe.optimize.calibration_clips, examples->size(Split::train))},
                {"streaming", recipe.model.streaming},
                {"origin", examples->origin()}};
  nlohmann::json all = work.facts;
  all["evaluation"] = stored.judgement.json;
  all["scores"] = scores_json(stored.judgement.predictions);
  TADPOLE_TRY(write_json(folder / "optimize.json", all));
  work.output = TADPOLE_TRY(hash_file(stored.file));
  work.text = text_of(real, stored, *examples, changed.size());
  return work;
}

}  // namespace

Result<StageResult> optimize(Project& project, Progress& progress) {
  return do_stage(project, "optimize", [&] { return quantize(project, progress); });
}

}  // namespace tadpole
