// SPDX-License-Identifier: Apache-2.0
// The JSON form of an evaluation. Field names are the members' names.
#include <fmt/core.h>

#include <cmath>

#include "core/eval/evaluation.h"
#include "core/eval/json_numbers.h"
#include "core/eval/metrics_json.h"

namespace tadpole {

using nlohmann::json;

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ConfusionMatrix, labels, counts)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ClassScore, label, support, predicted, precision, recall, f1)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CalibrationBin, low, high, n, confidence, accuracy)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Calibration, expected_error, bins)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Slice, name, n, speakers, correct, accuracy, interval,
                                   gap_to_best, small)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SliceReport, attribute, slices, best, largest_gap, warnings)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(KeywordCurve, label, positives, negatives, auc, equal_error,
                                   points)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(OperatingPoint, threshold, false_accepts, misses, wrong_words,
                                   accepted, false_accept_rate, miss_rate, precision, recall, f1)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ThresholdSweep, keyword, positives, negatives, points, suggested,
                                   criterion)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SmoothingOptions, average_window_ms, threshold, suppression_ms,
                                   minimum_count, rest_class)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StreamingOptions, hop_ms, tolerance_ms, smoothing, sweep_step)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(WordEvent, label, start_s, end_s)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StreamingPoint, threshold, words, heard, missed, wrong_words,
                                   false_accepts, false_accepts_per_hour, miss_rate)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TracePoint, time_s, score)
NLOHMANN_JSON_SERIALIZE_ENUM(Verdict, {{Verdict::false_accept, "false accept"},
                                       {Verdict::hit, "hit"},
                                       {Verdict::wrong_word, "wrong word"},
                                       {Verdict::repeat, "repeat"}})
NLOHMANN_JSON_SERIALIZE_ENUM(EventOutcome, {{EventOutcome::missed, "missed"},
                                            {EventOutcome::heard, "heard"},
                                            {EventOutcome::wrong_word, "wrong word"}})
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Detection, scene, label, time_s, score, verdict, during)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(JudgedEvent, scene, event, outcome, latency_ms)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StreamingReport, options, scene_names, scene_seconds, hours,
                                   result, repeats, median_latency_ms, p95_latency_ms, events,
                                   detections, curve, traces)

namespace {

// Everything but the optional parts, which are added by hand: absent, not null.
void plain_to_json(json& nlohmann_json_j, const EvaluationReport& nlohmann_json_t) {
  NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(
      NLOHMANN_JSON_TO, model, split, origin, clips, speakers, accuracy, balanced_accuracy,
      top2_accuracy, macro_f1, accuracy_by_speaker, accuracy_wilson, confusion, classes,
      calibration, groups, curves, keyword_thresholds, warnings))
}

void plain_from_json(const json& nlohmann_json_j, EvaluationReport& nlohmann_json_t) {
  NLOHMANN_JSON_EXPAND(NLOHMANN_JSON_PASTE(
      NLOHMANN_JSON_FROM, model, split, origin, clips, speakers, accuracy, balanced_accuracy,
      top2_accuracy, macro_f1, accuracy_by_speaker, accuracy_wilson, confusion, classes,
      calibration, groups, curves, keyword_thresholds, warnings))
}

bool square(const ConfusionMatrix& confusion) {
  if (confusion.counts.size() != confusion.labels.size()) return false;
  for (const std::vector<int>& row : confusion.counts) {
    if (row.size() != confusion.labels.size()) return false;
  }
  return true;
}

bool scenes_fit(const StreamingReport& report) {
  const std::size_t n = report.scene_names.size();
  if (report.scene_seconds.size() != n || report.traces.size() != n) return false;
  const auto known = [n](int scene) { return scene >= 0 && static_cast<std::size_t>(scene) < n; };
  for (const JudgedEvent& event : report.events) {
    if (!known(event.scene)) return false;
  }
  for (const Detection& detection : report.detections) {
    if (!known(detection.scene)) return false;
  }
  return true;
}

}  // namespace

json evaluation_to_json(const EvaluationReport& report) {
  json j = json::object();
  plain_to_json(j, report);
  if (report.threshold) j["threshold"] = *report.threshold;
  if (report.streaming) j["streaming"] = *report.streaming;
  static_cast<void>(hold_numbers(j));  // our own structure is never too deep
  return j;
}

Result<EvaluationReport> evaluation_from_json(const json& json_given) {
  TADPOLE_TRY(check_depth(json_given));
  json j = json_given;
  TADPOLE_TRY(hold_numbers(j));
  EvaluationReport report;
  try {
    plain_from_json(j, report);
    if (j.contains("threshold")) report.threshold = j.at("threshold").get<ThresholdSweep>();
    if (j.contains("streaming")) report.streaming = j.at("streaming").get<StreamingReport>();
  } catch (const json::exception& e) {
    return Error{fmt::format(
        "evaluation: the report does not have the expected form ({}); evaluate again", e.what())};
  }
  if (!square(report.confusion)) {
    return Error{
        "evaluation: the confusion matrix is not one row and column per label; evaluate again"};
  }
  if (report.streaming && !scenes_fit(*report.streaming)) {
    return Error{
        "evaluation: the streaming part names scenes that it does not hold; evaluate again"};
  }
  return report;
}

}  // namespace tadpole
