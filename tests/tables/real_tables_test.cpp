// SPDX-License-Identifier: Apache-2.0
// Real tables through importer, encoder, classical methods and metrics. The numbers to reach stand
// in the README beside each set: scikit-learn, without tuning, partly on rows that are not here.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>

#include "core/data/table/generate_table.h"
#include "core/data/table/import_table.h"
#include "core/dsp/table_features.h"
#include "core/eval/anomaly.h"
#include "core/nn/classical/anomaly_detector.h"
#include "core/nn/classical/logistic_regression.h"
#include "core/nn/classical/random_forest.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

// One split of a table, encoded.
struct Encoded {
  std::vector<float> values = {};
  std::vector<int> labels = {};
  std::vector<std::string> groups = {};
  std::size_t columns = 1;
  DataRows rows() const { return {values, columns}; }
};

Encoded encoded(const SampleSet& set, const TableFeatures& features, Split split) {
  Encoded e{.values = features.encode_split(set, split)};
  e.columns = static_cast<std::size_t>(features.outputs());
  for (const Sample& s : set.samples) {
    if (s.split != split) continue;
    const auto at = std::find(set.labels.begin(), set.labels.end(), s.label);
    e.labels.push_back(static_cast<int>(at - set.labels.begin()));
    e.groups.push_back(s.group);
  }
  return e;
}

// By the position in the file: the first `train` rows train, the others test.
void split_at(SampleSet& set, std::size_t train) {
  for (std::size_t i = 0; i < set.samples.size(); ++i)
    set.samples[i].split = i < train ? Split::train : Split::test;
}

double logistic_accuracy(const Encoded& train, const Encoded& test, int classes) {
  const auto model =
      LogisticRegression::fit(train.rows(), train.labels, classes, {.tolerance = 1e-5}).value();
  int right = 0;
  for (std::size_t i = 0; i < test.labels.size(); ++i)
    right += model.classify(test.rows().row(i)) == test.labels[i] ? 1 : 0;
  return static_cast<double>(right) / static_cast<double>(test.labels.size());
}

double logistic_on(const SampleSet& set, const TableFeatureOptions& options = {}) {
  const TableFeatures features = TableFeatures::fit(set, options).value();
  const double accuracy =
      logistic_accuracy(encoded(set, features, Split::train), encoded(set, features, Split::test),
                        static_cast<int>(set.labels.size()));
  std::printf("  logistic regression: %.2f %%\n", 100 * accuracy);
  return accuracy;
}

// The README's 85.4 % is of rows that are not here. On random 70/30 splits of the 12,861 that are,
// scikit-learn 1.2.1 reaches 83.9, 84.6 and 84.8 %; one standard error is 0.6 %.
TEST(RealTables, adult_is_classified_as_well_as_by_scikit_learn) {
  TADPOLE_SHARED_OR_SKIP(path, "data/adult");
  SampleSet set = import_table(path, {.group = {"sex"}, .drop = {"fnlwgt", "education"}}).value();
  ASSERT_TRUE(finish_samples(set, {.validation_percent = 1, .test_percent = 30}).ok());
  EXPECT_GT(logistic_on(set, {.missing_flags = true}), 0.835);
  EXPECT_GT(logistic_on(set, {.log = {"skewed"}, .missing_flags = true}), 0.835);
}

TEST(RealTables, occupancy_reaches_the_97_7_percent_of_its_first_test) {
  TADPOLE_SHARED_OR_SKIP(path, "data/occupancy");
  SampleSet set = import_table(path, {.drop = {"id", "date"}}).value();
  for (Sample& s : set.samples) s.split = *s.given;
  EXPECT_NEAR(logistic_on(set), 0.977, 0.003);
  SampleSet dark = import_table(path, {.drop = {"id", "date", "Light"}}).value();
  for (Sample& s : dark.samples) s.split = *s.given;
  EXPECT_NEAR(logistic_on(dark), 0.882, 0.02);
}

TEST(RealTables, weather_of_nebraska_reaches_three_quarters_on_later_years) {
  TADPOLE_SHARED_OR_SKIP(path, "data/weather-nebraska");
  SampleSet set = import_table(path, {}).value();
  split_at(set, 6000);
  EXPECT_GT(logistic_on(set), 0.75);
}

TEST(RealTables, german_credit_reaches_70_percent) {
  TADPOLE_SHARED_OR_SKIP(path, "data/german-credit");
  SampleSet set = import_table(path, {}).value();
  ASSERT_TRUE(finish_samples(set, {.validation_percent = 1, .test_percent = 40}).ok());
  EXPECT_GT(logistic_on(set), 0.68);
}

