// SPDX-License-Identifier: Apache-2.0
#include "core/nn/classical/logistic_regression.h"

#include "core/nn/classical/lbfgs.h"
#include "core/nn/classical/test_golden.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

void check_golden(const char* name, int classes, bool balanced) {
  SCOPED_TRACE(name);
  const nlohmann::json all = classical_golden("logistic");
  const nlohmann::json& g = all[name];
  const std::vector<float> x = floats(g["x"]);
  const LogisticRegression model =
      LogisticRegression::fit(
          {x, 4}, ints(g["labels"]), classes,
          {.c = all["c"].get<double>(), .balanced = balanced, .tolerance = 1e-9})
          .value();
  // scikit-learn leaves intercepts of softmax with a common part that says nothing; it is 0 in
  // both.
  expect_near(model.weights(), doubles(g["weights"]), 2e-5, "weight");
  std::vector<double> chances;
  for (std::size_t i = 0; i < 10; ++i)
    for (const double p : model.predict(DataRows{x, 4}.row(i))) chances.push_back(p);
  expect_near(chances, doubles(g["chances"]), 1e-5, "chance");
}

TEST(LogisticRegression, weights_and_chances_are_those_of_scikit_learn) {
  check_golden("two", 2, false);
  check_golden("three", 3, false);
}

TEST(LogisticRegression, balanced_classes_are_those_of_scikit_learn) {
  check_golden("rare", 2, true);
}

TEST(LogisticRegression, two_classes_that_lie_apart_do_not_run_away) {
  const std::vector<float> x = {-1, 1};
  const std::vector<int> labels = {0, 1};
  const LogisticRegression model = LogisticRegression::fit({x, 1}, labels, 2).value();
  // At the minimum of 2 ln(1 + exp(-w)) + w^2 / 2: w = 2 / (1 + exp(w)).
  EXPECT_NEAR(model.weights()[0], 2.0 / (1.0 + std::exp(model.weights()[0])), 1e-6);
  EXPECT_NEAR(model.weights()[1], 0.0, 1e-7);
  EXPECT_EQ(model.classify(std::vector<float>{3.0F}), 1);
}

TEST(LogisticRegression, agrees_with_scikit_learn_on_iris_and_digits) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-sklearn");
  for (const char* name : {"iris", "digits8x8_a"}) {
    SCOPED_TRACE(name);
    LabelledRows train = labelled_file(path / name / "train.csv");
    LabelledRows test = labelled_file(path / name / "test.csv");
    const auto scaler = number_file(path / name / "scaler.csv", 1);
    const auto scale = [&](std::vector<float>& values) {
      for (std::size_t i = 0; i < values.size(); ++i) {
        const std::vector<double>& s = scaler[i % train.columns];
        values[i] = static_cast<float>((static_cast<double>(values[i]) - s[0]) / s[1]);
      }
    };
    scale(train.values);
    scale(test.values);
    const auto golden = number_file(path / name / "logreg_proba.csv", 1);
    const LogisticRegression model =
        LogisticRegression::fit(train.rows(), train.labels, static_cast<int>(golden[0].size()))
            .value();
    // Its solver stopped at a gradient of 1e-4.
    for (std::size_t i = 0; i < golden.size(); ++i)
      expect_near(model.predict(test.rows().row(i)), golden[i], 2e-3, "chance");
  }
}

TEST(LogisticRegression, comes_back_from_json_and_refuses_a_damaged_one) {
  const std::vector<float> x = {0, 1, 2, 3};
  const std::vector<int> labels = {0, 0, 1, 1};
  const LogisticRegression a = LogisticRegression::fit({x, 1}, labels, 2).value();
  const auto b = LogisticRegression::from_json(nlohmann::json::parse(a.to_json().dump())).value();
  EXPECT_EQ(a.predict(std::vector<float>{1.5F}), b.predict(std::vector<float>{1.5F}));
  nlohmann::json wrong = a.to_json();
  wrong["columns"] = 18446744073709551615ull;
  EXPECT_EQ(refusal(LogisticRegression::from_json(wrong)),
            "logistic_regression: the description of the model is damaged; train again");
}

TEST(LogisticRegression, refuses_what_does_not_fit) {
  const std::vector<float> x = {1, 2};
  const std::vector<int> labels = {0, 1}, high = {0, 2};
  const std::string wrong =
      "logistic_regression: the labels are not one class of two or more, 0 ... classes - 1, per "
      "row";
  EXPECT_EQ(refusal(LogisticRegression::fit({x, 1}, high, 2)), wrong);
  EXPECT_EQ(refusal(LogisticRegression::fit({x, 1}, labels, 1)), wrong);
  EXPECT_EQ(refusal(LogisticRegression::fit({x, 1}, labels, 2, {.c = 0.0})),
            "logistic_regression: c must be above 0");
}

TEST(Lbfgs, finds_the_bottom_of_rosenbrocks_valley) {
  std::vector<double> x = {-1.2, 1.0};
  const int steps = minimise(
      [](std::span<const double> p, std::span<double> g) {
        const double a = 1.0 - p[0], b = p[1] - p[0] * p[0];
        g[0] = -2.0 * a - 400.0 * p[0] * b;
        g[1] = 200.0 * b;
        return a * a + 100.0 * b * b;
      },
      x, {});
  EXPECT_NEAR(x[0], 1.0, 1e-6);
  EXPECT_NEAR(x[1], 1.0, 1e-6);
  EXPECT_LT(steps, 100);
}

}  // namespace
}  // namespace tadpole
