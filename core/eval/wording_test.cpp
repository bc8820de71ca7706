// SPDX-License-Identifier: Apache-2.0
#include "core/eval/wording.h"

#include <gtest/gtest.h>

#include "core/eval/evaluation.h"
#include "core/eval/test_predictions.h"

namespace tadpole {
namespace {

Wording of_pictures() {
  return plain_wording(
      {"picture", "pictures", "person", "people", "rendered pictures", Subject::pictures});
}

// Eight of ten right for each of four people.
Predictions twenty_each() {
  Predictions p{{"cup", "hand"}, {}};
  for (const char* person : {"a", "b", "c", "d"}) {
    add(p, 0, 0, 8, person, "day");
    add(p, 1, 0, 2, person, "day");
    add(p, 1, 1, 10, person, "night");
  }
  return p;
}

EvaluationOptions rendered() {
  EvaluationOptions options;
  options.origin = "synthetic";
  options.wording = of_pictures();
  return options;
}

TEST(Wording, TextSpeaksOfPicturesAndPeople) {
  const std::string text = evaluation_text(evaluate(twenty_each(), rendered()).value());
  EXPECT_EQ(text.find("float model on 80 test pictures of 4 people\n"), 0U);
  EXPECT_NE(text.find("interval by person"), std::string::npos);
  EXPECT_NE(text.find("[rendered pictures]"), std::string::npos);
  EXPECT_NE(text.find("Only 4 people in the test split"), std::string::npos);
  EXPECT_NE(text.find("by group, worst first"), std::string::npos);
  for (const char* word : {"clip", "speaker", "voice", "keyword", "silence"})
    EXPECT_EQ(text.find(word), std::string::npos) << word << " in\n" << text;
}

TEST(Wording, MethodsOfIntervalsNameWhatWasResampled) {
  const EvaluationReport report = evaluate(twenty_each(), rendered()).value();
  // All four people have the same 18 of 20: bootstrap, not Wilson, for none has all right.
  EXPECT_EQ(report.accuracy_by_speaker.method, "bootstrap over 4 people, 2000 resamples");
  EXPECT_EQ(report.accuracy_wilson.method, "Wilson, 80 pictures taken as independent");
}

TEST(Wording, WhereEveryItemHasItsOwnSourceTheItemStandsForItself) {
  Predictions p{{"a", "b"}, {}};
  for (int i = 0; i < 40; ++i) add(p, i % 2, i % 10 == 0 ? 1 : i % 2, 1, std::to_string(i));
  EvaluationOptions options;
  options.wording = of_pictures();
  const EvaluationReport report = evaluate(p, options).value();
  EXPECT_TRUE(stands_alone(report.wording));
  EXPECT_EQ(report.accuracy_by_speaker.method, "bootstrap over 40 pictures, 2000 resamples");
  EXPECT_EQ(evaluation_text(report).find("float model on 40 test pictures\n"), 0U);
}

TEST(Wording, WithoutRestClassTheThresholdIsOneOfConfidence) {
  Predictions p{{"cup", "hand"}, {}};
  p.items = {said(0, {0.9F, 0.1F}, "a"), said(0, {0.6F, 0.4F}, "a"), said(1, {0.7F, 0.3F}, "b"),
             said(1, {0.05F, 0.95F}, "b")};
  const ThresholdSweep sweep = confidence_sweep(p, {Criterion::max_f1, 0.01, 100});
  EXPECT_TRUE(is_confidence(sweep));
  // By hand: up to 0.60 three of four are right, one wrong.
  EXPECT_DOUBLE_EQ(sweep.points[50].false_accept_rate, 0.25);
  EXPECT_DOUBLE_EQ(sweep.points[50].miss_rate, 0.0);
  // From 0.71 two answers are left, both right: two of four are missing.
  EXPECT_EQ(sweep.points[75].accepted, 2);
  EXPECT_DOUBLE_EQ(sweep.points[75].miss_rate, 0.5);
  // F1 = 2 * 3 / (2 * 3 + 2 * 1) = 0.75 with all answers, 2 * 2 / (2 * 2 + 2) = 0.67 with two.
  EXPECT_DOUBLE_EQ(sweep.suggested.f1, 6.0 / 8.0);
  EXPECT_EQ(sweep.criterion,
            "The highest F1: one wrong answer weighs as much as two missing ones.");
}

TEST(Wording, AThresholdForFewWrongAnswersSaysWhenThereIsNone) {
  Predictions p{{"cup", "hand"}, {}};
  p.items = {said(0, {0.0F, 1.0F}, "a"), said(1, {0.0F, 1.0F}, "b")};  // wrong, and sure of it
  const ThresholdSweep sweep = confidence_sweep(p, {Criterion::target_false_accepts, 0.01, 255});
  EXPECT_EQ(sweep.criterion,
            "No threshold keeps wrong answers at 1.00 %; this is the highest there is.");
}

TEST(Wording, ARestClassMakesThresholdsOfWordsInAnyTask) {
  Predictions p{{"unknown", "wave"}, {}};
  add(p, 0, 0, 5, "a");
  add(p, 1, 1, 5, "b");
  const EvaluationReport report = evaluate(p, rendered()).value();
  ASSERT_TRUE(report.threshold.has_value());
  EXPECT_FALSE(is_confidence(*report.threshold));
  EXPECT_EQ(report.keyword_thresholds.size(), 1U);
}

TEST(Wording, ComesBackThroughJsonAndAMissingPartIsNamed) {
  const EvaluationReport report = evaluate(twenty_each(), rendered()).value();
  nlohmann::json json = evaluation_to_json(report);
  EXPECT_EQ(evaluation_from_json(json).value().wording.synthetic_tag, "rendered pictures");
  EXPECT_EQ(evaluation_from_json(json).value().wording.subject, Subject::pictures);
  json["wording"].erase("whos");
  EXPECT_NE(evaluation_from_json(json).error().message.find("whos"), std::string::npos);
  json.erase("wording");  // written by a version that knew only keywords
  EXPECT_EQ(evaluation_from_json(json).value().wording.items, "clips");
}

TEST(Wording, ErrorsSpeakOfTheItemsToo) {
  EXPECT_NE(evaluate({{"a", "b"}, {}}, rendered()).error().message.find("no test pictures"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
