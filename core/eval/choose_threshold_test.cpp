// SPDX-License-Identifier: Apache-2.0
#include "core/eval/choose_threshold.h"

#include <gtest/gtest.h>

namespace tadpole {
namespace {

Prediction said(int truth, std::vector<float> probabilities, const std::string& who) {
  return {.clip = who,
          .truth = truth,
          .speaker = who,
          .group = {},
          .probabilities = std::move(probabilities)};
}

EvaluationReport judged(const Predictions& test) {
  EvaluationOptions options;
  options.wording = plain_wording({.item = "picture", .items = "pictures"});
  return evaluate(test, options).value();
}

Predictions two_right() {
  return {{"cup", "hand"}, {said(0, {0.7F, 0.3F}, "c"), said(1, {0.02F, 0.98F}, "d")}};
}

// By hand: the one wrong answer of validation has 0.8 and the right ones more, so the highest F1
// begins above 0.8; on the test the same threshold leaves one of two answers.
TEST(ChooseThreshold, TakesTheConfidenceOfValidationAndTellsWhatItDoesOnTheTest) {
  const Predictions validation{
      {"cup", "hand"},
      {said(0, {0.95F, 0.05F}, "a"), said(1, {0.8F, 0.2F}, "a"), said(1, {0.1F, 0.9F}, "b")}};
  EvaluationReport report = judged(two_right());
  EXPECT_LT(confidence_threshold(report), 0.7);  // chosen on the test, where all is right
  choose_threshold(validation, {}, report);
  const OperatingPoint& p = report.threshold->suggested;
  EXPECT_GT(p.threshold, 0.8);
  EXPECT_LE(p.threshold, 0.9);
  EXPECT_EQ(confidence_threshold(report), p.threshold);
  EXPECT_DOUBLE_EQ(p.miss_rate, 0.5);
  EXPECT_EQ(
      report.threshold->criterion,
      "Chosen on the validation split. The highest F1: one wrong answer weighs as much as two "
      "missing ones.");
}

TEST(ChooseThreshold, LeavesAReportAloneWhenThereIsNoValidation) {
  EvaluationReport report = judged(two_right());
  const double before = confidence_threshold(report);
  choose_threshold({{"cup", "hand"}, {}}, {}, report);
  EXPECT_EQ(confidence_threshold(report), before);
}

TEST(ChooseThreshold, LeavesThresholdsOfWordsAlone) {
  const Predictions words{{"unknown", "wave"},
                          {said(0, {0.9F, 0.1F}, "a"), said(1, {0.2F, 0.8F}, "b")}};
  EvaluationReport report = judged(words);
  ASSERT_TRUE(report.threshold.has_value());
  const std::string criterion = report.threshold->criterion;
  choose_threshold(words, {}, report);
  EXPECT_EQ(report.threshold->criterion, criterion);
  EXPECT_EQ(confidence_threshold(report), 0.0);
}

}  // namespace
}  // namespace tadpole