// On rows 4001 to 6000 scikit-learn 1.2.1 reaches an AUC of 0.895 and 0.906 (two seeds); the
// README's .953 is of later rows.
TEST(RealTables, failures_of_ai4i_are_ranked_as_well_as_by_scikit_learns_forest) {
  TADPOLE_SHARED_OR_SKIP(path, "data/ai4i2020");
  const TableOptions options{.drop = {"UDI", "Product ID", "TWF", "HDF", "PWF", "OSF", "RNF"}};
  SampleSet set = import_table(path, options).value();
  split_at(set, 4000);
  const TableFeatures features = TableFeatures::fit(set, {}).value();
  const Encoded train = encoded(set, features, Split::train);
  const Encoded test = encoded(set, features, Split::test);
  ThreadPool pool;
  const RandomForest forest =
      RandomForest::fit(train.rows(), train.labels, 2, {.trees = 200}, &pool).value();
  std::vector<Score> scores;
  for (std::size_t i = 0; i < test.labels.size(); ++i)
    scores.push_back(
        {static_cast<double>(forest.predict(test.rows().row(i))[1]), test.labels[i] == 1});
  const double area = area_under_curve(error_curve(scores));
  std::printf("  random forest: AUC %.4f, out of bag %.2f %%\n", area, 100 * forest.out_of_bag());
  EXPECT_GT(area, 0.875);
}

// Trained on batches 1 and 2 of the gas sensors: 91.7, 72.0 and 93.4 % on 3, 4 and 5. Batch 4 has
// 161 rows: scikit-learn 1.2.1 gives 69.6, 72.0 and 88.2 % for three seeds, so it is left out.
TEST(RealTables, gas_sensors_drift_under_a_random_forest) {
  TADPOLE_SHARED_OR_SKIP(path, "data/gas-drift");
  SampleSet set = import_table(path, {.drop = {"concentration"}}).value();
  for (Sample& s : set.samples) s.split = *s.given;
  const TableFeatures features = TableFeatures::fit(set, {.normalise = "none"}).value();
  const Encoded train = encoded(set, features, Split::train);
  const Encoded test = encoded(set, features, Split::test);
  const int classes = static_cast<int>(set.labels.size());
  ThreadPool pool;
  const RandomForest forest =
      RandomForest::fit(train.rows(), train.labels, classes, {.trees = 100}, &pool).value();
  std::map<std::string, std::pair<int, int>> right_of;
  for (std::size_t i = 0; i < test.labels.size(); ++i) {
    auto& [right, all] = right_of[test.groups[i]];
    right += forest.classify(test.rows().row(i)) == test.labels[i] ? 1 : 0;
    ++all;
  }
  const std::map<std::string, double> golden = {{"batch3", 0.917}, {"batch5", 0.934}};
  for (const auto& [batch, expected] : golden) {
    const auto [right, all] = right_of[batch];
    std::printf("  %s: %.1f %%\n", batch.c_str(), 100.0 * right / all);
    EXPECT_NEAR(static_cast<double>(right) / all, expected, 0.03) << batch;  // forests vary
  }
}

// The made machine: a detector that saw normal rows alone ranks its failures higher; at a threshold
// that 99 % of normal rows pass it finds few, since most failures are combinations of usual values.
TEST(RealTables, a_detector_ranks_failures_of_the_made_machine) {
  SampleSet set = generate_table({.name = "machine", .rows = 6000}).value();
  ASSERT_TRUE(finish_samples(set, {}).ok());
  const TableFeatures features = TableFeatures::fit(set, {}).value();
  const auto columns = static_cast<std::size_t>(features.outputs());
  std::vector<float> normal, held_back, row(columns);
  std::vector<AnomalyItem> test;
  for (const Sample& s : set.samples) {
    features.encode(set.float_values(s), row);
    if (s.split == Split::test) {
      test.push_back({s.name, s.who, s.group, 0.0, s.label != "none"});
    } else if (s.label == "none") {
      std::vector<float>& to = s.split == Split::train ? normal : held_back;
      to.insert(to.end(), row.begin(), row.end());
    }
  }
  const auto detector = AnomalyDetector::fit({normal, columns}, {}).value();
  std::size_t i = 0;
  for (const Sample& s : set.samples) {
    if (s.split != Split::test) continue;
    features.encode(set.float_values(s), row);
    test[i++].score = detector->score(row);
  }
  const AnomalyReport report =
      evaluate_anomalies(test, detector->scores({held_back, columns}), {.origin = "synthetic"})
          .value();
  std::printf("%s", anomaly_text(report).c_str());
  EXPECT_GT(report.auc, 0.75);
  EXPECT_LT(report.chosen.false_alarm_rate, 0.1);
}

}  // namespace
}  // namespace tadpole
