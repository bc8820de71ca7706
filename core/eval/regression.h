// SPDX-License-Identifier: Apache-2.0
// How good is a model that predicts numbers: errors in the target's own unit, and how much of the
// spread it explains. Sources: Willmott & Matsuura, Advantages of the mean absolute error (2005);
// Field & Welsh, Bootstrapping clustered data (2007).
#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/eval/metrics.h"

namespace tadpole {

struct RegressionItem {
  std::string name = {};           // of the sample, for people
  std::string who = {};            // rows of one are not independent: intervals resample these
  std::string group = {};          // may be empty
  std::vector<double> truth = {};  // [targets]
  std::vector<double> said = {};   // [targets]
};

struct RegressionPredictions {
  std::vector<std::string> targets = {};
  std::vector<RegressionItem> items = {};
};

// Errors of some rows for one target.
struct RegressionErrors {
  int n = 0;
  double mae = 0.0;   // mean absolute error
  double rmse = 0.0;  // root of the mean squared error
  double r2 = 0.0;    // 1 - squared error / squared spread; 0 where the truth does not change
  double max_error = 0.0;
  double bias = 0.0;  // mean of said - truth
};

struct Residual {
  std::string name = {};
  double truth = 0.0, said = 0.0;
};

struct RegressionGroup {
  std::string name = {};
  RegressionErrors errors;
};

struct TargetReport {
  std::string target = {};
  RegressionErrors errors;
  double guess_mae = 0.0;  // of always saying the median of these rows: what a model must beat
  Interval mae_by_who;     // of the mean absolute error
  std::vector<RegressionGroup> groups = {};  // largest error first; empty where there is one only
  std::vector<Residual> worst = {};          // the ten rows with the largest errors
  std::vector<Residual> scatter = {};        // at most 500 rows, evenly taken, to draw
};

struct RegressionReport {
  std::string model = {}, split = {}, origin = {};  // as in EvaluationReport
  int rows = 0;
  int who = 0;  // different ones
  std::vector<TargetReport> targets = {};
  std::vector<std::string> warnings = {};
};

struct RegressionOptions {
  std::string model = "float";
  std::string split = "test";
  std::string origin = "recorded";
  BootstrapOptions bootstrap;
};

// Expects: at least one.
RegressionErrors regression_errors(const std::vector<Residual>& residuals);

// Fails when there is no row or no target, or a row has another count of numbers than targets or a
// number that is none; the message names the row.
Result<RegressionReport> evaluate_regression(const RegressionPredictions& predictions,
                                             const RegressionOptions& options = {});

// A short text for the terminal, lines of at most 100 characters.
std::string regression_text(const RegressionReport& report);

nlohmann::json regression_to_json(const RegressionReport& report);
// Fails on a missing or wrongly typed field, and names it.
Result<RegressionReport> regression_from_json(const nlohmann::json& json);

}  // namespace tadpole
