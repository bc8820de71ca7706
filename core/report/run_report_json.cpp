// SPDX-License-Identifier: Apache-2.0
// The JSON form of a run report. Field names are the members' names; bytes are base64 text.
#include <fmt/core.h>

#include <algorithm>

#include "core/base/json.h"
#include "core/eval/json_numbers.h"
#include "core/report/report_json.h"

namespace tadpole {

using nlohmann::json;

NLOHMANN_JSON_SERIALIZE_ENUM(StageState, {{StageState::not_run, "not run"},
                                          {StageState::done, "done"},
                                          {StageState::stale, "stale"}})
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ReportStage, name, state, command, seconds, output)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CountRow, name, train, validation, test)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DataCheck, name, severity, sentence, count)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DatasetSummary, version, origin, hours, clips, speakers, classes,
                                   groups, licences, consents, sources, checks, datasheet)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(EpochPoint, epoch, train_loss, validation_loss, train_accuracy,
                                   validation_accuracy, learning_rate)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LayerErrorRow, tensor, rms_error, signal_rms, sqnr_db)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ChangedClip, clip, truth, float_says, int8_says)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(BoardResult, board, status, reason, flash_bytes, flash_limit,
                                   ram_bytes, ram_limit, arena_bytes, instructions_features,
                                   instructions_inference, clock_mhz, estimated_ms, estimated_mj,
                                   host_equal, compared_clips)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PlannedBuffer, name, offset, bytes, first_op, last_op)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(MemoryPlan, buffers, arena_bytes)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DeploySummary, model_file, plan, operators, boards)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CardNotes, purpose, users, out_of_scope, owner, contact, licence,
                                   ethics, caveats)

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(FeatureMap, names, labels, pca, t_sne, pca_share, of)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(WatchedSample, name, truth, said, value)

// Fields that came later than the format may be absent: a report of an older version is read.
static void to_json(json& nlohmann_json_j, const FeatureSummary& nlohmann_json_t) {
  NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(NLOHMANN_JSON_TO, kind, times, bands, stride_ms, low_hz,
                                           high_hz, options, shape))
}

static void from_json(const json& nlohmann_json_j, FeatureSummary& nlohmann_json_t) {
  NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(NLOHMANN_JSON_FROM, kind, times, bands, stride_ms,
                                           low_hz, high_hz, options))
  get_later(nlohmann_json_j, "shape", nlohmann_json_t.shape);
}

static void to_json(json& nlohmann_json_j, const TrainingSummary& nlohmann_json_t) {
  NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(NLOHMANN_JSON_TO, model, epochs, best_epoch, parameters,
                                           macs, stopped_because, layers_text, options))
  nlohmann_json_j["augmentation"] = nlohmann_json_t.augmentation_png_base64;
  nlohmann_json_j["watched"] = nlohmann_json_t.watched;
  nlohmann_json_j["watched_from"] = nlohmann_json_t.watched_from;
}

static void from_json(const json& nlohmann_json_j, TrainingSummary& nlohmann_json_t) {
  NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(NLOHMANN_JSON_FROM, model, epochs, best_epoch,
                                           parameters, macs, stopped_because, layers_text, options))
  get_later(nlohmann_json_j, "augmentation", nlohmann_json_t.augmentation_png_base64);
  get_later(nlohmann_json_j, "watched", nlohmann_json_t.watched);
  get_later(nlohmann_json_j, "watched_from", nlohmann_json_t.watched_from);
}

static void to_json(json& nlohmann_json_j, const ModelForm& nlohmann_json_t) {
  NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(NLOHMANN_JSON_TO, name, accuracy, interval, file_bytes,
                                           weight_bytes, macro_f1, metric, value, unit))
}

static void from_json(const json& nlohmann_json_j, ModelForm& nlohmann_json_t) {
  NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(NLOHMANN_JSON_FROM, name, accuracy, interval, file_bytes,
                                           weight_bytes, macro_f1))
  get_later(nlohmann_json_j, "metric", nlohmann_json_t.metric);
  get_later(nlohmann_json_j, "value", nlohmann_json_t.value);
  get_later(nlohmann_json_j, "unit", nlohmann_json_t.unit);
}

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(OptimizeSummary, forms, layers, compared_clips, changed,
                                   calibration_clips)

static void to_json(json& j, const ScoreTable& t) {
  j = {{"labels", t.labels},
       {"truths", bytes_text(t.truths)},
       {"tops", bytes_text(t.tops)},
       {"scores", bytes_text(t.scores)}};
}

static void from_json(const json& j, ScoreTable& t) {
  j.at("labels").get_to(t.labels);
  read_bytes_text(j.at("truths"), t.truths);
  read_bytes_text(j.at("tops"), t.tops);
  read_bytes_text(j.at("scores"), t.scores);
}

