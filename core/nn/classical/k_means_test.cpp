// SPDX-License-Identifier: Apache-2.0
#include "core/nn/classical/k_means.h"

#include "core/nn/classical/test_golden.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

TEST(KMeans, from_a_given_start_is_that_of_scikit_learn) {
  const nlohmann::json g = classical_golden("k_means");
  const std::vector<float> x = floats(g["x"]);
  const KMeans k = fit_k_means_from({x, 3}, doubles(g["start"]), {}).value();
  EXPECT_EQ(k.labels, ints(g["labels"]));
  expect_near(k.centres, doubles(g["centres"]), 1e-9, "centre");
  EXPECT_NEAR(k.inertia, g["inertia"].get<double>(), 1e-8);
}

TEST(KMeans, agrees_with_scikit_learn_on_iris_and_digits) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-sklearn");
  for (const char* name : {"iris", "digits8x8_a"}) {
    SCOPED_TRACE(name);
    const LabelledRows train = labelled_file(path / name / "train.csv");
    std::vector<double> start, centres;
    std::vector<int> labels;
    for (const auto& row : number_file(path / name / "kmeans_init.csv", 0))
      start.insert(start.end(), row.begin(), row.end());
    for (const auto& row : number_file(path / name / "kmeans_centers.csv", 0))
      centres.insert(centres.end(), row.begin(), row.end());
    for (const auto& row : number_file(path / name / "kmeans_labels.csv", 1))
      labels.push_back(static_cast<int>(row[0]));
    const KMeans k = fit_k_means_from(train.rows(), start, {}).value();
    EXPECT_EQ(k.labels, labels);
    expect_near(k.centres, centres, 1e-6, "centre");
    const auto results = parse_json(read_text(path / name / "results.json").value());
    EXPECT_NEAR(k.inertia, json_number(results, "kmeans_inertia"), 1e-3);
    EXPECT_EQ(k.steps, static_cast<int>(json_number(results, "kmeans_n_iter")));
  }
}

// Four groups of three points, far apart: the best clusters are the groups.
TEST(KMeans, careful_seeding_finds_groups_that_are_far_apart) {
  std::vector<float> x;
  for (const float centre : {0.0F, 100.0F, 200.0F, 300.0F})
    for (const float d : {-1.0F, 0.0F, 1.0F}) x.push_back(centre + d);
  const KMeans k = fit_k_means({x, 1}, {.clusters = 4}).value();
  EXPECT_DOUBLE_EQ(k.inertia, 8.0);  // by hand: 2 per group
  for (std::size_t i = 0; i < 12; ++i) EXPECT_EQ(k.labels[i], k.labels[i / 3 * 3]);
  EXPECT_EQ(k.nearest(std::vector<float>{99.0F}), k.labels[3]);
  EXPECT_DOUBLE_EQ(k.distance(std::vector<float>{103.0F}), 3.0);
}

TEST(KMeans, the_same_seed_gives_the_same_centres) {
  const std::vector<float> x = floats(classical_golden("k_means")["x"]);
  const KMeans a = fit_k_means({x, 3}, {.clusters = 5, .seed = 9}).value();
  EXPECT_EQ(a.centres, fit_k_means({x, 3}, {.clusters = 5, .seed = 9}).value().centres);
}

TEST(KMeans, an_empty_cluster_takes_the_farthest_row) {
  const std::vector<float> x = {0, 1, 2, 50};
  const KMeans k = fit_k_means_from({x, 1}, {1.0, 1000.0}, {}).value();
  EXPECT_EQ(k.labels, (std::vector<int>{0, 0, 0, 1}));
  EXPECT_DOUBLE_EQ(k.centres[1], 50.0);
}

TEST(KMeans, rows_that_are_all_alike_do_no_harm) {
  const std::vector<float> x(10, 3.0F);
  EXPECT_EQ(fit_k_means({x, 1}, {.clusters = 3}).value().inertia, 0.0);
}

TEST(KMeans, refuses_more_clusters_than_rows_and_missing_values) {
  const std::vector<float> x = {1, 2};
  EXPECT_EQ(refusal(fit_k_means({x, 1}, {.clusters = 3})),
            "k_means: 2 rows; at least 3 are needed");
  EXPECT_EQ(refusal(fit_k_means({x, 1}, {.clusters = 0})),
            "k_means: no cluster was asked for; give at least 1");
  EXPECT_EQ(refusal(fit_k_means({x, 3}, {.clusters = 1})),
            "k_means: the values are no whole rows; give columns * rows values");
  EXPECT_EQ(refusal(fit_k_means_from({x, 2}, {1.0}, {})),
            "k_means: the start is no whole number of centres; give columns * clusters");
  const std::vector<float> hole = {1, std::nanf("")};
  EXPECT_EQ(refusal(fit_k_means({hole, 1}, {.clusters = 1})),
            "k_means: a value is missing or infinite; fill it (table encoder) first");
}

}  // namespace
}  // namespace tadpole
