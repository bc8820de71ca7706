// SPDX-License-Identifier: Apache-2.0
// The baseline of every classifier of tables. Source: Hastie, Tibshirani & Friedman, The Elements
// of Statistical Learning (2009), 4.4; the penalty as scikit-learn counts it.
#pragma once
#include <nlohmann/json.hpp>
#include <span>
#include <vector>

#include "core/nn/classical/rows.h"

namespace tadpole {

struct LogisticOptions {
  double c = 1.0;         // minimises c * sum of losses + |weights|^2 / 2; intercepts are free
  bool balanced = false;  // each class counts alike, however rare
  int most_steps = 1000;
  double tolerance = 1e-8;  // of the gradient of the mean loss
};

class LogisticRegression {
 public:
  // Two classes: one weight per column (sigmoid). More: one per column and class (softmax).
  // DataRows should be standardised. Fails (wrong_use) when labels are not one class in [0,
  // classes) per row, with fewer than two classes, or a value is missing. The same rows give the
  // same weights.
  static Result<LogisticRegression> fit(const DataRows& rows, std::span<const int> labels,
                                        int classes, const LogisticOptions& options = {});

  // Chances of the classes, [classes]. Expects: a row of columns() values.
  std::vector<double> predict(std::span<const float> row) const;
  int classify(std::span<const float> row) const;
  std::size_t columns() const { return columns_; }
  std::size_t classes() const { return classes_; }
  // [outputs * (columns + 1)], each output's intercept last; outputs: 1 for two classes.
  const std::vector<double>& weights() const { return weights_; }

  nlohmann::json to_json() const;
  static Result<LogisticRegression> from_json(const nlohmann::json& json);

 private:
  std::size_t columns_ = 0, classes_ = 2;
  std::vector<double> weights_;
};

}  // namespace tadpole