namespace {

template <typename Part>
void put_optional(json& j, const char* name, const std::optional<Part>& part) {
  if (part) j[name] = *part;
}

template <typename Part>
void get_optional(const json& j, const char* name, std::optional<Part>& part) {
  if (j.contains(name)) part = j.at(name).get<Part>();
}

bool scores_fit(const ScoreTable& t) {
  if (t.scores.size() != t.truths.size() * t.labels.size() || t.tops.size() != t.truths.size())
    return false;
  const auto known = [&](std::uint8_t label) { return label < t.labels.size(); };
  return std::all_of(t.truths.begin(), t.truths.end(), known) &&
         std::all_of(t.tops.begin(), t.tops.end(), known);
}

bool map_fits(const FeatureMap& map, std::size_t labels) {
  const std::size_t count = map.names.size();
  return map.labels.size() == count && map.pca.size() == count &&
         (map.t_sne.empty() || map.t_sne.size() == count) &&
         std::all_of(map.labels.begin(), map.labels.end(),
                     [&](int l) { return l >= -1 && l < static_cast<int>(labels); });
}

bool watched_fits(const TrainingSummary& t, std::size_t labels) {
  return std::all_of(t.watched.begin(), t.watched.end(), [&](const WatchedSample& w) {
    return w.said.size() == w.value.size() && w.said.size() == t.watched[0].said.size() &&
           std::all_of(w.said.begin(), w.said.end(),
                       [&](int l) { return l >= -1 && l < static_cast<int>(labels); });
  });
}

Outcome check_parts(const RunReport& report) {
  if (report.map && !map_fits(*report.map, report.labels.size()))
    return Error{"report: the map of the samples is damaged; write the report again"};
  if (report.training && !watched_fits(*report.training, report.labels.size()))
    return Error{"report: the watched samples are damaged; write the report again"};
  for (const ExampleClip& example : report.examples) TADPOLE_TRY(check_example(example));
  if (report.training) {
    TADPOLE_TRY(check_png(report.training->augmentation_png_base64, "the sheet of augmentation"));
  }
  if (report.anomaly) TADPOLE_TRY(check_anomaly(*report.anomaly));
  if (!scores_fit(report.scores)) {
    return Error{
        "report: the scores are not one row per clip and one column per label; write the report "
        "again"};
  }
  return Done{};
}

void fill_from_json(const json& j, RunReport& report) {
  j.at("project").get_to(report.project);
  j.at("template").get_to(report.template_name);
  j.at("labels").get_to(report.labels);
  j.at("created").get_to(report.created);
  j.at("stages").get_to(report.stages);
  j.at("examples").get_to(report.examples);
  j.at("scores").get_to(report.scores);
  j.at("provenance").get_to(report.provenance);
  j.at("card").get_to(report.card);
  get_optional(j, "dataset", report.dataset);
  get_optional(j, "features", report.features);
  get_optional(j, "map", report.map);
  get_later(j, "baseline", report.baseline);
  get_optional(j, "training", report.training);
  get_later(j, "wording", report.wording);
  get_optional(j, "regression", report.regression);
  get_optional(j, "anomaly", report.anomaly);
  get_optional(j, "optimize", report.optimize);
  get_optional(j, "deploy", report.deploy);
}

}  // namespace

json report_to_json(const RunReport& report) {
  json j = {{"format", report.format},
            {"project", report.project},
            {"template", report.template_name},
            {"wording", report.wording},
            {"labels", report.labels},
            {"created", report.created},
            {"stages", report.stages},
            {"examples", report.examples},
            {"scores", report.scores},
            {"provenance", report.provenance},
            {"card", report.card},
            {"origin_note", report_origin_tag(report)}};
  put_optional(j, "dataset", report.dataset);
  put_optional(j, "features", report.features);
  put_optional(j, "map", report.map);
  j["baseline"] = report.baseline;
  put_optional(j, "training", report.training);
  if (report.evaluation) j["evaluation"] = evaluation_to_json(*report.evaluation);
  put_optional(j, "regression", report.regression);
  put_optional(j, "anomaly", report.anomaly);
  put_optional(j, "optimize", report.optimize);
  put_optional(j, "deploy", report.deploy);
  static_cast<void>(hold_numbers(j));  // a datasheet that is too deep is refused when read
  return j;
}

Result<RunReport> report_from_json(const json& json_given) {
  TADPOLE_TRY(check_depth(json_given));
  json j = json_given;
  TADPOLE_TRY(hold_numbers(j));
  RunReport report;
  try {
    j.at("format").get_to(report.format);
    if (report.format != 1) {
      return Error{fmt::format(
          "report: format {} was found, this version reads format 1; use the version that wrote it",
          report.format)};
    }
    fill_from_json(j, report);
  } catch (const json::exception& e) {
    return Error{fmt::format(
        "report: the file does not have the expected form ({}); write the report again", e.what())};
  }
  if (j.contains("evaluation"))
    report.evaluation = TADPOLE_TRY(evaluation_from_json(j.at("evaluation")));
  TADPOLE_TRY(check_parts(report));
  return report;
}

std::string report_text(const RunReport& report) {
  return report_to_json(report).dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

Result<RunReport> parse_report(std::string_view text) {
  const json j = parse_json(text);
  if (!j.is_object()) return Error{"report: the text is no JSON object; write the report again"};
  return report_from_json(j);
}

}  // namespace tadpole
