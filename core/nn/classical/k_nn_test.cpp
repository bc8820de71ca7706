// SPDX-License-Identifier: Apache-2.0
#include "core/nn/classical/k_nn.h"

#include "core/nn/classical/test_golden.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

struct NamedMetric {
  const char* name;
  Metric metric;
};
const std::vector<NamedMetric> kMetrics = {{"euclidean", Metric::euclidean},
                                           {"manhattan", Metric::manhattan}};

TEST(KNearest, classes_and_distances_are_those_of_scikit_learn) {
  const nlohmann::json g = classical_golden("k_nn");
  const std::vector<float> x = floats(g["x"]), test = floats(g["test"]);
  for (const NamedMetric& m : kMetrics) {
    SCOPED_TRACE(m.name);
    const KNearest known = KNearest::create({x, 4}, ints(g["labels"]), 5, m.metric).value();
    std::vector<int> classes, rows;
    std::vector<double> distances;
    for (std::size_t i = 0; i < test.size() / 4; ++i) {
      const std::span<const float> row = DataRows{test, 4}.row(i);
      classes.push_back(known.classify(row));
      for (const Neighbour& n : known.neighbours(row)) {
        distances.push_back(n.distance);
        rows.push_back(static_cast<int>(n.row));
      }
    }
    EXPECT_EQ(classes, ints(g[m.name]["classes"]));
    EXPECT_EQ(rows, ints(g[m.name]["rows"]));
    // scikit-learn finds Euclidean distances by |a|^2 - 2 a b + |b|^2, which loses some digits.
    expect_near(distances, doubles(g[m.name]["distances"]), 1e-7, "distance");
  }
}

TEST(KNearest, agrees_with_scikit_learn_on_iris_and_digits) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-sklearn");
  for (const char* name : {"iris", "digits8x8_a"}) {
    const LabelledRows train = labelled_file(path / name / "train.csv");
    const LabelledRows test = labelled_file(path / name / "test.csv");
    for (const NamedMetric& m : kMetrics) {
      for (const int k : {1, 3, 5}) {
        SCOPED_TRACE(std::string(name) + " " + m.name + " " + std::to_string(k));
        const auto golden = number_file(
            path / name / ("knn_" + std::string(m.name) + "_k" + std::to_string(k) + ".csv"), 1);
        const KNearest known =
            KNearest::create(train.rows(), train.labels, k + 1, m.metric).value();
        const KNearest voting = KNearest::create(train.rows(), train.labels, k, m.metric).value();
        for (std::size_t i = 0; i < golden.size(); ++i) {
          const std::vector<Neighbour> near = known.neighbours(test.rows().row(i));
          const auto last = static_cast<std::size_t>(k);
          for (std::size_t j = 0; j < last; ++j)
            EXPECT_NEAR(near[j].distance, golden[i][j + 1], 2e-6 * (1 + golden[i][j + 1]));
          // Where the next one is as near, the choice is free.
          if (near[last].distance - near[last - 1].distance < 1e-6) continue;
          EXPECT_EQ(voting.classify(test.rows().row(i)), static_cast<int>(golden[i][0])) << i;
        }
      }
    }
  }
}

TEST(KNearest, gives_the_distance_to_the_kth_and_the_mean_of_all) {
  const std::vector<float> x = {0, 1, 3, 10};
  const KNearest known = KNearest::create({x, 1}, {}, 3).value();
  const std::vector<float> row = {0};
  EXPECT_DOUBLE_EQ(known.kth_distance(row), 3.0);
  EXPECT_DOUBLE_EQ(known.mean_distance(row), 4.0 / 3.0);
}

TEST(KNearest, of_equal_votes_the_smallest_class_wins_of_equal_distances_the_first_row) {
  const std::vector<float> x = {1, -1, 5, -5};
  const KNearest known = KNearest::create({x, 1}, {2, 1, 0, 0}, 2).value();
  const std::vector<float> row = {0};
  EXPECT_EQ(known.classify(row), 1);
  EXPECT_EQ(known.neighbours(row)[0].row, 0u);
}

TEST(KNearest, refuses_what_does_not_fit) {
  const std::vector<float> x = {1, 2};
  EXPECT_EQ(refusal(KNearest::create({x, 1}, {}, 3)), "k_nn: 2 rows; at least 3 are needed");
  EXPECT_EQ(refusal(KNearest::create({x, 1}, {}, 0)), "k_nn: k is 0; it must be at least 1");
  const std::string labels = "k_nn: the labels are not one class number, 0 or more, per row";
  EXPECT_EQ(refusal(KNearest::create({x, 1}, {0}, 1)), labels);
  EXPECT_EQ(refusal(KNearest::create({x, 1}, {0, -1}, 1)), labels);
}

}  // namespace
}  // namespace tadpole
