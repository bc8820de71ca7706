// SPDX-License-Identifier: Apache-2.0
#include "workflow/optimize.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>

#include "core/base/hash.h"
#include "core/compress/compressed_size.h"
#include "core/eval/anomaly.h"
#include "core/eval/choose_threshold.h"
#include "core/graph/cost.h"
#include "core/quant/dead_channels.h"
#include "core/quant/fake_quant.h"
#include "core/quant/post_training.h"
#include "core/train/model_file.h"
#include "workflow/compress.h"
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

// What is to be quantized, and by whose recipe.
struct Work {
  const Graph& graph;
  const Recipe& recipe;
  const Examples& examples;
  KernelScale scale = KernelScale::per_channel;
};

// A network's quantized form.
struct QuantizedForm {
  Graph graph;
  std::vector<LayerError> layers;
  ChannelRemoval removal;  // without its graph
};

Result<QuantizedForm> quantized(const Work& of, QuantizationScheme scheme, Progress& progress) {
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

// The file of a form under zlib; null where there is no zlib.
nlohmann::json packed_bytes(const Bytes& bytes) {
  const Result<std::size_t> packed = compressed_bytes(bytes);
  return packed.ok() ? nlohmann::json(packed.value()) : nlohmann::json();
}

// A step of compression as int8, tested like the rest.
Result<nlohmann::json> variant_json(const CompressedModel& step, const Project& project,
                                    const Examples& examples, Progress& progress) {
  const Graph graph = TADPOLE_TRY(device_graph(step.model, project.recipe()));
  const QuantizedForm int8 = TADPOLE_TRY(quantized(
      {graph, project.recipe(), examples, step.kernel_scale}, QuantizationScheme::int8, progress));
  Form form{
      step.name, project.folder() / "optimized" / ("model_" + step.name + "_int8.tflite"), {}, {}};
  TADPOLE_TRY(measure(form, int8.graph, project, examples, progress));
  nlohmann::json json = form_json(form, int8.graph);
  json["packed_bytes"] = packed_bytes(form.bytes);
  json["macs"] = graph_macs(int8.graph);
  json["sparsity"] = step.sparsity;
  json["distinct_weights"] = step.distinct_values;
  return json;
}

// The trained network as int8 first, then every step.
Result<nlohmann::json> variants_json(const Model& trained,
                                     const std::vector<CompressedModel>& steps,
                                     const Project& project, const Examples& examples,
                                     Progress& progress) {
  nlohmann::json rows = nlohmann::json::array();
  if (steps.empty()) return rows;
  Model copy = TADPOLE_TRY(model_from_bytes(model_bytes(trained), "model"));
  const CompressedModel plain{.name = "trained", .model = std::move(copy)};
  rows.push_back(TADPOLE_TRY(variant_json(plain, project, examples, progress)));
  for (const CompressedModel& step : steps)
    rows.push_back(TADPOLE_TRY(variant_json(step, project, examples, progress)));
  return rows;
}

std::string variants_text(const nlohmann::json& rows) {
  std::string text;
  for (const nlohmann::json& row : rows) {
    const std::string packed = row["packed_bytes"].is_null()
                                   ? ""
                                   : fmt::format(", packed {}", row["packed_bytes"].get<int>());
    text += fmt::format("int8 {:<18} {:>8} bytes{}, {} multiply-accumulates, test {}\n",
                        row["name"].get<std::string>(), row["file_bytes"].get<int>(), packed,
                        row["macs"].get<std::int64_t>(),
                        metric_text(row["metric"].get<std::string>(), row["value"].get<double>()));
  }
  return text;
}

nlohmann::json dead_json(const ChannelRemoval& removal) {
  return {{"channels", removal.channels},
          {"macs_before", removal.macs_before},
          {"macs_after", removal.macs_after},
          {"weight_bytes_before", removal.bytes_before},
          {"weight_bytes_after", removal.bytes_after}};
}

std::string dead_text(const ChannelRemoval& removal) {
  if (removal.channels == 0) return "";
  return fmt::format(
      "{} dead channels were taken out: {} -> {} multiply-accumulates, {} -> {} bytes of weights\n",
      removal.channels, removal.macs_before, removal.macs_after, removal.bytes_before,
      removal.bytes_after);
}

Result<std::vector<CompressedModel>> compressed(const Project& project, const Examples& examples,
                                                const Model& model, Progress& progress) {
  const OptimizeOptions& o = project.recipe().optimize;
  if (!compresses(o)) return std::vector<CompressedModel>{};
  const auto samples =
      TADPOLE_TRY(calibration_samples(examples, o.calibration_clips, examples.values()));
  return compress(project, examples, model, samples, progress);
}

// Those that the recipe names beside int8.
Result<std::vector<QuantizationScheme>> further_schemes(const Recipe& recipe) {
  const std::string& name = recipe.optimize.scheme;
  if (name == "all")
    return std::vector{QuantizationScheme::int16x8, QuantizationScheme::dynamic_range};
  const QuantizationScheme scheme = TADPOLE_TRY(parse_scheme(name));
  if (scheme == QuantizationScheme::int8) return std::vector<QuantizationScheme>{};
  return std::vector{scheme};
}

// Seconds of one run on this computer: the fastest of several.
Result<double> seconds_per_run(const Form& form) {
  constexpr int kRuns = 20;
  using Clock = std::chrono::steady_clock;
  TfliteExecutor executor = TADPOLE_TRY(TfliteExecutor::create(form.bytes));
  double fastest = std::numeric_limits<double>::max();
  for (int i = 0; i < kRuns; ++i) {
    const auto start = Clock::now();
    TADPOLE_TRY(executor.run());
    fastest = std::min(fastest, std::chrono::duration<double>(Clock::now() - start).count());
  }
  return fastest;
}

// A row of the comparison of schemes.
struct SchemeRow {
  const Form* form = nullptr;
  double agreement = 1.0;   // share of test examples that it names as float does
  double time_ratio = 1.0;  // of one run on this computer, float's is 1
};

Result<std::vector<SchemeRow>> scheme_rows(std::span<const Form* const> forms) {
  std::vector<SchemeRow> rows;
  const double unit = std::max(TADPOLE_TRY(seconds_per_run(*forms[0])), 1e-9);
  const Predictions& real = forms[0]->judgement.predictions;
  for (const Form* form : forms) {
    const double changed =
        static_cast<double>(changed_examples(real, form->judgement.predictions).size());
    const double all = std::max(1.0, static_cast<double>(real.items.size()));
    rows.push_back({.form = form,
                    .agreement = 1.0 - changed / all,
                    .time_ratio = TADPOLE_TRY(seconds_per_run(*form)) / unit});
  }
  return rows;
}

nlohmann::json schemes_json(std::span<const SchemeRow> rows) {
  nlohmann::json json = nlohmann::json::array();
  for (const SchemeRow& row : rows) {
    json.push_back({{"name", row.form->name},
                    {"file_bytes", row.form->bytes.size()},
                    {"metric", row.form->judgement.metric},
                    {"value", row.form->judgement.value},
                    {"host_time_ratio", row.time_ratio}});
    if (row.form->judgement.classes) json.back()["agreement"] = row.agreement;
  }
  return json;
}

std::string schemes_text(std::span<const SchemeRow> rows) {
  std::string text = fmt::format("{:<14} {:>8}  {:<22} {:>8} {:>6}\n", "scheme", "bytes", "test",
                                 "as float", "time");
  for (const SchemeRow& row : rows) {
    const Judgement& judged = row.form->judgement;
    const std::string same =
        judged.classes ? fmt::format("{:.1f} %", 100.0 * row.agreement) : std::string("-");
    text +=
        fmt::format("{:<14} {:>8}  {:<22} {:>8} {:>6.2f}\n", row.form->name, row.form->bytes.size(),
                    metric_text(judged.metric, judged.value), same, row.time_ratio);
  }
  return text + "time: of one run on this computer, float's is 1\n";
}

// The further schemes of the recipe: their files, and rows of these and the forms that are made.
Outcome compare_schemes(const Work& of, std::vector<const Form*> forms, const Project& project,
                        StageWork& work, Progress& progress) {
  const auto schemes = TADPOLE_TRY(further_schemes(of.recipe));
  if (schemes.empty()) return Done{};
  std::vector<Form> further(schemes.size());
  for (std::size_t i = 0; i < schemes.size(); ++i) {
    Form& form = further[i];
    form.name = scheme_names()[static_cast<std::size_t>(schemes[i])];
    form.file = project.folder() / "optimized" / ("model_" + form.name + ".tflite");
    const QuantizedForm model = TADPOLE_TRY(quantized(of, schemes[i], progress));
    TADPOLE_TRY(measure(form, model.graph, project, of.examples, progress));
    work.facts["forms"].push_back(form_json(form, model.graph));
    forms.push_back(&form);
  }
  const std::vector<SchemeRow> rows = TADPOLE_TRY(scheme_rows(forms));
  work.facts["schemes"] = schemes_json(rows);
  work.text += schemes_text(rows);
  return Done{};
}

Result<StageWork> quantize(Project& project, Progress& progress) {
  const Recipe& recipe = project.recipe();
  const auto examples = TADPOLE_TRY(task_of(project).examples(project));
  const Model model = TADPOLE_TRY(load_model(project.folder() / "model" / "model.tadpole"));
  const Graph graph = TADPOLE_TRY(device_graph(model, recipe));
  constexpr auto kInt8 = QuantizationScheme::int8;
  const auto steps = TADPOLE_TRY(compressed(project, *examples, model, progress));
  const Model& last = steps.empty() ? model : steps.back().model;
  const KernelScale scale = steps.empty() ? KernelScale::per_channel : steps.back().kernel_scale;
  const Graph last_graph = TADPOLE_TRY(device_graph(last, recipe));
  const Work of{last_graph, recipe, *examples, scale};
  const QuantizedForm int8 = TADPOLE_TRY(quantized(of, kInt8, progress));
  const Path folder = project.folder() / "optimized";
  if (recipe.model.streaming) {
    const Graph whole = last.lower();
    const QuantizedForm window =
        TADPOLE_TRY(quantized({whole, recipe, *examples, scale}, kInt8, progress));
    const Bytes bytes = TADPOLE_TRY(write_tflite(window.graph, notes_of(*examples, project)));
    TADPOLE_TRY(write_file(folder / kWholeWindowFile, bytes));
  }
  Form real{"float", folder / "model_float.tflite", {}, {}},
      stored{"int8", folder / "model_int8.tflite", {}, {}};
  TADPOLE_TRY(measure(real, take_fake_quant(graph).graph, project, *examples, progress));
  // What the device will run is tested by all that the float model was.
  TADPOLE_TRY(measure(stored, int8.graph, project, *examples, progress));
  const nlohmann::json variants =
      TADPOLE_TRY(variants_json(model, steps, project, *examples, progress));
  const nlohmann::json changed =
      changed_examples(real.judgement.predictions, stored.judgement.predictions);
  StageWork work;
  work.facts = {{"forms", {form_json(real, graph), form_json(stored, int8.graph)}},
                {"layers", layers_json(int8.layers)},
                {"changed", changed},
                {"compared_clips", examples->size(Split::test)},
                {"calibration_clips",
                 std::min(recipe.optimize.calibration_clips, examples->size(Split::train))},
                {"streaming", recipe.model.streaming},
                {"origin", examples->origin()}};
  if (!steps.empty()) work.facts["variants"] = variants;
  if (int8.removal.channels > 0) work.facts["dead_channels"] = dead_json(int8.removal);
  work.text = text_of(real, stored, *examples, changed.size()) + dead_text(int8.removal) +
              variants_text(variants);
  TADPOLE_TRY(compare_schemes(of, {&real, &stored}, project, work, progress));
  nlohmann::json all = work.facts;
  all["evaluation"] = stored.judgement.json;
  all["scores"] = scores_json(stored.judgement.predictions);
  TADPOLE_TRY(write_json(folder / "optimize.json", all));
  work.output = TADPOLE_TRY(hash_file(stored.file));
  return work;
}

}  // namespace

Result<StageResult> optimize(Project& project, Progress& progress) {
  return do_stage(project, "optimize", [&] { return quantize(project, progress); });
}

}  // namespace tadpole
