// SPDX-License-Identifier: Apache-2.0
// What the stage evaluate found for models that do not name classes: numbers (regression) and
// strangeness (anomaly). Filled by the stages; nothing is computed here.
#pragma once
#include <string>
#include <vector>

#include "core/eval/metrics.h"

namespace tadpole {

struct PredictedPoint {
  double predicted = 0.0, truth = 0.0;
};
inline constexpr std::size_t kMostPoints = 2000;  // drawn of a scatter; more are thinned evenly

struct RegressionTarget {
  std::string name;
  std::string unit;  // may be empty
  double mae = 0.0;  // mean absolute error, in the unit
  double rmse = 0.0;
  double r2 = 0.0;  // not finite where the truth does not vary
  Interval mae_interval;
  std::vector<PredictedPoint> points;
};

struct CurvePoint {
  double x = 0.0, predicted = 0.0, truth = 0.0;
};

struct RegressionSummary {
  std::string model;   // "float", "int8"
  std::string origin;  // "recorded", "synthetic" or "mixed"
  int items = 0;
  int whos = 0;
  std::vector<RegressionTarget> targets;  // the first one is the headline
  std::string input_name;                 // of the curve, where the input is one number
  std::vector<CurvePoint> curve;          // any order of x; empty: no curve
  std::string weights;                    // of a tiny model: "w = 1.99, b = -0.98"
  std::vector<std::string> warnings;
};

// What is above the threshold is an alarm. Rates: false_alarms of the normal, found of the
// anomalous items.
struct AlarmRates {
  double false_alarms = 0.0, found = 0.0;
};

struct AnomalySlice {
  std::string name;  // a machine, a person
  int normal = 0, anomalous = 0;
  double auc = 0.0, pauc = 0.0;
};

// An item and what the model made of it. input and output: as many values.
struct Reconstruction {
  std::string name;
  bool anomalous = false;
  double score = 0.0;
  std::vector<double> input, output;
};

struct AnomalySummary {
  std::string model;
  std::string origin;
  std::string score_name = "score";  // "reconstruction error", "distance to the 5 nearest"
  int whos = 0;
  double auc = 0.0;         // chance that an anomalous item scores above a normal one
  double pauc = 0.0;        // the same where at most pauc_limit of the normal items give an alarm
  double pauc_limit = 0.1;  // 0: pauc was not computed
  Interval interval;        // of auc
  double threshold = 0.0;
  std::string threshold_rule;  // "99th percentile of normal training scores"
  std::vector<double> normal_scores, anomalous_scores;
  std::vector<AlarmRates> roc;
  int found = 0, missed = 0, false_alarms = 0, passed = 0;  // test items at the threshold
  double precision = 0.0, recall = 0.0, f1 = 0.0;
  std::vector<AnomalySlice> groups;
  std::vector<Reconstruction> reconstructions;
  std::vector<std::string> warnings;
};

}  // namespace tadpole
