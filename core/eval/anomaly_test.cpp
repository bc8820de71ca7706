// SPDX-License-Identifier: Apache-2.0
#include "core/eval/anomaly.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

// Normal 1, 2, 3, 4; anomalous 3, 5: of eight pairs 7 are in order, one of them a tie.
std::vector<AnomalyItem> six_rows() {
  return {{"a", "m1", "left", 1.0, false}, {"b", "m1", "left", 2.0, false},
          {"c", "m2", "left", 3.0, false}, {"d", "m3", "right", 4.0, false},
          {"e", "m4", "left", 3.0, true},  {"f", "m5", "left", 5.0, true}};
}
const std::vector<double> kNormal = {1.0, 2.0, 3.0};

std::string refusal(const std::vector<AnomalyItem>& test, const std::vector<double>& normal,
                    const AnomalyOptions& options = {}) {
  const auto report = evaluate_anomalies(test, normal, options);
  return report.ok() ? "accepted" : report.error().message;
}

TEST(Anomaly, the_area_counts_pairs_and_ties_by_half) {
  // 3 beats 1 and 2, ties with 3, loses to 4: 2.5; 5 beats all: 4.
  EXPECT_DOUBLE_EQ(evaluate_anomalies(six_rows(), kNormal).value().auc, 6.5 / 8);
}

TEST(Anomaly, areas_are_those_of_scikit_learn_with_ties_and_without) {
  const Path folder = Path(TADPOLE_SOURCE_DIR) / "core" / "eval" / "goldens";
  const auto g = parse_json(read_text(folder / "anomaly.json").value());
  const auto truth = g["truth"].get<std::vector<int>>();
  for (const char* set : {"with_ties", "without_ties"}) {
    SCOPED_TRACE(set);
    const auto scores = g[set]["scores"].get<std::vector<double>>();
    std::vector<Score> all;
    for (std::size_t i = 0; i < scores.size(); ++i) all.push_back({scores[i], truth[i] == 1});
    const std::vector<ErrorPoint> curve = error_curve(all);
    EXPECT_NEAR(area_under_curve(curve), g[set]["auc"].get<double>(), 1e-11);
    for (const auto& [rate, area] : g[set]["partial"].items())
      EXPECT_NEAR(partial_area(curve, *parse_real(rate)), area.get<double>(), 1e-11) << rate;
    EXPECT_NEAR(partial_area(curve, 1.0), area_under_curve(curve), 1e-14);
  }
}

TEST(Anomaly, toy_car_scores_have_the_areas_that_mlperf_published) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-auc-toycar");
  const std::vector<std::string> results = split_lines(read_text(path / "result.csv").value());
  std::vector<AnomalyItem> all;
  int machines = 0;
  for (const std::string& result : results) {
    const std::vector<std::string> golden = split(result, ',');
    const Path file = path / ("anomaly_score_ToyCar_id_" + golden[0] + ".csv");
    if (golden.size() != 3 || !std::filesystem::exists(file)) continue;
    std::vector<AnomalyItem> items;
    for (const std::string& line : split_lines(read_text(file).value())) {
      const std::vector<std::string> f = split(line, ',');
      items.push_back({f[0], f[0], golden[0], *parse_real(f[1]), f[0].starts_with("anomaly")});
    }
    const AnomalyReport report = evaluate_anomalies(items, {1.0}).value();
    EXPECT_NEAR(report.auc, *parse_real(golden[1]), 1e-6);
    EXPECT_NEAR(report.partial_auc, *parse_real(golden[2]), 1e-6);
    all.insert(all.end(), items.begin(), items.end());
    ++machines;
  }
  EXPECT_EQ(machines, 2);
  const AnomalyReport both = evaluate_anomalies(all, {1.0}).value();
  ASSERT_EQ(both.groups.size(), 2u);  // by machine, as above
  EXPECT_NEAR(*both.groups[0].auc, 0.8898484848484849, 1e-6);
  EXPECT_NEAR(*both.groups[1].partial_auc, 0.8245992339338912, 1e-6);
}

TEST(Anomaly, thresholds_come_from_normal_rows_alone) {
  // Of 1, 2, 3: the middle is 2; mean 2 and deviation sqrt(2 / 3).
  EXPECT_DOUBLE_EQ(anomaly_threshold({3, 1, 2}, {ThresholdRule::percentile, 50.0}), 2.0);
  EXPECT_DOUBLE_EQ(anomaly_threshold({3, 1, 2}, {ThresholdRule::deviations, 3.0}),
                   2.0 + 3.0 * std::sqrt(2.0 / 3.0));
  std::vector<AnomalyItem> worse = six_rows();
  worse[5].score = 100.0;
  EXPECT_EQ(evaluate_anomalies(worse, kNormal).value().chosen.threshold,
            evaluate_anomalies(six_rows(), kNormal).value().chosen.threshold);
}

