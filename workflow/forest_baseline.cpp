// SPDX-License-Identifier: Apache-2.0
#include "workflow/forest_baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/nn/classical/random_forest.h"

namespace tadpole {
namespace {

constexpr int kMostRows = 10000;
constexpr std::size_t kMostFeatures = 1024;

struct Rows {
  std::vector<float> values = {};
  std::vector<int> labels = {};
  std::vector<float> targets = {};
  std::size_t count() const { return std::max(labels.size(), targets.size()); }
};

// most 0: all.
Result<Rows> rows_of(const Examples& examples, Split split, Goal goal, int most) {
  Rows rows;
  std::vector<float> x(examples.values());
  const int all = examples.size(split);
  const int take = most > 0 ? std::min(most, all) : all;
  for (int i = 0; i < take; ++i) {
    const auto at = static_cast<int>(static_cast<std::int64_t>(i) * all / take);
    const Example e = examples.at(split, at);
    if (goal == Goal::classify ? e.label < 0 : e.targets.empty()) continue;
    TADPOLE_TRY(examples.features(split, at))->real(x);
    rows.values.insert(rows.values.end(), x.begin(), x.end());
    if (goal == Goal::classify) {
      rows.labels.push_back(e.label);
    } else {
      rows.targets.push_back(e.targets[0]);
    }
  }
  return rows;
}

Result<RandomForest> grown(const Rows& rows, const Examples& examples, std::uint64_t seed,
                           ThreadPool& pool) {
  const DataRows data{rows.values, examples.values()};
  const ForestOptions options{.seed = seed};
  if (!rows.labels.empty())
    return RandomForest::fit(data, rows.labels, static_cast<int>(examples.labels().size()), options,
                             &pool);
  return RandomForest::fit_regression(data, rows.targets, 1, options, &pool);
}

// Accuracy, or the mean absolute error.
double tested(const RandomForest& forest, const Rows& rows) {
  const DataRows data{rows.values, forest.columns()};
  double sum = 0.0;
  for (std::size_t i = 0; i < data.count(); ++i) {
    sum += rows.labels.empty() ? std::fabs(static_cast<double>(forest.predict(data.row(i))[0]) -
                                           static_cast<double>(rows.targets[i]))
                               : (forest.classify(data.row(i)) == rows.labels[i] ? 1.0 : 0.0);
  }
  return sum / static_cast<double>(data.count());
}

}  // namespace

Result<nlohmann::json> forest_baseline(const Project& project, const Examples& examples) {
  const Goal goal = task_of(project).goal(project.recipe());
  if (goal == Goal::reconstruct || examples.values() > kMostFeatures)
    return nlohmann::json(nullptr);
  const Rows training = TADPOLE_TRY(rows_of(examples, Split::train, goal, kMostRows));
  const Rows test = TADPOLE_TRY(rows_of(examples, Split::test, goal, 0));
  if (training.count() < 2 || test.count() == 0) return nlohmann::json(nullptr);
  ThreadPool pool;
  const RandomForest forest =
      TADPOLE_TRY(grown(training, examples, project.recipe().project.seed, pool));
  const double value = tested(forest, test);
  const std::string items = task_of(project).wording().items;
  std::string sentence =
      goal == Goal::classify
          ? fmt::format(
                "A forest of {} trees on the same features names {:.1f} % of the test {} "
                "rightly",
                forest.trees().size(), 100 * value, items)
          : fmt::format("A forest of {} trees on the same features is off by {:.4g} on average",
                        forest.trees().size(), value);
  if (training.count() < static_cast<std::size_t>(examples.size(Split::train)))
    sentence += fmt::format(" (grown on {} of {} training {})", training.count(),
                            examples.size(Split::train), items);
  return nlohmann::json{{"method", "random forest"},
                        {"metric", goal == Goal::classify ? "accuracy" : "mean absolute error"},
                        {"value", value},
                        {"trained_on", training.count()},
                        {"sentence", sentence + "."}};
}

}  // namespace tadpole
