// SPDX-License-Identifier: Apache-2.0
#include "core/eval/evaluation.h"

#include <gtest/gtest.h>

#include "core/eval/test_predictions.h"

namespace tadpole {
namespace {

Predictions small_set() {
  Predictions p{{"silence", "unknown", "yes", "no"}, {}};
  for (int s = 0; s < 12; ++s) {
    const std::string speaker = std::to_string(s);
    const std::string group = s % 2 == 0 ? "north" : "south";
    add(p, 0, 0, 3, speaker, group);
    add(p, 1, s == 5 ? 2 : 1, 3, speaker, group);
    add(p, 2, 2, 3, speaker, group);
    add(p, 3, s == 7 ? 1 : 3, 3, speaker, group);
  }
  return p;
}

EvaluationOptions int8_on(const std::string& origin) {
  EvaluationOptions options;
  options.model = "int8";
  options.origin = origin;
  return options;
}

TEST(Evaluation, HoldsAllPartsOfOneEvaluation) {
  const Result<EvaluationReport> report = evaluate(small_set(), int8_on("recorded"));
  ASSERT_TRUE(report.ok());
  const EvaluationReport& r = report.value();
  EXPECT_EQ(r.clips, 144);
  EXPECT_EQ(r.speakers, 12);
  EXPECT_NEAR(r.accuracy, 138.0 / 144.0, 1e-12);
  EXPECT_EQ(r.groups.slices.size(), 2U);
  EXPECT_EQ(r.curves.size(), 2U);
  ASSERT_TRUE(r.threshold.has_value());
  EXPECT_EQ(r.keyword_thresholds.size(), 2U);
  EXPECT_TRUE(r.warnings.empty());
}

TEST(Evaluation, SurvivesTheWayThroughJson) {
  const EvaluationReport report = evaluate(small_set()).value();
  const nlohmann::json json = evaluation_to_json(report);
  const Result<EvaluationReport> back = evaluation_from_json(json);
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(evaluation_to_json(back.value()), json);
}

TEST(Evaluation, AMissingOrDamagedFieldIsNamed) {
  nlohmann::json json = evaluation_to_json(evaluate(small_set()).value());
  nlohmann::json without = json;
  without.erase("macro_f1");
  EXPECT_NE(evaluation_from_json(without).error().message.find("macro_f1"), std::string::npos);
  json["confusion"]["counts"][0].push_back(1);
  EXPECT_NE(evaluation_from_json(json).error().message.find("not one row and column per label"),
            std::string::npos);
}

TEST(Evaluation, AStreamingPartThatNamesAStrangeSceneIsRefused) {
  EvaluationReport report = evaluate(small_set()).value();
  report.streaming = StreamingReport{};
  report.streaming->detections.push_back({3, "yes", 1.0, 210, Verdict::hit, "yes"});
  EXPECT_NE(evaluation_from_json(evaluation_to_json(report))
                .error()
                .message.find("scenes that it does not hold"),
            std::string::npos);
}

TEST(Evaluation, SyntheticVoicesAreNamedBesideEveryAccuracyInTheText) {
  const EvaluationReport report = evaluate(small_set(), int8_on("synthetic")).value();
  const std::string text = evaluation_text(report);
  EXPECT_NE(text.find("accuracy 95.8 % (95 % interval by speaker"), std::string::npos);
  EXPECT_NE(text.find("[synthetic voices]"), std::string::npos);
  EXPECT_EQ(evaluation_text(evaluate(small_set()).value()).find("synthetic"), std::string::npos);
}

TEST(Evaluation, FewSpeakersAndMissingClassesAreWarnedOf) {
  Predictions p{{"silence", "unknown", "yes"}, {}};
  add(p, 1, 1, 40, "a");
  add(p, 2, 2, 40, "b");
  const EvaluationReport report = evaluate(p).value();
  ASSERT_GE(report.warnings.size(), 2U);
  EXPECT_NE(report.warnings[0].find("Only 2 speaker(s) in the test split"), std::string::npos);
  EXPECT_EQ(report.warnings[1], "No test clip of 'silence'.");
}

TEST(Evaluation, WithoutKeywordClipsThereIsNoThresholdAndAReason) {
  Predictions p{{"silence", "yes"}, {}};
  add(p, 0, 0, 4);
  const EvaluationReport report = evaluate(p).value();
  EXPECT_FALSE(report.threshold.has_value());
  EXPECT_NE(report.warnings[0].find("no test clip holds any keyword"), std::string::npos);
  EXPECT_TRUE(evaluation_from_json(evaluation_to_json(report)).ok());
}

TEST(Evaluation, RefusesPredictionsThatAreNone) {
  EXPECT_NE(evaluate({{"a", "b"}, {}}).error().message.find("there are no test clips"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
