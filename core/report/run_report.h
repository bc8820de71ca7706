// SPDX-License-Identifier: Apache-2.0
// Everything the page of one run shows, in the order of the walk; the same data is report.json. The
// stages fill it in, nobody computes here: a part that was not run stays empty and its section says
// so.
#pragma once
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/compile/compiler.h"
#include "core/eval/evaluation.h"
#include "core/report/example.h"
#include "core/report/outcomes.h"

namespace tadpole {

enum class StageState { done, stale, not_run };

// One station of the rail at the top. name: "collect", "preprocess", "train", "evaluate",
// "optimize", "deploy", "monitor".
struct ReportStage {
  std::string name;
  StageState state = StageState::not_run;
  std::string command;  // "tadpole train my-words"
  double seconds = 0.0;
  std::string output;  // the file or folder it wrote, relative to the project
};

// --- collect
struct CountRow {
  std::string name;  // a class, a group, a licence ...
  int train = 0, validation = 0, test = 0;
  std::int64_t total() const { return std::int64_t{train} + validation + test; }
};

struct DataCheck {
  std::string name;      // "leaking speaker"
  std::string severity;  // "ok", "warning", "error"
  std::string sentence;  // what was found
  int count = 0;         // clips concerned
};

struct DatasetSummary {
  std::string version;  // hash
  std::string origin;   // "recorded", "synthetic" or "mixed"
  double hours = 0.0;
  CountRow clips;     // name unused
  CountRow speakers;  // name unused
  std::vector<CountRow> classes;
  std::vector<CountRow> groups;
  std::vector<std::string> licences;  // "CC BY 4.0: 5000 clips"
  std::vector<std::string> consents;
  std::vector<std::string> sources;
  std::vector<DataCheck> checks;
  nlohmann::json datasheet = nlohmann::json::object();  // the whole datasheet, kept in report.json
};

// --- preprocess
struct FeatureSummary {
  std::string kind;  // "micro_frontend"
  int times = 0, bands = 0;
  double stride_ms = 20.0;
  double low_hz = 0.0, high_hz = 0.0;
  std::vector<NamedValue> options;
  std::string shape = {};  // where times and bands are 0: "96 x 96 pixels, grey"
};

// Samples as points, near each other when their features are alike.
struct FeatureMap {
  std::vector<std::string> names;           // of the samples
  std::vector<int> labels;                  // in the report's order; -1: none
  std::vector<std::array<float, 2>> pca;    // along the two directions in which they differ most
  std::vector<std::array<float, 2>> t_sne;  // neighbours together; empty: too few samples
  double pca_share = 0.0;                   // of the variance that the two directions show
  int of = 0;                               // so many training samples there are
};

// --- train
// A validation sample that was asked after every epoch.
struct WatchedSample {
  std::string name, truth;
  std::vector<int> said;      // the label after each epoch, in the report's order; of a number: -1
  std::vector<double> value;  // the probability of the truth; of a number: what was said
};

struct EpochPoint {
  int epoch = 0;  // from 1
  double train_loss = 0.0, validation_loss = 0.0;
  double train_accuracy = 0.0, validation_accuracy = 0.0;
  double learning_rate = 0.0;
};

struct TrainingSummary {
  std::string model;  // "ds_cnn"
  std::vector<EpochPoint> epochs;
  int best_epoch = 0;  // 0: none
  std::int64_t parameters = 0;
  std::int64_t macs = 0;
  std::string stopped_because;
  std::string layers_text;  // Model::summary()
  std::vector<NamedValue> options;
  std::string augmentation_png_base64 = {};  // a sheet of items as training saw them; empty: none
  std::vector<WatchedSample> watched = {};
  int watched_from = 1;  // the epoch of their first answer
};

// --- evaluate: the scores behind the threshold picker
struct ScoreTable {
  std::vector<std::string> labels;
  std::vector<std::uint8_t> truths;  // [clips]
  std::vector<std::uint8_t> tops;    // [clips], the most probable class
  std::vector<std::uint8_t>
      scores;  // [clips * labels], probability * 255 rounded down: s >= t as p >= t / 255
};
// At most `limit` clips, evenly taken. Expects: at most 255 labels.
ScoreTable make_score_table(const Predictions& predictions, std::size_t limit = 20000);

// --- optimize
struct LayerErrorRow {
  std::string tensor;
  double rms_error = 0.0;
  double signal_rms = 0.0;
  double sqnr_db = 0.0;
};

struct ChangedClip {
  std::string clip, truth, float_says, int8_says;
};

// Two forms are compared by their accuracy, or by what metric names: then value and interval are in
// its unit.
struct ModelForm {
  std::string name;  // "float", "int8"
  double accuracy = 0.0;
  Interval interval;
  std::int64_t file_bytes = 0;
  std::int64_t weight_bytes = 0;
  double macro_f1 = 0.0;
  std::string metric = {};  // "mean absolute error", "AUC"; empty: accuracy
  double value = 0.0;
  std::string unit = {};
};

struct OptimizeSummary {
  std::vector<ModelForm> forms;
  std::vector<LayerErrorRow> layers;
  int compared_clips = 0;
  std::vector<ChangedClip> changed;
  int calibration_clips = 0;
};

// --- deploy
struct BoardResult {
  std::string board;   // "virtual-m4"
  std::string status;  // "run", "built", "refused", "not run here"
  std::string reason;  // why refused; of one that ran: what its user must know
  std::int64_t flash_bytes = 0, flash_limit = 0;
  std::int64_t ram_bytes = 0, ram_limit = 0;
  std::int64_t arena_bytes = 0;
  std::int64_t instructions_features = 0, instructions_inference = 0;
  double clock_mhz = 64.0;
  double estimated_ms = 0.0;  // an estimate, and labelled so everywhere
  double estimated_mj = 0.0;
  bool host_equal = false;
  int compared_clips = 0;
};

struct DeploySummary {
  std::string model_file;
  MemoryPlan plan;
  std::vector<std::string> operators;  // names in running order, for the x axis of the plan
  std::vector<BoardResult> boards;
};

// What the learner says in the recipe; empty fields get an honest default sentence.
struct CardNotes {
  std::string purpose, users, out_of_scope, owner, contact, licence, ethics, caveats;
};

struct RunReport {
  int format = 1;
  std::string project;
  std::string template_name;  // "keyword"
  Wording wording;            // how the page speaks of its items; the evaluation has its own
  std::vector<std::string> labels;
  std::string
      created;  // as text; the caller's clock, so that the page itself is a pure function of this
  std::vector<ReportStage> stages;
  std::optional<DatasetSummary> dataset;
  std::vector<ExampleClip> examples;
  std::optional<FeatureSummary> features;
  std::optional<FeatureMap> map;
  std::optional<TrainingSummary> training;
  std::optional<EvaluationReport>
      evaluation;  // of the model that is deployed: int8 when there is one
  ScoreTable scores;
  std::string baseline = {};  // what a classical method reaches on the same data, a sentence
  std::optional<RegressionSummary> regression;
  std::optional<AnomalySummary> anomaly;
  std::optional<OptimizeSummary> optimize;
  std::optional<DeploySummary> deploy;
  std::vector<NamedValue>
      provenance;  // hashes of dataset, features, model, .tflite; seed, versions, machine
  CardNotes card;
};

// "synthetic voices", "partly synthetic voices" or "", in the words of the report: from the
// dataset, else from what was evaluated.
std::string report_origin_tag(const RunReport& report);

nlohmann::json report_to_json(const RunReport& report);
// Fails on a missing or wrongly typed field and on parts that do not fit together; the message says
// which.
Result<RunReport> report_from_json(const nlohmann::json& json);
// The text of report.json; bytes that are no UTF-8 are replaced.
std::string report_text(const RunReport& report);
Result<RunReport> parse_report(std::string_view text);

}  // namespace tadpole
