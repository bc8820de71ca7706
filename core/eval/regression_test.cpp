// SPDX-License-Identifier: Apache-2.0
#include "core/eval/regression.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/base/files.h"
#include "core/base/json.h"

namespace tadpole {
namespace {

RegressionPredictions four_rows() {
  RegressionPredictions p{{"heat"}, {}};
  p.items.push_back({"a", "m1", "old", {1.0}, {2.0}});
  p.items.push_back({"b", "m1", "old", {2.0}, {2.0}});
  p.items.push_back({"c", "m2", "new", {3.0}, {2.0}});
  p.items.push_back({"d", "m2", "new", {6.0}, {9.0}});
  return p;
}

std::string refusal(const RegressionPredictions& p) {
  const auto report = evaluate_regression(p);
  return report.ok() ? "accepted" : report.error().message;
}

TEST(Regression, errors_are_those_of_a_calculation_by_hand) {
  const RegressionErrors e = evaluate_regression(four_rows()).value().targets[0].errors;
  EXPECT_EQ(e.n, 4);
  EXPECT_DOUBLE_EQ(e.mae, 5.0 / 4);               // 1, 0, 1, 3
  EXPECT_DOUBLE_EQ(e.rmse, std::sqrt(11.0 / 4));  // 1, 0, 1, 9
  EXPECT_DOUBLE_EQ(e.r2, 1.0 - 11.0 / 14.0);      // mean 3; spread 4, 1, 0, 9
  EXPECT_DOUBLE_EQ(e.max_error, 3.0);
  EXPECT_DOUBLE_EQ(e.bias, 3.0 / 4);
}

TEST(Regression, errors_are_those_of_scikit_learn) {
  const Path folder = Path(TADPOLE_SOURCE_DIR) / "core" / "eval" / "goldens";
  const auto g = parse_json(read_text(folder / "regression.json").value());
  const auto truth = g["truth"].get<std::vector<double>>(),
             said = g["said"].get<std::vector<double>>();
  RegressionPredictions p{{"first", "second"}, {}};
  for (std::size_t i = 0; i < 80; i += 2)
    p.items.push_back(
        {"row", std::to_string(i), "", {truth[i], truth[i + 1]}, {said[i], said[i + 1]}});
  const RegressionReport report = evaluate_regression(p).value();
  for (std::size_t t = 0; t < 2; ++t) {
    const RegressionErrors& e = report.targets[t].errors;
    EXPECT_NEAR(e.mae, g["targets"][t]["mae"].get<double>(), 1e-10);
    EXPECT_NEAR(e.rmse, g["targets"][t]["rmse"].get<double>(), 1e-10);
    EXPECT_NEAR(e.r2, g["targets"][t]["r2"].get<double>(), 1e-10);
    EXPECT_NEAR(e.max_error, g["targets"][t]["max_error"].get<double>(), 1e-10);
  }
}

TEST(Regression, draws_machines_and_not_rows) {
  const TargetReport t = evaluate_regression(four_rows()).value().targets[0];
  // Drawing m1 twice gives 0.5, m2 twice 2: each in a quarter of the draws.
  EXPECT_DOUBLE_EQ(t.mae_by_who.low, 0.5);
  EXPECT_DOUBLE_EQ(t.mae_by_who.high, 2.0);
  EXPECT_EQ(t.mae_by_who.method,
            "bootstrap over 2 sources (people, machines or recordings), 2000 resamples");
}

TEST(Regression, names_the_worst_rows_groups_and_the_guess_to_beat) {
  const RegressionReport report = evaluate_regression(four_rows()).value();
  const TargetReport& t = report.targets[0];
  EXPECT_EQ(t.worst[0].name, "d");
  EXPECT_EQ(t.groups[0].name, "new");
  EXPECT_DOUBLE_EQ(t.groups[0].errors.mae, 2.0);
  EXPECT_DOUBLE_EQ(t.guess_mae, 1.5);  // median 2.5: 1.5, 0.5, 0.5, 3.5
  EXPECT_EQ(t.scatter.size(), 4u);
  EXPECT_EQ(report.who, 2);
  EXPECT_EQ(report.warnings.size(), 1u);
}

TEST(Regression, warns_of_a_model_that_is_no_better_than_the_middle_value) {
  RegressionPredictions p = four_rows();
  p.items[1].said[0] = 20.0;
  const RegressionReport report = evaluate_regression(p).value();
  EXPECT_EQ(report.warnings.back(),
            "'heat' is predicted no better than by always saying the middle value.");
}

TEST(Regression, one_source_has_no_interval) {
  RegressionPredictions p = four_rows();
  for (RegressionItem& item : p.items) item.who = "m1";
  const RegressionReport report = evaluate_regression(p).value();
  EXPECT_EQ(report.targets[0].mae_by_who.method, "one source only: nothing is known about others");
  EXPECT_EQ(regression_text(report).find("interval 0"), std::string::npos);
}

TEST(Regression, a_truth_that_never_changes_has_r2_0) {
  RegressionPredictions p = four_rows();
  for (RegressionItem& item : p.items) item.truth = {1.0};
  EXPECT_EQ(evaluate_regression(p).value().targets[0].errors.r2, 0.0);
}

TEST(Regression, comes_back_from_json) {
  const RegressionReport report = evaluate_regression(four_rows(), {.model = "int8"}).value();
  const nlohmann::json j = regression_to_json(report);
  EXPECT_EQ(regression_to_json(regression_from_json(j).value()), j);
  nlohmann::json wrong = j;
  wrong["targets"][0].erase("errors");
  EXPECT_NE(regression_from_json(wrong).error().message.find("key 'errors' not found"),
            std::string::npos);
}

TEST(Regression, the_text_fits_the_terminal) {
  const std::string text =
      regression_text(evaluate_regression(four_rows(), {.origin = "synthetic"}).value());
  EXPECT_NE(text.find("float model on 4 test rows of 2 sources [synthetic]"), std::string::npos);
  EXPECT_NE(text.find("heat: mean error 1.25 (95 % interval 0.5 to 2)"), std::string::npos);
}

TEST(Regression, refuses_rows_that_do_not_fit) {
  EXPECT_EQ(refusal({{"heat"}, {}}),
            "regression: there is no row or no target to evaluate; give both");
  RegressionPredictions p = four_rows();
  p.items[2].said = {1.0, 2.0};
  EXPECT_EQ(refusal(p),
            "regression: c has 1 true and 2 predicted numbers for 1 targets; give one of each per "
            "target");
  p = four_rows();
  p.items[0].said = {std::numeric_limits<double>::quiet_NaN()};
  EXPECT_EQ(refusal(p),
            "regression: a holds a number that is none; the model has diverged or the target is "
            "missing");
}

}  // namespace
}  // namespace tadpole
