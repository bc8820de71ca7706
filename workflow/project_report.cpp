// SPDX-License-Identifier: Apache-2.0
// What the stages left -> the page of the run. Reads only their files: the page can be drawn again
// at any time.
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <map>
#include <set>

#include "core/base/json.h"
#include "core/report/encode.h"
#include "core/report/html_report.h"
#include "core/tflite/inspect.h"
#include "workflow/explore.h"
#include "workflow/report_outcomes.h"
#include "workflow/report_parts.h"
#include "workflow/run.h"
#include "workflow/task.h"

namespace tadpole {
namespace {

using Json = nlohmann::json;

int count_of(const Json& json, const char* key) { return static_cast<int>(json_number(json, key)); }
std::int64_t bytes_of(const Json& json, const char* key) {
  return static_cast<std::int64_t>(json_number(json, key));
}

std::string now_text() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  char text[40];
  std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &utc);
  return text;
}

std::vector<ReportStage> stages_of(const Project& project) {
  const std::map<std::string, std::string> output = {
      {"collect", "dataset/"},     {"preprocess", "features/"}, {"train", "model/"},
      {"evaluate", "evaluation/"}, {"optimize", "optimized/"},  {"deploy", "deploy/"}};
  std::vector<ReportStage> stages;
  for (const std::string& name : stage_names()) {
    ReportStage stage{.name = name,
                      .state = StageState::not_run,
                      .command = fmt::format("tadpole {} {}", name, project.name()),
                      .seconds = 0.0,
                      .output = output.at(name)};
    if (const StageRecord* record = project.record(name)) {
      stage.state = project.is_current(name) ? StageState::done : StageState::stale;
      stage.seconds = record->seconds;
    }
    stages.push_back(stage);
  }
  return stages;
}

TrainingSummary training_of(const Recipe& recipe, const Json& facts) {
  TrainingSummary s{.model = json_text(facts, "model"),
                    .epochs = {},
                    .best_epoch = count_of(facts, "best_epoch"),
                    .parameters = bytes_of(facts, "parameters"),
                    .macs = bytes_of(facts, "macs"),
                    .stopped_because = json_text(facts, "stopped_because"),
                    .layers_text = json_text(facts, "layers_text"),
                    .options = named_options(recipe, "train")};
  for (const Json& e : json_list(facts, "epochs")) {
    s.epochs.push_back({count_of(e, "epoch"), json_number(e, "loss"),
                        json_number(e, "validation_loss"), json_number(e, "accuracy"),
                        json_number(e, "validation_accuracy"), json_number(e, "learning_rate")});
  }
  return s;
}

// A file that somebody changed by hand costs its part of the page.
void add_watched(TrainingSummary& summary, const Json& facts, int labels) {
  if (!facts.contains("watch")) return;
  summary.watched_from = count_of(facts["watch"], "from");
  for (const Json& s : json_list(facts["watch"], "samples")) {
    WatchedSample w{json_text(s, "name"), json_text(s, "truth"), {}, {}};
    for (const Json& said : json_list(s, "said"))
      w.said.push_back(said.is_number() ? std::clamp(said.get<int>(), -1, labels - 1) : -1);
    for (const Json& value : json_list(s, "value"))
      w.value.push_back(value.is_number() ? value.get<double>() : 0.0);
    if (w.said.size() == w.value.size()) summary.watched.push_back(std::move(w));
  }
}

std::optional<FeatureMap> map_of(const Json& json, int labels) {
  FeatureMap map{.pca_share = json_number(json, "pca_share"), .of = count_of(json, "of")};
  const auto plane = [](const Json& list, std::vector<std::array<float, 2>>& points) {
    for (const Json& p : list)
      if (p.is_array() && p.size() == 2 && p[0].is_number() && p[1].is_number())
        points.push_back({p[0].get<float>(), p[1].get<float>()});
  };
  plane(json_list(json, "pca"), map.pca);
  plane(json_list(json, "t_sne"), map.t_sne);
  for (const Json& name : json_list(json, "names"))
    map.names.push_back(name.is_string() ? name.get<std::string>() : "?");
  for (const Json& label : json_list(json, "labels"))
    map.labels.push_back(label.is_number() ? std::clamp(label.get<int>(), -1, labels - 1) : -1);
  const std::size_t count = map.names.size();
  const bool fits = count > 0 && map.labels.size() == count && map.pca.size() == count &&
                    map.t_sne.size() == count;
  return fits ? std::optional(std::move(map)) : std::nullopt;
}

