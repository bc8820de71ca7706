// SPDX-License-Identifier: Apache-2.0
// Many trees, each on other rows and columns; their mean decides. Source: Breiman, Random forests
// (2001).
#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <vector>

#include "core/base/thread_pool.h"
#include "core/nn/classical/decision_tree.h"

namespace tadpole {

struct ForestOptions {
  int trees = 100;
  TreeOptions tree =
      {};  // columns_per_split 0: the root of their number (classes), a third (numbers)
  bool bootstrap = true;  // false: every tree sees all rows
  std::uint64_t seed = 1;
};

class RandomForest {
 public:
  // labels: a class in [0, classes) per row. pool: trees are grown on its threads; may be null; the
  // forest is the same. Fails (wrong_use) without rows, with values that are missing, labels of
  // another count or out of range, or fewer than one tree. Cost per tree: columns_per_split * rows
  // * log(rows) * depth.
  static Result<RandomForest> fit(const DataRows& rows, std::span<const int> labels, int classes,
                                  const ForestOptions& options, ThreadPool* pool = nullptr);
  // targets: [rows * outputs].
  static Result<RandomForest> fit_regression(const DataRows& rows, std::span<const float> targets,
                                             std::size_t outputs, const ForestOptions& options,
                                             ThreadPool* pool = nullptr);

  // Classes: their chances; numbers: their means. [outputs()]. Expects: a row of columns() values.
  std::vector<float> predict(std::span<const float> row) const;
  // The most probable class; the first of equals.
  int classify(std::span<const float> row) const;

  std::size_t columns() const { return columns_; }
  std::size_t outputs() const { return outputs_; }
  const std::vector<DecisionTree>& trees() const { return trees_; }
  // How much each column lowers the impurity, [columns()], sum 1 (all 0 when nothing was asked).
  // Flatters columns with many different values.
  const std::vector<double>& importances() const { return importances_; }
  // Out of bag: share of training rows that the trees which did not see them get right (classes),
  // or R2 (numbers); an honest guess without a test split. NaN without bootstrap.
  double out_of_bag() const { return out_of_bag_; }

  nlohmann::json to_json() const;
  static Result<RandomForest> from_json(const nlohmann::json& json);

 private:
  static Result<RandomForest> grow(const DataRows& rows, const TreeTargets& targets,
                                   const ForestOptions& options, ThreadPool* pool,
                                   std::vector<float>& unseen);
  std::size_t columns_ = 0, outputs_ = 0;
  std::vector<DecisionTree> trees_;
  std::vector<double> importances_;
  double out_of_bag_ = 0.0;
};

}  // namespace tadpole
