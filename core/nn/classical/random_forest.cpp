// SPDX-License-Identifier: Apache-2.0
#include "core/nn/classical/random_forest.h"

#include <limits>
#include <numeric>

namespace tadpole {
namespace {

// How often each row was drawn.
std::vector<int> draw_rows(std::size_t count, bool bootstrap, Rng& rng) {
  std::vector<int> weights(count, bootstrap ? 0 : 1);
  for (std::size_t i = 0; bootstrap && i < count; ++i) ++weights[rng.below(count)];
  return weights;
}

void make_sum_one(std::vector<double>& values) {
  const double sum = std::accumulate(values.begin(), values.end(), 0.0);
  for (double& v : values) v = sum > 0.0 ? v / sum : 0.0;
}

struct Grown {
  DecisionTree tree;
  std::vector<int> weights;
  std::vector<double> importance;
};

Grown grow_one(const DataRows& rows, const TreeTargets& targets, const ForestOptions& o, Rng rng) {
  Grown grown;
  grown.weights = draw_rows(rows.count(), o.bootstrap, rng);
  grown.importance.assign(rows.columns, 0.0);
  grown.tree = DecisionTree::fit(rows, targets, grown.weights, o.tree, rng, grown.importance);
  make_sum_one(grown.importance);
  return grown;
}

// Adds what a tree says of the rows that it did not see; seen_by counts the trees.
void add_unseen(const DataRows& rows, const Grown& grown, std::vector<float>& sums,
                std::vector<int>& seen_by) {
  for (std::size_t i = 0; i < rows.count(); ++i) {
    if (grown.weights[i] > 0) continue;
    const std::span<const float> said = grown.tree.predict(rows.row(i));
    for (std::size_t k = 0; k < said.size(); ++k) sums[i * said.size() + k] += said[k];
    ++seen_by[i];
  }
}

std::size_t first_largest(std::span<const float> values) {
  return static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin());
}

// unseen: [rows * outputs], NaN for a row that every tree saw.
double out_of_bag_accuracy(const std::vector<float>& unseen, std::span<const int> labels,
                           std::size_t classes) {
  int right = 0, all = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto said = std::span(unseen).subspan(i * classes, classes);
    if (std::isnan(said[0])) continue;
    ++all;
    right += first_largest(said) == static_cast<std::size_t>(labels[i]) ? 1 : 0;
  }
  return all > 0 ? static_cast<double>(right) / all : std::numeric_limits<double>::quiet_NaN();
}

double out_of_bag_r2(const std::vector<float>& unseen, std::span<const float> targets) {
  double mean = 0.0, n = 0.0, residual = 0.0, spread = 0.0;
  for (std::size_t i = 0; i < unseen.size(); ++i)
    if (!std::isnan(unseen[i])) mean += static_cast<double>(targets[i]), n += 1.0;
  mean /= std::max(n, 1.0);
  for (std::size_t i = 0; i < unseen.size(); ++i) {
    if (std::isnan(unseen[i])) continue;
    const auto y = static_cast<double>(targets[i]);
    residual += (y - static_cast<double>(unseen[i])) * (y - static_cast<double>(unseen[i]));
    spread += (y - mean) * (y - mean);
  }
  return spread > 0.0 ? 1.0 - residual / spread : std::numeric_limits<double>::quiet_NaN();
}

Outcome check_forest(const DataRows& rows, const ForestOptions& o) {
  TADPOLE_TRY(check_rows(rows, 1, "random_forest"));
  if (o.trees < 1)
    return wrong_use("random_forest: " + std::to_string(o.trees) + " trees; give at least 1");
  return Done{};
}

int root_of(std::size_t columns) {
  return std::max(1, static_cast<int>(std::sqrt(static_cast<double>(columns))));
}

}  // namespace

Result<RandomForest> RandomForest::grow(const DataRows& rows, const TreeTargets& targets,
                                        const ForestOptions& o, ThreadPool* pool,
                                        std::vector<float>& unseen) {
  std::vector<Grown> grown(static_cast<std::size_t>(o.trees));
  const Rng rng(o.seed);
  const auto work = [&](std::size_t i) { grown[i] = grow_one(rows, targets, o, rng.fork(i)); };
  if (pool != nullptr) {
    pool->run(grown.size(), work);
  } else {
    for (std::size_t i = 0; i < grown.size(); ++i) work(i);
  }
  RandomForest forest;
  forest.columns_ = rows.columns;
  forest.outputs_ = targets.outputs;
  forest.importances_.assign(rows.columns, 0.0);
  unseen.assign(targets.values.size(), 0.0F);
  std::vector<int> seen_by(rows.count(), 0);
  for (Grown& g : grown) {  // in order, so that sums do not depend on the threads
    add_unseen(rows, g, unseen, seen_by);
    for (std::size_t j = 0; j < rows.columns; ++j) forest.importances_[j] += g.importance[j];
    forest.trees_.push_back(std::move(g.tree));
  }
  make_sum_one(forest.importances_);
  for (std::size_t i = 0; i < unseen.size(); ++i) {
    const int n = seen_by[i / targets.outputs];
    unseen[i] = n > 0 ? unseen[i] / static_cast<float>(n) : std::numeric_limits<float>::quiet_NaN();
  }
  return forest;
}