// Of what is no accuracy.
std::string other_metric(const std::string& metric) { return metric == "accuracy" ? "" : metric; }

OptimizeSummary optimize_of(const Json& facts) {
  OptimizeSummary s;
  for (const Json& f : json_list(facts, "forms")) {
    ModelForm form;
    form.name = json_text(f, "name");
    form.accuracy = json_number(f, "accuracy");
    form.interval.low = json_number(f, "low"), form.interval.high = json_number(f, "high");
    form.interval.method = "bootstrap";
    form.file_bytes = bytes_of(f, "file_bytes"), form.weight_bytes = bytes_of(f, "weight_bytes");
    form.macro_f1 = json_number(f, "macro_f1");
    form.metric = other_metric(json_text(f, "metric"));
    form.value = json_number(f, "value");
    s.forms.push_back(std::move(form));
  }
  for (const Json& e : json_list(facts, "layers"))
    s.layers.push_back({json_text(e, "tensor"), json_number(e, "rms_error"),
                        json_number(e, "signal_rms"), json_number(e, "sqnr_db")});
  for (const Json& c : json_list(facts, "changed"))
    s.changed.push_back(
        {json_text(c, "clip"), json_text(c, "truth"), json_text(c, "float"), json_text(c, "int8")});
  s.compared_clips = count_of(facts, "compared_clips");
  s.calibration_clips = count_of(facts, "calibration_clips");
  return s;
}

Predictions predictions_of(const Json& facts, const std::vector<std::string>& labels) {
  Predictions predictions{.labels = labels, .items = {}};
  for (const Json& row : json_list(facts, "scores")) {
    Prediction p{.clip = json_text(row, "clip"),
                 .truth = count_of(row, "truth"),
                 .speaker = json_text(row, "speaker"),
                 .group = json_text(row, "group"),
                 .probabilities = {}};
    for (const Json& value : json_list(row, "p"))
      p.probabilities.push_back(value.is_number() ? value.get<float>() : 0.0F);
    if (p.probabilities.size() == labels.size() && p.truth >= 0 &&
        p.truth < static_cast<int>(labels.size()))
      predictions.items.push_back(std::move(p));
  }
  return predictions;
}

DeploySummary deploy_of(const Project& project, const Json& facts) {
  DeploySummary s{
      .model_file = "optimized/model_int8.tflite", .plan = {}, .operators = {}, .boards = {}};
  if (facts.contains("plan")) {
    s.plan.arena_bytes = static_cast<std::size_t>(json_number(facts["plan"], "arena_bytes"));
    for (const Json& b : json_list(facts["plan"], "buffers")) {
      s.plan.buffers.push_back({json_text(b, "name"),
                                static_cast<std::size_t>(json_number(b, "offset")),
                                static_cast<std::size_t>(json_number(b, "bytes")),
                                count_of(b, "first_op"), count_of(b, "last_op")});
    }
  }
  const auto bytes = read_bytes(project.folder() / s.model_file);
  if (bytes.ok()) {
    const auto report = inspect_tflite(bytes.value());
    for (std::size_t i = 0; report.ok() && i < report.value().ops.size(); ++i)
      s.operators.push_back(report.value().ops[i].name);
  }
  const Json instructions = facts.contains("instructions") ? facts["instructions"] : Json::object();
  const Json estimate = facts.contains("estimate") ? facts["estimate"] : Json::object();
  s.boards.push_back({.board = json_text(facts, "board"),
                      .status = json_text(facts, "not_run").empty() ? "run" : "not run here",
                      .reason = json_text(facts, "note"),
                      .flash_bytes = bytes_of(facts, "flash_bytes"),
                      .flash_limit = bytes_of(facts, "flash_limit_bytes"),
                      .ram_bytes = bytes_of(facts, "ram_bytes"),
                      .ram_limit = bytes_of(facts, "ram_limit_bytes"),
                      .arena_bytes = bytes_of(facts, "arena_bytes"),
                      .instructions_features = bytes_of(instructions, "features"),
                      .instructions_inference = bytes_of(instructions, "inference"),
                      .clock_mhz = json_number(estimate, "clock_hz", 64e6) / 1e6,
                      .estimated_ms = json_number(estimate, "ms"),
                      .estimated_mj = json_number(estimate, "mj"),
                      .host_equal = facts.contains("host_equal") && facts["host_equal"] == true,
                      .compared_clips = count_of(facts, "compared")});
  return s;
}

