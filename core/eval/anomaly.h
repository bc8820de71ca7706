// SPDX-License-Identifier: Apache-2.0
// How good is a detector of the unusual: it gives a score, larger is stranger. The threshold comes
// from normal rows that are no test rows, as on a machine that has never failed yet. Sources:
// Fawcett, An introduction to ROC analysis (2006); McClish, Analyzing a portion of the ROC curve
// (1989); Koizumi et al., DCASE 2020 task 2, and MLPerf Tiny (Banbury et al., 2021): the partial
// area up to a false alarm rate of 0.1.
#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/eval/curves.h"
#include "core/eval/metrics.h"

namespace tadpole {

struct AnomalyItem {
  std::string name = {};   // of the sample, for people
  std::string who = {};    // rows of one are not independent: intervals resample these
  std::string group = {};  // the machine; may be empty
  double score = 0.0;
  bool anomalous = false;
};

// Area under the ROC curve up to this rate of false alarms, made to lie in [0.5, 1] for detectors
// that are no worse than chance (McClish). Expects: 0 < max_false_alarms <= 1.
double partial_area(std::span<const ErrorPoint> curve, double max_false_alarms);

// How the threshold is found from the scores of normal rows.
enum class ThresholdRule : std::uint8_t { percentile, deviations };
struct ThresholdChoice {
  ThresholdRule rule = ThresholdRule::percentile;
  double value = 99.0;  // percent of the normal rows that stay below; or k of mean + k deviations
};
// "99 % of normal rows stay below", "mean + 3 deviations of normal rows".
std::string choice_text(const ThresholdChoice& choice);
// An alarm is a score above it. Expects: at least one score.
double anomaly_threshold(std::vector<double> normal_scores, const ThresholdChoice& choice);

struct AlarmPoint {
  std::string rule = {};
  double threshold = 0.0;
  int alarms = 0;        // anomalous rows above the threshold
  int misses = 0;        // anomalous rows that are not (Type II)
  int false_alarms = 0;  // normal rows above (Type I)
  int rests = 0;         // normal rows that are not
  double false_alarm_rate = 0.0, accuracy = 0.0;
  double precision = 0.0;  // 1 when there is no alarm
  double recall = 0.0, f1 = 0.0;
};

struct AnomalyGroup {
  std::string name = {};
  int normal = 0, anomalous = 0;
  std::optional<double> auc = {}, partial_auc = {};  // none where one kind is missing
};

// How many rows have a score in each of equal steps from low to high.
struct ScoreHistogram {
  double low = 0.0, high = 0.0;
  std::vector<int> normal = {}, anomalous = {};
};

struct AnomalyReport {
  std::string model = {}, split = {}, origin = {};  // as in EvaluationReport
  int normal = 0, anomalous = 0;                    // rows of the test
  int who = 0;                                      // different ones
  double auc = 0.0;  // the chance that an anomalous row scores above a normal one; ties are half
  Interval auc_by_who;
  double partial_auc = 0.0;
  double max_false_alarms = 0.1;  // of the partial area
  double equal_error = 0.0;
  AlarmPoint chosen;                    // by AnomalyOptions::threshold
  std::vector<AlarmPoint> others = {};  // 95, 99, 99.9 % and mean + 2, 3, 4 deviations
  std::vector<ErrorPoint> curve = {};   // thinned to 200
  ScoreHistogram histogram;
  std::vector<AnomalyGroup> groups = {};  // by name; empty where there is one only
  std::vector<std::string> warnings = {};
};

struct AnomalyOptions {
  std::string model = "float";
  std::string split = "test";
  std::string origin = "recorded";
  double max_false_alarms = 0.1;
  ThresholdChoice threshold;
  BootstrapOptions bootstrap = {.resamples = 500};
};

// normal_scores: of normal rows that are not in the test (validation, else training). Fails
// (wrong_use) when the test lacks normal or anomalous rows, there is no normal score to choose the
// threshold by, a score is no number (names the row), or an option is out of range.
Result<AnomalyReport> evaluate_anomalies(const std::vector<AnomalyItem>& test,
                                         const std::vector<double>& normal_scores,
                                         const AnomalyOptions& options = {});

// A short text for the terminal, lines of at most 100 characters.
std::string anomaly_text(const AnomalyReport& report);

nlohmann::json anomaly_to_json(const AnomalyReport& report);
// Fails on a missing or wrongly typed field, and names it.
Result<AnomalyReport> anomaly_from_json(const nlohmann::json& json);

}  // namespace tadpole