Result<RandomForest> RandomForest::fit(const DataRows& rows, std::span<const int> labels,
                                       int classes, const ForestOptions& options,
                                       ThreadPool* pool) {
  TADPOLE_TRY(check_forest(rows, options));
  const auto known = [classes](int label) { return label >= 0 && label < classes; };
  if (labels.size() != rows.count() || !std::all_of(labels.begin(), labels.end(), known))
    return wrong_use("random_forest: the labels are not one class in 0 ... classes - 1 per row");
  TreeTargets targets{.outputs = static_cast<std::size_t>(classes)};
  targets.values.assign(rows.count() * targets.outputs, 0.0F);
  for (std::size_t i = 0; i < labels.size(); ++i)
    targets.values[i * targets.outputs + static_cast<std::size_t>(labels[i])] = 1.0F;
  ForestOptions o = options;
  if (o.tree.columns_per_split <= 0) o.tree.columns_per_split = root_of(rows.columns);
  std::vector<float> unseen;
  RandomForest forest = TADPOLE_TRY(grow(rows, targets, o, pool, unseen));
  forest.out_of_bag_ = out_of_bag_accuracy(unseen, labels, targets.outputs);
  return forest;
}

Result<RandomForest> RandomForest::fit_regression(const DataRows& rows,
                                                  std::span<const float> targets,
                                                  std::size_t outputs, const ForestOptions& options,
                                                  ThreadPool* pool) {
  TADPOLE_TRY(check_forest(rows, options));
  if (outputs == 0 || targets.size() != rows.count() * outputs ||
      !std::all_of(targets.begin(), targets.end(), [](float y) { return std::isfinite(y); }))
    return wrong_use("random_forest: the targets are not `outputs` finite numbers per row");
  const TreeTargets all{{targets.begin(), targets.end()}, outputs};
  ForestOptions o = options;
  if (o.tree.columns_per_split <= 0)
    o.tree.columns_per_split = std::max(1, static_cast<int>(rows.columns / 3));
  std::vector<float> unseen;
  RandomForest forest = TADPOLE_TRY(grow(rows, all, o, pool, unseen));
  forest.out_of_bag_ = out_of_bag_r2(unseen, targets);
  return forest;
}

std::vector<float> RandomForest::predict(std::span<const float> row) const {
  TADPOLE_EXPECT(row.size() == columns_);
  std::vector<double> sums(outputs_, 0.0);
  for (const DecisionTree& tree : trees_) {
    const std::span<const float> said = tree.predict(row);
    for (std::size_t k = 0; k < outputs_; ++k) sums[k] += static_cast<double>(said[k]);
  }
  std::vector<float> means;
  for (const double s : sums)
    means.push_back(static_cast<float>(s / static_cast<double>(trees_.size())));
  return means;
}

int RandomForest::classify(std::span<const float> row) const {
  return static_cast<int>(first_largest(predict(row)));
}

nlohmann::json RandomForest::to_json() const {
  nlohmann::json trees = nlohmann::json::array();
  for (const DecisionTree& tree : trees_) trees.push_back(tree.to_json());
  return {{"columns", columns_},
          {"outputs", outputs_},
          {"out_of_bag", std::isnan(out_of_bag_) ? nlohmann::json() : nlohmann::json(out_of_bag_)},
          {"importances", importances_},
          {"trees", trees}};
}

Result<RandomForest> RandomForest::from_json(const nlohmann::json& json) {
  const Error damaged{"random_forest: the description of the forest is damaged; train again"};
  RandomForest forest;
  try {
    json.at("columns").get_to(forest.columns_);
    json.at("outputs").get_to(forest.outputs_);
    json.at("importances").get_to(forest.importances_);
    const nlohmann::json& honest = json.at("out_of_bag");
    forest.out_of_bag_ =
        honest.is_null() ? std::numeric_limits<double>::quiet_NaN() : honest.get<double>();
    for (const nlohmann::json& tree : json.at("trees"))
      forest.trees_.push_back(
          TADPOLE_TRY(DecisionTree::from_json(tree, forest.columns_, forest.outputs_)));
  } catch (const nlohmann::json::exception&) {
    return damaged;
  }
  if (forest.trees_.empty() || forest.outputs_ == 0 ||
      forest.importances_.size() != forest.columns_)
    return damaged;
  return forest;
}

}  // namespace tadpole
