// SPDX-License-Identifier: Apache-2.0
#include "workflow/optimize.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/hash.h"
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
  Predictions predictions;
  EvaluationReport report;
};

// Evenly over the training examples, so that every class and speaker has its turn.
Result<std::vector<std::vector<float>>> calibration_samples(const Examples& examples, int count) {
  std::vector<std::vector<float>> samples;
  const int all = examples.size(Split::train);
  const int take = std::min(count, all);
  for (int i = 0; i < take; ++i) {
    const auto at = static_cast<int>(static_cast<std::int64_t>(i) * all / take);
    samples.emplace_back(examples.values());
    TADPOLE_TRY(examples.features(Split::train, at))->real(samples.back());
  }
  return samples;
}

// Written, read back from the disk, and run: what is measured is the file.
Outcome measure(Form& form, const Graph& graph, const TfliteMetadata& metadata,
                const Examples& examples, Progress& progress) {
  const Bytes written = TADPOLE_TRY(write_tflite(graph, metadata));
  TADPOLE_TRY(write_file(form.file, written));
  form.bytes = TADPOLE_TRY(read_bytes(form.file));
  TfliteExecutor executor = TADPOLE_TRY(TfliteExecutor::create(form.bytes));
  const Outputs outputs = TADPOLE_TRY(answer_split(examples, Split::test, output_values(executor),
                                                   tflite_answer(executor), progress));
  form.report = TADPOLE_TRY(judge_classes(examples, outputs, form.name));
  form.predictions = predictions_of(outputs, examples.labels());
  return Done{};
}

std::int64_t constant_bytes(const Graph& graph) {
  std::int64_t sum = 0;
  for (const GraphTensor& t : graph.tensors) sum += static_cast<std::int64_t>(t.data.size());
  return sum;
}

nlohmann::json form_json(const Form& form, const Graph& graph) {
  return {{"name", form.name},
          {"file", form.file.filename().string()},
          {"accuracy", form.report.accuracy},
          {"low", form.report.accuracy_by_speaker.low},
          {"high", form.report.accuracy_by_speaker.high},
          {"macro_f1", form.report.macro_f1},
          {"file_bytes", form.bytes.size()},
          {"weight_bytes", constant_bytes(graph)},
          {"hash", Sha256().add(form.bytes.data(), form.bytes.size()).hex()}};
}

nlohmann::json changed_clips(const Form& real, const Form& stored) {
  nlohmann::json changed = nlohmann::json::array();
  for (std::size_t i = 0; i < real.predictions.items.size(); ++i) {
    const Prediction& a = real.predictions.items[i];
    const int before = top_class(a.probabilities),
              after = top_class(stored.predictions.items[i].probabilities);
    if (before == after) continue;
    const auto& labels = real.predictions.labels;
    changed.push_back({{"clip", a.clip},
                       {"truth", labels[static_cast<std::size_t>(a.truth)]},
                       {"float", labels[static_cast<std::size_t>(before)]},
                       {"int8", labels[static_cast<std::size_t>(after)]}});
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

TfliteMetadata notes_of(const Examples& examples) {
  const ModelNotes notes{.labels = examples.labels(),
                         .features = examples.features_text(),
                         .origin = examples.origin(),
                         .threshold = 0.0};
  TfliteMetadata metadata;
  metadata.entries.emplace_back(kNotesEntry, notes_text(notes));
  return metadata;
}

Result<StageWork> quantize(Project& project, Progress& progress) {
  const Recipe& recipe = project.recipe();
  const Task& task = task_of(project);
  const auto examples = TADPOLE_TRY(task.examples(project));
  const Model model = TADPOLE_TRY(load_model(project.folder() / "model" / "model.tadpole"));
  const Graph graph = model.lower();
  const auto samples =
      TADPOLE_TRY(calibration_samples(*examples, recipe.optimize.calibration_clips));
  PostTrainingOptions options{
      .calibration = TADPOLE_TRY(parse_calibration(recipe.optimize.calibration)),
      .bias_correction = recipe.optimize.bias_correction,
      .input_scale = examples->input_scale(),
      .input_zero_point = examples->input_zero_point()};
  const QuantizedModel quantized =
      TADPOLE_TRY(quantize_post_training(graph, samples, options, progress));
  const Path folder = project.folder() / "optimized";
  const TfliteMetadata metadata = notes_of(*examples);
  Form real{"float", folder / "model_float.tflite", {}, {}, {}},
      stored{"int8", folder / "model_int8.tflite", {}, {}, {}};
  TADPOLE_TRY(measure(real, graph, metadata, *examples, progress));
  TADPOLE_TRY(measure(stored, quantized.graph, metadata, *examples, progress));
  // What the device will run is tested by all that the float model was.
  TfliteExecutor executor = TADPOLE_TRY(TfliteExecutor::create(stored.bytes));
  const Answer answer = tflite_answer(executor);
  TADPOLE_TRY(task.add_tests(stored.report, project, *examples, answer, progress));
  StageWork work;
  work.facts = {{"forms", {form_json(real, graph), form_json(stored, quantized.graph)}},
                {"layers", layers_json(quantized.layers)},
                {"changed", changed_clips(real, stored)},
                {"compared_clips", real.predictions.items.size()},
                {"calibration_clips", samples.size()},
                {"origin", examples->origin()}};
  nlohmann::json all = work.facts;
  all["evaluation"] = evaluation_to_json(stored.report);
  all["scores"] = scores_json(stored.predictions);
  TADPOLE_TRY(write_json(folder / "optimize.json", all));
  work.output = TADPOLE_TRY(hash_file(stored.file));
  const std::string tag =
      examples->origin() == "recorded" ? "" : " (" + examples->origin() + " voices)";
  for (const Form* form : {&real, &stored}) {
    work.text += fmt::format("{:<6} {:>8} bytes, test accuracy {:.1f} %{}\n", form->name,
                             form->bytes.size(), 100 * form->report.accuracy, tag);
  }
  work.text += fmt::format("{} of {} test clips are answered otherwise by int8\n",
                           work.facts["changed"].size(), real.predictions.items.size());
  work.text += streaming_text(stored.report);
  return work;
}

}  // namespace

Result<StageResult> optimize(Project& project, Progress& progress) {
  return do_stage(project, "optimize", [&] { return quantize(project, progress); });
}

}  // namespace tadpole