TEST(Anomaly, an_alarm_is_a_score_above_the_threshold) {
  const AnomalyOptions options{.threshold = {ThresholdRule::percentile, 100.0}};  // 3
  const AlarmPoint p = evaluate_anomalies(six_rows(), kNormal, options).value().chosen;
  EXPECT_EQ(p.threshold, 3.0);
  EXPECT_EQ(p.alarms, 1);
  EXPECT_EQ(p.misses, 1);
  EXPECT_EQ(p.false_alarms, 1);
  EXPECT_EQ(p.rests, 3);
  EXPECT_DOUBLE_EQ(p.accuracy, 4.0 / 6);
  EXPECT_DOUBLE_EQ(p.precision, 0.5);
  EXPECT_DOUBLE_EQ(p.recall, 0.5);
  EXPECT_DOUBLE_EQ(p.f1, 0.5);
  EXPECT_DOUBLE_EQ(p.false_alarm_rate, 0.25);
  EXPECT_EQ(p.rule, "100 % of normal rows stay below");
}

TEST(Anomaly, compares_six_rules_and_draws_both_kinds) {
  const AnomalyReport report = evaluate_anomalies(six_rows(), kNormal).value();
  ASSERT_EQ(report.others.size(), 6u);
  EXPECT_EQ(report.others[4].rule, "mean + 3 deviations of normal rows");
  int normal = 0, anomalous = 0;
  for (const int n : report.histogram.normal) normal += n;
  for (const int n : report.histogram.anomalous) anomalous += n;
  EXPECT_EQ(normal, 4);
  EXPECT_EQ(anomalous, 2);
  EXPECT_EQ(report.histogram.anomalous.back(), 1);  // the 5
}

TEST(Anomaly, a_group_of_one_kind_has_no_area) {
  const AnomalyReport report = evaluate_anomalies(six_rows(), kNormal).value();
  ASSERT_EQ(report.groups.size(), 2u);
  EXPECT_DOUBLE_EQ(*report.groups[0].auc, 5.5 / 6);
  EXPECT_FALSE(report.groups[1].auc.has_value());
  EXPECT_NE(anomaly_text(report).find("right                    no AUC"), std::string::npos);
}

// Twenty machines of which the detector knows all, and one who is always wrong.
TEST(Anomaly, the_interval_draws_machines) {
  std::vector<AnomalyItem> rows;
  for (int m = 0; m < 20; ++m)
    for (int i = 0; i < 10; ++i) {
      const bool anomalous = i % 2 == 0;
      const double right = anomalous ? 1.0 : 0.0;
      rows.push_back({"r", std::to_string(m), "", m == 0 ? 1.0 - right : right, anomalous});
    }
  const AnomalyReport report = evaluate_anomalies(rows, {0.0}).value();
  EXPECT_NEAR(report.auc, 0.95 * 0.95 + 0.95 * 0.05, 1e-12);  // both right, or one: a tie
  EXPECT_EQ(report.auc_by_who.high, 1.0);  // the bad one is not drawn in a third of the draws
  EXPECT_LT(report.auc_by_who.low, 0.9);
}

TEST(Anomaly, comes_back_from_json) {
  const AnomalyReport report = evaluate_anomalies(six_rows(), kNormal).value();
  const nlohmann::json j = anomaly_to_json(report);
  EXPECT_EQ(anomaly_to_json(anomaly_from_json(j).value()), j);
  nlohmann::json wrong = j;
  wrong["chosen"]["recall"] = "much";
  EXPECT_NE(anomaly_from_json(wrong).error().message.find("type must be number"),
            std::string::npos);
  wrong = j;
  wrong["groups"][0].erase("auc");
  EXPECT_EQ(anomaly_from_json(wrong).error().message,
            "anomaly: a group has one of two areas only; evaluate again");
  wrong = j;
  wrong["histogram"]["normal"] = {1};
  EXPECT_EQ(anomaly_from_json(wrong).error().message,
            "anomaly: the histogram's two rows differ in length; evaluate again");
}

TEST(Anomaly, refuses_a_test_without_both_kinds_and_scores_that_are_none) {
  std::vector<AnomalyItem> rows = six_rows();
  rows.resize(4);
  EXPECT_EQ(refusal(rows, kNormal),
            "anomaly: the test has 4 normal and 0 anomalous rows; at least one of each is needed");
  EXPECT_EQ(refusal(six_rows(), {}),
            "anomaly: there is no normal row outside the test to choose the threshold by; put some "
            "into validation or training");
  rows = six_rows();
  rows[1].score = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(refusal(rows, kNormal), "anomaly: the score of b is no number; the model has diverged");
  EXPECT_EQ(refusal(six_rows(), {std::numeric_limits<double>::infinity()}),
            "anomaly: a score of a normal row is no number; the model has diverged");
  EXPECT_EQ(refusal(six_rows(), kNormal, {.max_false_alarms = 0.0}),
            "anomaly: max_false_alarms must be above 0 and at most 1");
  EXPECT_EQ(refusal(six_rows(), kNormal, {.threshold = {ThresholdRule::percentile, 101.0}}),
            "anomaly: a percentile must be from 0 to 100");
}

}  // namespace
}  // namespace tadpole
