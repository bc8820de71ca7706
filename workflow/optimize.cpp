// SPDX-License-Identifier: Apache-2.0
#include "workflow/optimize.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/hash.h"
#include "core/compress/sensitivity.h"
#include "core/graph/cost.h"
#include "core/quant/dead_channels.h"
#include "core/quant/fake_quant.h"
#include "core/train/model_file.h"
#include "workflow/compress.h"
#include "workflow/optimized_form.h"
#include "workflow/predict.h"

namespace tadpole {
namespace {

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

std::string text_of(const OptimizedForm& real, const OptimizedForm& stored,
                    const Examples& examples, std::size_t changed) {
  const std::string tag =
      examples.origin() == "recorded" ? "" : " (" + examples.origin() + " data)";
  std::string text;
  for (const OptimizedForm* form : {&real, &stored}) {
    text += fmt::format("{:<6} {:>8} bytes, test {}{}\n", form->name, form->bytes.size(),
                        metric_text(form->judgement.metric, form->judgement.value), tag);
  }
  if (!stored.judgement.classes) return text;
  text += fmt::format("{} of {} test examples are answered otherwise by int8\n", changed,
                      real.judgement.predictions.items.size());
  return text + streaming_text(*stored.judgement.classes);
}

// A step of compression as int8, tested like the rest.
Result<nlohmann::json> variant_json(const CompressedModel& step, const Project& project,
                                    const Examples& examples, Progress& progress) {
  const Graph graph = TADPOLE_TRY(device_graph(step.model, project.recipe()));
  const QuantizedForm int8 = TADPOLE_TRY(quantized(
      {graph, project.recipe(), examples, step.kernel_scale}, QuantizationScheme::int8, progress));
  OptimizedForm form{
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
  return compress({.project = project,
                   .examples = examples,
                   .options = o,
                   .trained = model,
                   .samples = samples,
                   .folder = project.folder() / "optimized"},
                  progress);
}

// Of a network that is pruned and names classes: which layer bears how much, by the validation
// samples. Null otherwise.
Result<nlohmann::json> sensitivity_json(const Project& project, const Examples& examples,
                                        const Model& trained, Progress& progress) {
  const Recipe& recipe = project.recipe();
  if (recipe.optimize.prune_percent <= 0.0 || task_of(project).goal(recipe) != Goal::classify)
    return nlohmann::json();
  Model model = TADPOLE_TRY(model_from_bytes(model_bytes(trained), "model"));
  const auto source = TADPOLE_TRY(examples.source(Split::validation));
  ThreadPool pool;
  const Sensitivity all =
      TADPOLE_TRY(pruning_sensitivity(model, *source, {0.25, 0.5, 0.75, 0.9}, pool, progress));
  nlohmann::json rows = nlohmann::json::array();
  for (const SensitivityRow& row : all.rows)
    rows.push_back({{"layer", row.layer}, {"weights", row.weights}, {"accuracy", row.accuracy}});
  return nlohmann::json{
      {"accuracy", all.accuracy}, {"levels", all.levels}, {"split", "validation"}, {"rows", rows}};
}

std::string sensitivity_text(const nlohmann::json& all) {
  if (all.is_null()) return "";
  std::string text = fmt::format("{:<24} {:>8}", "pruned alone", "weights");
  for (const auto& level : all["levels"])
    text += fmt::format(" {:>7.0f} %", 100.0 * level.get<double>());
  text += "\n";
  for (const auto& row : all["rows"]) {
    text += fmt::format("{:<24} {:>8}", row["layer"].get<std::string>(), row["weights"].get<int>());
    for (const auto& accuracy : row["accuracy"])
      text += fmt::format(" {:>7.1f} %", 100.0 * accuracy.get<double>());
    text += "\n";
  }
  return text + fmt::format(
                    "accuracy on validation when one layer alone loses that share of its "
                    "weights; whole: {:.1f} %\n",
                    100.0 * all["accuracy"].get<double>());
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

// A row of the comparison of schemes.
struct SchemeRow {
  const OptimizedForm* form = nullptr;
  double agreement = 1.0;   // share of test examples that it names as float does
  double time_ratio = 1.0;  // of one run on this computer, float's is 1
};

Result<std::vector<SchemeRow>> scheme_rows(std::span<const OptimizedForm* const> forms) {
  std::vector<SchemeRow> rows;
  const double unit = std::max(TADPOLE_TRY(seconds_per_run(forms[0]->bytes)), 1e-9);
  const Predictions& real = forms[0]->judgement.predictions;
  for (const OptimizedForm* form : forms) {
    const double changed =
        static_cast<double>(changed_examples(real, form->judgement.predictions).size());
    const double all = std::max(1.0, static_cast<double>(real.items.size()));
    rows.push_back({.form = form,
                    .agreement = 1.0 - changed / all,
                    .time_ratio = TADPOLE_TRY(seconds_per_run(form->bytes)) / unit});
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
Outcome compare_schemes(const QuantizeWork& of, std::vector<const OptimizedForm*> forms,
                        const Project& project, StageWork& work, Progress& progress) {
  const auto schemes = TADPOLE_TRY(further_schemes(of.recipe));
  if (schemes.empty()) return Done{};
  std::vector<OptimizedForm> further(schemes.size());
  for (std::size_t i = 0; i < schemes.size(); ++i) {
    OptimizedForm& form = further[i];
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
  const QuantizeWork of{last_graph, recipe, *examples, scale};
  const QuantizedForm int8 = TADPOLE_TRY(quantized(of, kInt8, progress));
  const Path folder = project.folder() / "optimized";
  if (recipe.model.streaming) {
    const Graph whole = last.lower();
    const QuantizedForm window =
        TADPOLE_TRY(quantized({whole, recipe, *examples, scale}, kInt8, progress));
    const Bytes bytes = TADPOLE_TRY(write_tflite(window.graph, notes_of(*examples, project)));
    TADPOLE_TRY(write_file(folder / kWholeWindowFile, bytes));
  }
  OptimizedForm real{"float", folder / "model_float.tflite", {}, {}},
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
  const nlohmann::json sensitivity =
      TADPOLE_TRY(sensitivity_json(project, *examples, model, progress));
  if (!sensitivity.is_null()) work.facts["sensitivity"] = sensitivity;
  if (int8.removal.channels > 0) work.facts["dead_channels"] = dead_json(int8.removal);
  work.text = text_of(real, stored, *examples, changed.size()) + dead_text(int8.removal) +
              variants_text(variants) + sensitivity_text(sensitivity);
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