Json facts_of(const Project& project, const char* file) {
  const auto read = read_json(project.folder() / file);
  return read.ok() ? read.value() : Json::object();
}

// The page shows the int8 model, which is what the device runs; the float model until there is one.
std::optional<EvaluationReport> evaluation_of(const Json& evaluated, const Json& optimized) {
  for (const Json* json :
       {optimized.contains("evaluation") ? &optimized["evaluation"] : nullptr, &evaluated}) {
    if (json == nullptr) continue;
    auto report = evaluation_from_json(*json);
    if (report.ok()) return std::move(report).value();
  }
  return std::nullopt;
}

std::vector<NamedValue> provenance_of(const Project& project) {
  std::vector<NamedValue> values = {{"seed", std::to_string(project.recipe().project.seed)}};
  for (const std::string& stage : stage_names()) {
    if (const StageRecord* record = project.record(stage))
      values.push_back({stage + " made", record->output});
  }
  return values;
}

}  // namespace

Outcome write_project_report(const Project& project) {
  RunReport report{.format = 1,
                   .project = project.name(),
                   .template_name = project.recipe().project.kind,
                   .wording = task_of(project).wording(),
                   .labels = {},
                   .created = now_text(),
                   .stages = stages_of(project)};
  task_of(project).report_data(project, report);
  if (!report.dataset) return write_report(report, project.folder());
  if (project.record("train"))
    report.training = training_of(project.recipe(), facts_of(project, "model/training.json"));
  if (project.record("preprocess"))
    report.map = map_of(facts_of(project, kMapFile), static_cast<int>(report.labels.size()));
  if (report.training) {
    add_watched(*report.training, facts_of(project, "model/training.json"),
                static_cast<int>(report.labels.size()));
    const Bytes sheet = task_of(project).augmentation_sheet(project);
    if (!sheet.empty()) report.training->augmentation_png_base64 = base64(sheet);
  }
  const Json optimized =
      project.record("optimize") ? facts_of(project, "optimized/optimize.json") : Json::object();
  if (project.record("evaluate") || optimized.contains("evaluation"))
    report.evaluation = evaluation_of(facts_of(project, "evaluation/evaluation.json"), optimized);
  // The page shows the int8 model, which is what the device runs; the float model until there is
  // one.
  const Json judged = optimized.contains("evaluation")
                          ? optimized["evaluation"]
                          : facts_of(project, "evaluation/evaluation.json");
  const Json training = facts_of(project, "model/training.json");
  const Json evaluated = facts_of(project, "evaluation/evaluation.json");
  if (project.record("evaluate") && evaluated.contains("baseline"))
    report.baseline = json_text(evaluated["baseline"], "sentence");
  report.regression = regression_summary(judged, json_list(training, "weights"));
  report.anomaly = anomaly_summary(judged);
  if (!optimized.empty()) {
    report.optimize = optimize_of(optimized);
    if (report.evaluation)
      report.scores = make_score_table(predictions_of(optimized, report.labels));
  }
  if (project.record("deploy"))
    report.deploy = deploy_of(project, facts_of(project, "deploy/deploy.json"));
  report.provenance = provenance_of(project);
  return write_report(report, project.folder());
}

}  // namespace tadpole
