// SPDX-License-Identifier: Apache-2.0
// One tree of questions "is column c at most t?". Source: Breiman, Friedman, Olshen & Stone,
// Classification and Regression Trees (1984): the question that lowers Gini impurity (classes) or
// squared error (numbers) most.
#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <vector>

#include "core/base/rng.h"
#include "core/nn/classical/rows.h"

namespace tadpole {

struct TreeOptions {
  int most_depth = 0;         // 0: until every leaf is pure
  int least_leaf_rows = 1;    // a question is not asked when fewer rows would be on one side
  int columns_per_split = 0;  // drawn anew for every question; 0: all
};

// What a tree learns: per row `outputs` numbers. A class is 1 in its place and 0 elsewhere.
struct TreeTargets {
  std::vector<float> values = {};  // [rows * outputs]
  std::size_t outputs = 1;
};

struct TreeNode {
  std::int32_t column = -1;  // -1: a leaf
  float threshold = 0.0F;    // left when value <= threshold
  std::int32_t left = 0, right = 0;
};

class DecisionTree {
 public:
  // weights: how often each row counts, 0 leaves it out; at least one is above 0. importance: gets,
  // per column, how much its questions lowered the impurity, as a share of the rows. Expects:
  // checked rows and targets of as many rows.
  static DecisionTree fit(const DataRows& rows, const TreeTargets& targets,
                          const std::vector<int>& weights, const TreeOptions& options, Rng rng,
                          std::vector<double>& importance);

  // The mean target of the leaf that the row falls into, [outputs].
  std::span<const float> predict(std::span<const float> row) const;
  const std::vector<TreeNode>& nodes() const { return nodes_; }
  // [nodes * outputs]: the mean target of the training rows below each node.
  const std::vector<float>& values() const { return values_; }

  nlohmann::json to_json() const;
  // Fails when the nodes are no tree over so many columns and outputs.
  static Result<DecisionTree> from_json(const nlohmann::json& json, std::size_t columns,
                                        std::size_t outputs);

 private:
  friend class TreeGrower;
  std::vector<TreeNode> nodes_;
  std::vector<float> values_;
  std::size_t outputs_ = 1;
};

}  // namespace tadpole
