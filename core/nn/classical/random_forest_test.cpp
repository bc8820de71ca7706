// SPDX-License-Identifier: Apache-2.0
#include "core/nn/classical/random_forest.h"

#include <numeric>

#include "core/nn/classical/test_golden.h"

namespace tadpole {
namespace {

// All rows, all columns: the tree has no chance in it.
const ForestOptions kOneTree{
    .trees = 1,
    .tree = {.most_depth = 4, .least_leaf_rows = 8, .columns_per_split = 4},
    .bootstrap = false};

void expect_same_tree(const RandomForest& forest, const nlohmann::json& golden) {
  const std::vector<TreeNode>& nodes = forest.trees()[0].nodes();
  const std::vector<int> column = ints(golden["column"]), left = ints(golden["left"]),
                         right = ints(golden["right"]);
  const std::vector<double> threshold = doubles(golden["threshold"]);
  ASSERT_EQ(nodes.size(), column.size());
  // Both number their nodes as they please: walk side by side.
  std::vector<std::pair<std::size_t, std::size_t>> open = {{0, 0}};
  while (!open.empty()) {
    const auto [ours, theirs] = open.back();
    open.pop_back();
    const TreeNode& n = nodes[ours];
    ASSERT_EQ(n.column, column[theirs]);
    if (n.column < 0) continue;
    EXPECT_NEAR(n.threshold, threshold[theirs], 1e-6);
    open.push_back({static_cast<std::size_t>(n.left), static_cast<std::size_t>(left[theirs])});
    open.push_back({static_cast<std::size_t>(n.right), static_cast<std::size_t>(right[theirs])});
  }
  expect_near(forest.importances(), doubles(golden["importances"]), 1e-6, "importance");
}

TEST(RandomForest, a_single_tree_of_classes_is_that_of_scikit_learn) {
  const nlohmann::json g = classical_golden("tree");
  const std::vector<float> x = floats(g["x"]);
  expect_same_tree(RandomForest::fit({x, 4}, ints(g["labels"]), 3, kOneTree).value(), g["classes"]);
}

TEST(RandomForest, a_single_tree_of_numbers_is_that_of_scikit_learn) {
  const nlohmann::json g = classical_golden("tree");
  const std::vector<float> x = floats(g["x"]), y = floats(g["y"]);
  expect_same_tree(RandomForest::fit_regression({x, 4}, y, 1, kOneTree).value(), g["numbers"]);
}

double mean_of(const std::vector<double>& v) {
  return std::accumulate(v.begin(), v.end(), 0.0) / static_cast<double>(v.size());
}

double deviation_of(const std::vector<double>& v) {
  const double mean = mean_of(v);
  double sum = 0.0;
  for (const double x : v) sum += (x - mean) * (x - mean);
  return std::sqrt(sum / static_cast<double>(v.size()));
}

TEST(RandomForest, is_as_good_as_those_of_scikit_learn) {
  const nlohmann::json g = classical_golden("forest");
  const std::vector<float> x = floats(g["x"]);
  const std::vector<int> labels = ints(g["labels"]);
  const std::vector<double> golden = doubles(g["accuracy"]), bag = doubles(g["out_of_bag"]);
  std::vector<double> accuracy, out_of_bag, importances(6, 0.0);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const RandomForest forest =
        RandomForest::fit({std::span(x).first(1200), 6}, std::span(labels).first(200), 3,
                          {.trees = 60, .seed = seed})
            .value();
    int right = 0;
    for (std::size_t i = 200; i < 300; ++i)
      right += forest.classify(DataRows{x, 6}.row(i)) == labels[i] ? 1 : 0;
    accuracy.push_back(right / 100.0);
    out_of_bag.push_back(forest.out_of_bag());
    for (std::size_t j = 0; j < 6; ++j) importances[j] += forest.importances()[j] / 20.0;
  }
  // Two means of 20 differ by less than four standard errors.
  const double error = std::sqrt(2.0 / 20.0);
  EXPECT_NEAR(mean_of(accuracy), mean_of(golden), 4 * error * deviation_of(golden));
  EXPECT_NEAR(mean_of(out_of_bag), mean_of(bag), 4 * error * deviation_of(bag));
  const std::vector<double> expected = doubles(g["importances"]),
                            spread = doubles(g["importances_deviation"]);
  for (std::size_t j = 0; j < 6; ++j)
    EXPECT_NEAR(importances[j], expected[j], 4 * error * spread[j]) << j;
}

TEST(RandomForest, is_the_same_on_any_number_of_threads) {
  const nlohmann::json g = classical_golden("forest");
  const std::vector<float> x = floats(g["x"]);
  const std::vector<int> labels = ints(g["labels"]);
  ThreadPool pool(3);
  const RandomForest a = RandomForest::fit({x, 6}, labels, 3, {.trees = 7}).value();
  const RandomForest b = RandomForest::fit({x, 6}, labels, 3, {.trees = 7}, &pool).value();
  EXPECT_EQ(a.to_json(), b.to_json());
}

TEST(RandomForest, comes_back_from_json) {
  const nlohmann::json g = classical_golden("forest");
  const std::vector<float> x = floats(g["x"]);
  const RandomForest a = RandomForest::fit({x, 6}, ints(g["labels"]), 3, {.trees = 5}).value();
  const RandomForest b = RandomForest::from_json(nlohmann::json::parse(a.to_json().dump())).value();
  for (std::size_t i = 0; i < 300; ++i)
    EXPECT_EQ(a.predict(DataRows{x, 6}.row(i)), b.predict(DataRows{x, 6}.row(i)));
  EXPECT_EQ(a.out_of_bag(), b.out_of_bag());
}

TEST(RandomForest, refuses_damaged_json_even_where_a_walk_would_never_end) {
  const std::vector<float> x = {0, 1, 2, 3};
  const std::vector<int> labels = {0, 0, 1, 1};
  const RandomForest a =
      RandomForest::fit({x, 1}, labels, 2, {.trees = 1, .bootstrap = false}).value();
  const nlohmann::json good = a.to_json();
  EXPECT_EQ(refusal(RandomForest::from_json(good)), "accepted");
  for (const char* side : {"left", "right"}) {
    nlohmann::json circle = good;
    circle["trees"][0][side][0] = 0;
    EXPECT_EQ(refusal(RandomForest::from_json(circle)),
              "decision tree: the nodes are no tree; train again");
  }
  nlohmann::json column = good;
  column["trees"][0]["column"][0] = 1;
  EXPECT_EQ(refusal(RandomForest::from_json(column)),
            "decision tree: the nodes are no tree; train again");
  nlohmann::json none = good;
  none["trees"] = nlohmann::json::array();
  EXPECT_EQ(refusal(RandomForest::from_json(none)),
            "random_forest: the description of the forest is damaged; train again");
  EXPECT_EQ(refusal(RandomForest::from_json({})),
            "random_forest: the description of the forest is damaged; train again");
}

TEST(RandomForest, parts_neighbouring_floats_and_leaves_rows_that_are_alike_together) {
  const float low = 1.0F, high = std::nextafter(1.0F, 2.0F);
  const std::vector<float> x = {low, high, 7.0F, 7.0F};
  const std::vector<int> labels = {0, 1, 0, 1};
  const ForestOptions options{.trees = 1, .bootstrap = false};
  const RandomForest f = RandomForest::fit({x, 1}, labels, 2, options).value();
  EXPECT_EQ(f.classify(std::vector<float>{low}), 0);
  EXPECT_EQ(f.classify(std::vector<float>{high}), 1);
  EXPECT_EQ(f.predict(std::vector<float>{7.0F}), (std::vector<float>{0.5F, 0.5F}));
}

TEST(RandomForest, predicts_numbers_with_an_honest_r2) {
  Rng rng(4);
  std::vector<float> x, y;
  for (int i = 0; i < 400; ++i) {
    x.push_back(static_cast<float>(rng.uniform(0.0, 6.28)));
    y.push_back(static_cast<float>(std::sin(x.back()) + 0.1 * rng.normal()));
  }
  const RandomForest f = RandomForest::fit_regression({x, 1}, y, 1, {.trees = 50}).value();
  EXPECT_NEAR(f.predict(std::vector<float>{1.57F})[0], 1.0, 0.15);
  // Noise of variance 0.01 under a sine of variance 0.5 leaves 0.98 at best; a full tree doubles
  // it.
  EXPECT_GT(f.out_of_bag(), 0.94);
  EXPECT_LT(f.out_of_bag(), 0.99);
}

TEST(RandomForest, refuses_what_does_not_fit) {
  const std::vector<float> x = {1, 2};
  const std::vector<int> one = {0}, high = {0, 2};
  const std::string labels =
      "random_forest: the labels are not one class in 0 ... classes - 1 per row";
  EXPECT_EQ(refusal(RandomForest::fit({x, 1}, one, 2, {})), labels);
  EXPECT_EQ(refusal(RandomForest::fit({x, 1}, high, 2, {})), labels);
  EXPECT_EQ(refusal(RandomForest::fit({{}, 1}, {}, 2, {})),
            "random_forest: 0 rows; at least 1 are needed");
  EXPECT_EQ(refusal(RandomForest::fit({x, 1}, one, 2, {.trees = 0})),
            "random_forest: 0 trees; give at least 1");
  EXPECT_EQ(refusal(RandomForest::fit_regression({x, 1}, std::vector<float>{1.0F}, 1, {})),
            "random_forest: the targets are not `outputs` finite numbers per row");
}

}  // namespace
}  // namespace tadpole
