// SPDX-License-Identifier: Apache-2.0
#include "core/report/run_report.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/report/encode.h"
#include "core/report/test_report.h"

namespace tadpole {
namespace {

const nlohmann::json& full_json() {
  static const nlohmann::json json = report_to_json(drawn_report());
  return json;
}

std::string refusal(const nlohmann::json& json) {
  const Result<RunReport> report = report_from_json(json);
  return report.ok() ? "accepted" : report.error().message;
}

TEST(RunReport, SurvivesTheWayThroughItsText) {
  const Result<RunReport> back = parse_report(report_text(drawn_report()));
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(report_to_json(back.value()), full_json());
}

TEST(RunReport, AnEmptyRunIsAReportToo) {
  RunReport bare;
  bare.project = "just-begun";
  const Result<RunReport> back = parse_report(report_text(bare));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back.value().project, "just-begun");
  EXPECT_FALSE(back.value().training.has_value());
}

TEST(RunReport, TheOriginStandsInTheJsonForMachines) {
  EXPECT_EQ(report_to_json(drawn_report("synthetic")).at("origin_note"), "synthetic voices");
  EXPECT_EQ(full_json().at("origin_note"), "");
}

TEST(RunReport, DamageIsNamed) {
  EXPECT_EQ(refusal(full_json()), "accepted");
  nlohmann::json json = full_json();
  json["training"].erase("epochs");
  EXPECT_NE(refusal(json).find("epochs"), std::string::npos);
  json = full_json();
  json["format"] = 9;
  EXPECT_NE(refusal(json).find("format 9 was found, this version reads format 1"),
            std::string::npos);
  json = full_json();
  json["examples"][0]["features"]["times"] = 48;
  EXPECT_NE(refusal(json).find("the picture or sound of an example of 'silence' is damaged"),
            std::string::npos);
  json = full_json();
  json["scores"]["truths"] = "AAAA";
  EXPECT_NE(refusal(json).find("the scores are not one row per clip"), std::string::npos);
}

TEST(RunReport, TextThatIsNoReportIsRefused) {
  EXPECT_NE(parse_report("[1, 2").error().message.find("is no JSON object"), std::string::npos);
  EXPECT_NE(parse_report("{}").error().message.find("format"), std::string::npos);
}

TEST(RunReport, ADivergedLossAndAbsurdNumbersDoNotStopIt) {
  RunReport report = drawn_report();
  report.training->epochs[0].train_loss = std::numeric_limits<double>::quiet_NaN();
  report.optimize->layers[0].sqnr_db = std::numeric_limits<double>::infinity();
  const Result<RunReport> back = parse_report(report_text(report));
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(back.value().training->epochs[0].train_loss, 2e9);
  nlohmann::json json = full_json();
  json["training"]["best_epoch"] = 1e308;  // a whole number field
  EXPECT_EQ(refusal(json), "accepted");
}

TEST(RunReport, NestingWithoutEndIsRefused) {
  nlohmann::json json = full_json();
  nlohmann::json deep = 1;
  for (int i = 0; i < 100; ++i) deep = nlohmann::json::array({deep});
  json["dataset"]["datasheet"] = deep;
  EXPECT_NE(refusal(json).find("nested more than 64 deep"), std::string::npos);
}

// A copy of it would recurse a million times.
TEST(RunReport, ATextThatNestsAMillionTimesIsRefused) {
  const std::string deep =
      "{\"dataset\": " + std::string(1000000, '[') + std::string(1000000, ']') + "}";
  EXPECT_FALSE(parse_report(deep).ok());
}

TEST(RunReport, WholeNumbersAreHeldWhereTheirSumFits) {
  nlohmann::json json = full_json();
  json["deploy"]["boards"][0]["instructions_features"] = std::numeric_limits<std::int64_t>::max();
  json["deploy"]["boards"][0]["instructions_inference"] = std::numeric_limits<std::int64_t>::min();
  const Result<RunReport> report = report_from_json(json);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report.value().deploy->boards[0].instructions_features, 9007199254740992);  // 2^53
  EXPECT_EQ(report.value().deploy->boards[0].instructions_inference, -9007199254740992);
}

TEST(RunReport, BytesThatAreNoUtf8DoNotStopTheWriting) {
  RunReport report;
  report.project = "caf\xE9";
  EXPECT_TRUE(parse_report(report_text(report)).ok());
}

TEST(RunReport, AnExampleKeepsLoudnessAndScalesItsFeatures) {
  std::vector<std::int16_t> samples(16000, 0);
  samples[8000] = 32767;
  samples[8050] = -32768;
  const std::vector<float> features = {-2.0F, 0.0F, 2.0F, 1.0F};
  const ExampleClip example = make_example(samples, 2, 2, features);
  ASSERT_EQ(example.envelope.size(), 320U);      // 160 columns, lowest and highest
  EXPECT_EQ(example.envelope[2 * 80 + 1], 126);  // column 80 begins at sample 8000
  EXPECT_EQ(example.envelope[2 * 80], -126);
  EXPECT_EQ(example.features.levels, (std::vector<std::uint8_t>{0, 128, 255, 191}));
  EXPECT_EQ(from_base64(example.wav_base64).value().size(), 44U + 32000U);
}

TEST(RunReport, ScoresAreRoundedDownSoThatThresholdsAgree) {
  // p >= t / 255 exactly when floor(255 p) >= t: 0.5 is 127.5 and passes 127, not 128.
  Predictions p{{"silence", "yes"}, {}};
  Prediction item;
  item.truth = 1;
  item.probabilities = {0.5F, 0.5F};
  p.items = {item};
  const ScoreTable table = make_score_table(p);
  EXPECT_EQ(table.scores, (std::vector<std::uint8_t>{127, 127}));
  EXPECT_EQ(table.tops, (std::vector<std::uint8_t>{0}));
  EXPECT_EQ(table.truths, (std::vector<std::uint8_t>{1}));
}

TEST(RunReport, ManyScoresAreThinnedEvenly) {
  const ScoreTable table = make_score_table(drawn_predictions(), 100);
  EXPECT_EQ(table.truths.size(), 100U);
  EXPECT_EQ(table.scores.size(), 1200U);
}

}  // namespace
}  // namespace tadpole
