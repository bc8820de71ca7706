// SPDX-License-Identifier: Apache-2.0
#include "core/nn/classical/anomaly_detector.h"

#include "core/base/rng.h"
#include "core/nn/classical/test_golden.h"

namespace tadpole {
namespace {

const std::vector<DetectorKind> kAll = {DetectorKind::k_nearest, DetectorKind::k_means,
                                        DetectorKind::mahalanobis};

std::unique_ptr<AnomalyDetector> fitted(const std::vector<float>& x, std::size_t columns,
                                        const DetectorOptions& options) {
  return AnomalyDetector::fit({x, columns}, options).value();
}

// A cloud with deviations 1 and 3 whose second column follows the first.
std::vector<float> cloud(int rows, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<float> x;
  for (int i = 0; i < rows; ++i) {
    const double a = rng.normal();
    x.push_back(static_cast<float>(a));
    x.push_back(static_cast<float>(3.0 * a + 0.3 * rng.normal()));
  }
  return x;
}

TEST(AnomalyDetector, every_kind_finds_a_far_row_strange_and_comes_back_from_json) {
  const std::vector<float> x = cloud(300, 1), test = cloud(50, 2);
  for (const DetectorKind kind : kAll) {
    SCOPED_TRACE(detector_name(kind));
    const auto d = fitted(x, 2, {.kind = kind});
    EXPECT_EQ(d->kind(), kind);
    EXPECT_EQ(parse_detector(detector_name(kind)).value(), kind);
    std::vector<double> normal = d->scores({test, 2});
    std::sort(normal.begin(), normal.end());
    EXPECT_GT(d->score(std::vector<float>{8.0F, -8.0F}), 2.0 * normal.back());
    const auto back =
        AnomalyDetector::from_json(nlohmann::json::parse(d->to_json().dump())).value();
    EXPECT_EQ(back->scores({test, 2}), d->scores({test, 2}));
    EXPECT_EQ(back->training_scores(), d->training_scores());
    EXPECT_EQ(back->columns(), 2u);
  }
}

TEST(AnomalyDetector, the_papers_score_is_the_distance_to_the_kth_training_row) {
  const std::vector<float> x = {0, 1, 2, 10};
  EXPECT_DOUBLE_EQ(fitted(x, 1, {.neighbours = 1})->score(std::vector<float>{12.0F}), 2.0);
  EXPECT_DOUBLE_EQ(fitted(x, 1, {.neighbours = 2})->score(std::vector<float>{12.0F}), 10.0);
}

TEST(AnomalyDetector, a_training_row_is_not_its_own_neighbour) {
  const std::vector<float> x = {0, 1, 3, 10};
  EXPECT_EQ(fitted(x, 1, {.neighbours = 1})->training_scores(), (std::vector<double>{1, 1, 2, 7}));
}

TEST(AnomalyDetector, the_coursewares_score_is_the_distance_to_the_nearest_centre) {
  const std::vector<float> x = {0, 2, 100, 102};
  const auto d = fitted(x, 1, {.kind = DetectorKind::k_means, .clusters = 2});
  EXPECT_DOUBLE_EQ(d->score(std::vector<float>{104.0F}), 3.0);  // centres 1 and 101
}

TEST(AnomalyDetector, an_own_radius_makes_1_the_border_of_every_cluster) {
  const std::vector<float> x = {-1, 1, 80, 120};  // radii 1 and 20
  const DetectorOptions options{
      .kind = DetectorKind::k_means, .clusters = 2, .own_radius = true, .radius_percentile = 100.0};
  const auto d = fitted(x, 1, options);
  EXPECT_DOUBLE_EQ(d->score(std::vector<float>{3.0F}), 3.0);
  EXPECT_DOUBLE_EQ(d->score(std::vector<float>{140.0F}), 2.0);
}

TEST(AnomalyDetector, mahalanobis_counts_deviations_along_the_cloud) {
  const std::vector<float> x = cloud(5000, 3);
  const auto d = fitted(x, 2, {.kind = DetectorKind::mahalanobis, .ridge = 0.0});
  // (2, 6): two deviations along the cloud. (0, 3): ten across it. The estimates of 5000 rows are
  // good to about 2 %.
  EXPECT_NEAR(d->score(std::vector<float>{2.0F, 6.0F}), 2.0, 0.15);
  EXPECT_NEAR(d->score(std::vector<float>{0.0F, 3.0F}), 10.0, 0.4);
}

TEST(AnomalyDetector, trimming_leaves_strange_training_rows_out) {
  for (const DetectorKind kind : kAll) {
    SCOPED_TRACE(detector_name(kind));
    std::vector<float> x = cloud(190, 4);
    for (int i = 0; i < 10; ++i) {  // 5 % that are not normal, each for itself
      x.push_back(20.0F + static_cast<float>(40 * i));
      x.push_back(-300.0F + static_cast<float>(17 * i * i));
    }
    // One cluster, so that none sits upon a strange row.
    const DetectorOptions options{.kind = kind, .clusters = 1, .trim_percent = 5.0};
    const auto d = fitted(x, 2, options);
    std::vector<std::size_t> last;
    for (std::size_t i = 190; i < 200; ++i) last.push_back(i);
    EXPECT_EQ(d->trimmed(), last);
    EXPECT_EQ(d->training_scores().size(), 190u);
    DetectorOptions all = options;
    all.trim_percent = 0.0;
    const auto spoilt = fitted(x, 2, all);
    EXPECT_TRUE(spoilt->trimmed().empty());
    const auto largest = [](const AnomalyDetector& one) {
      return *std::max_element(one.training_scores().begin(), one.training_scores().end());
    };
    EXPECT_LT(largest(*d), 0.7 * largest(*spoilt));
  }
}

TEST(AnomalyDetector, refuses_what_cannot_be_fitted) {
  const std::vector<float> x = {1, 2, 3, 4};
  EXPECT_EQ(refusal(AnomalyDetector::fit({x, 1}, {.neighbours = 4})),
            "anomaly detector: 4 rows; at least 5 are needed");
  EXPECT_EQ(refusal(AnomalyDetector::fit({x, 1}, {.neighbours = 0})),
            "anomaly detector: neighbours is 0; it must be at least 1");
  EXPECT_EQ(refusal(AnomalyDetector::fit({x, 1}, {.trim_percent = 50.0})),
            "anomaly detector: trim_percent must be at least 0 and below 50");
  EXPECT_EQ(refusal(AnomalyDetector::fit({x, 1}, {.kind = DetectorKind::k_means})),
            "k_means: 4 rows; at least 8 are needed");
  EXPECT_EQ(refusal(AnomalyDetector::fit(
                {x, 1}, {.kind = DetectorKind::k_means, .radius_percentile = 0.0})),
            "anomaly detector: radius_percentile must be above 0 and at most 100");
  const std::vector<float> same = {1, 2, 1, 2, 1, 2};
  EXPECT_EQ(refusal(AnomalyDetector::fit({same, 2}, {.kind = DetectorKind::mahalanobis})),
            "anomaly detector: the columns of the normal rows depend on each other; raise ridge, "
            "leave columns out, or give more rows");
  EXPECT_EQ(
      refusal(parse_detector("k_mean")),
      "there is no detector 'k_mean' (did you mean 'k_means'?); there are k_nearest, k_means, "
      "mahalanobis");
}

TEST(AnomalyDetector, refuses_damaged_json) {
  const std::vector<float> x = cloud(30, 5);
  const std::string damaged = "anomaly detector: its description is damaged; train again";
  EXPECT_EQ(refusal(AnomalyDetector::from_json({})), damaged);
  for (const DetectorKind kind : kAll) {
    const nlohmann::json good = fitted(x, 2, {.kind = kind})->to_json();
    for (const char* field : {"kind", "columns", "rows", "neighbours", "centres", "radii", "mean",
                              "lower", "trimmed"}) {
      if (!good.contains(field)) continue;
      for (const nlohmann::json& wrong : {nlohmann::json("x"), nlohmann::json(0),
                                          nlohmann::json(nlohmann::json::array({1, 2, 3}))}) {
        nlohmann::json bad = good;
        bad[field] = wrong;
        if (std::string(field) == "trimmed" && wrong.is_array()) continue;  // three row numbers
        EXPECT_EQ(refusal(AnomalyDetector::from_json(bad)), damaged) << field << " " << wrong;
      }
    }
  }
}

}  // namespace
}  // namespace tadpole
