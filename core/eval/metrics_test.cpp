// SPDX-License-Identifier: Apache-2.0
#include "core/eval/metrics.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/eval/curves.h"
#include "core/eval/normal.h"
#include "core/eval/test_predictions.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

TEST(Metrics, AccuracyAndBalancedAccuracyOfACountedByHandMatrix) {
  const ConfusionMatrix confusion = confusion_matrix(eight_clips());
  EXPECT_EQ(confusion.counts, (std::vector<std::vector<int>>{{2, 1, 0}, {0, 3, 0}, {1, 0, 1}}));
  EXPECT_DOUBLE_EQ(accuracy(confusion), 6.0 / 8.0);
  EXPECT_DOUBLE_EQ(balanced_accuracy(confusion), (2.0 / 3.0 + 1.0 + 1.0 / 2.0) / 3.0);
}

TEST(Metrics, PrecisionRecallAndF1OfACountedByHandMatrix) {
  const std::vector<ClassScore> scores = class_scores(confusion_matrix(eight_clips()));
  EXPECT_DOUBLE_EQ(scores[0].precision, 2.0 / 3.0);
  EXPECT_DOUBLE_EQ(scores[1].precision, 3.0 / 4.0);
  EXPECT_DOUBLE_EQ(scores[2].recall, 1.0 / 2.0);
  EXPECT_DOUBLE_EQ(scores[1].f1, 6.0 / 7.0);  // 2 * 3 hits over 3 clips + 4 calls
  EXPECT_DOUBLE_EQ(macro_f1(scores), (2.0 / 3.0 + 6.0 / 7.0 + 2.0 / 3.0) / 3.0);
}

TEST(Metrics, AClassWithoutClipsAndCallsIsLeftOutOfTheMacroMean) {
  Predictions p{{"a", "b", "never"}, {}};
  add(p, 0, 0, 1);
  add(p, 1, 1, 1);
  EXPECT_DOUBLE_EQ(macro_f1(class_scores(confusion_matrix(p))), 1.0);
  EXPECT_DOUBLE_EQ(balanced_accuracy(confusion_matrix(p)), 1.0);
}

TEST(Metrics, TopKCountsTheRankAndTop1IsAccuracyEvenWithTies) {
  Predictions p{{"a", "b", "c"}, {}};
  p.items = {said(0, {0.5F, 0.5F, 0.0F}), said(1, {0.5F, 0.5F, 0.0F}), said(2, {0.5F, 0.3F, 0.2F})};
  EXPECT_DOUBLE_EQ(top_k_accuracy(p, 1), accuracy(confusion_matrix(p)));
  EXPECT_DOUBLE_EQ(top_k_accuracy(p, 2), 2.0 / 3.0);
  EXPECT_DOUBLE_EQ(top_k_accuracy(p, 3), 1.0);
}

TEST(Metrics, WilsonIntervalOfEightInTen) {
  // By the formula with z = 1.959964: centre 0.71674, half width 0.22658.
  const Interval interval = wilson_interval(8, 10);
  EXPECT_NEAR(interval.low, 0.490162, 1e-6);
  EXPECT_NEAR(interval.high, 0.943318, 1e-6);
}

TEST(Metrics, SpeakerIntervalIsAPointWhenAllSpeakersAreEquallyGood) {
  Predictions p{{"a", "b"}, {}};
  for (const char* speaker : {"s1", "s2", "s3"}) {
    add(p, 0, 0, 4, speaker);
    add(p, 0, 1, 1, speaker);
  }
  const Interval interval = speaker_interval(p);
  EXPECT_DOUBLE_EQ(interval.low, 0.8);
  EXPECT_DOUBLE_EQ(interval.high, 0.8);
}

TEST(Metrics, SpeakerIntervalSpansEverythingWhenOneOfTwoSpeakersIsNeverUnderstood) {
  // Two draws of two speakers: both bad with chance 1/4, so 0 and 1 lie inside the middle 95 %.
  Predictions p{{"a", "b"}, {}};
  add(p, 0, 0, 50, "good");
  add(p, 0, 1, 50, "bad");
  const Interval by_speaker = speaker_interval(p);
  EXPECT_DOUBLE_EQ(by_speaker.low, 0.0);
  EXPECT_DOUBLE_EQ(by_speaker.high, 1.0);
  const Interval wilson = wilson_interval(50, 100);
  EXPECT_GT(wilson.low, 0.40);  // clips taken as independent: far too sure
  EXPECT_NE(by_speaker.method.find("2 speakers"), std::string::npos);
}

TEST(Metrics, SpeakerIntervalIsTheSameForTheSameSeed) {
  Predictions p{{"a", "b"}, {}};
  for (int s = 0; s < 7; ++s) {
    add(p, 0, 0, 5 + s, std::to_string(s));
    add(p, 0, 1, 1 + s % 3, std::to_string(s));
  }
  EXPECT_EQ(speaker_interval(p, {500, 0.95, 9}).low, speaker_interval(p, {500, 0.95, 9}).low);
  EXPECT_LT(speaker_interval(p).low, accuracy(confusion_matrix(p)));
  EXPECT_GT(speaker_interval(p).high, accuracy(confusion_matrix(p)));
}

TEST(Metrics, ManySpeakersThatAreAllUnderstoodDoNotProveThatEverybodyIs) {
  Predictions p{{"a", "b"}, {}};
  for (int s = 0; s < 10; ++s) add(p, 0, 0, 20, std::to_string(s));
  const Interval interval = speaker_interval(p);
  EXPECT_NEAR(interval.low, 0.7225, 1e-4);  // Wilson: 10 of 10
  EXPECT_DOUBLE_EQ(interval.high, 1.0);
  EXPECT_EQ(interval.method, "Wilson over 10 speakers, every clip right");
}

TEST(Metrics, OneSpeakerSaysNothingAboutOthers) {
  const Interval interval = speaker_interval(eight_clips());
  EXPECT_DOUBLE_EQ(interval.low, 0.0);
  EXPECT_DOUBLE_EQ(interval.high, 1.0);
  EXPECT_NE(interval.method.find("one speaker only"), std::string::npos);
}

TEST(Metrics, NobodySpeaksInSilence) {
  Predictions p{{"silence", "yes"}, {}};
  add(p, 0, 0, 5, "background hum");
  add(p, 1, 1, 5, "anna");
  add(p, 1, 0, 5, "ben");
  EXPECT_EQ(speaker_count(p), 2);
  EXPECT_EQ(speaker_interval(p).method,
            "bootstrap over 2 speakers and 1 background recordings, 2000 resamples");
}

TEST(Metrics, CalibrationErrorIsTheGapBetweenConfidenceAndAccuracy) {
  Predictions p{{"a", "b"}, {}};
  p.items = {said(0, {0.75F, 0.25F}), said(0, {0.75F, 0.25F}), said(0, {0.75F, 0.25F}),
             said(1, {0.75F, 0.25F})};
  EXPECT_NEAR(calibration(p).expected_error, 0.0, 1e-12);  // 3 of 4 right at confidence 0.75
  p.items[0].truth = 1;
  EXPECT_NEAR(calibration(p).expected_error, 0.25, 1e-12);  // 2 of 4
  EXPECT_EQ(calibration(p).bins[7].n, 4);                   // (0.7, 0.8]
}

TEST(Metrics, NormalQuantilesAreThoseOfTheTables) {
  EXPECT_NEAR(normal_quantile(0.975), 1.959964, 1e-6);
  EXPECT_NEAR(normal_quantile(0.5), 0.0, 1e-12);
  EXPECT_NEAR(normal_quantile(0.001), -3.090232, 1e-6);
  EXPECT_GT(normal_quantile(0.0), -6.1);  // held, not infinite
}

TEST(Metrics, TheBoundOfARareCountIsThatOfTheTables) {
  // One-sided 95 % limits of a Poisson mean: -ln 0.05, then half of chi-squared with 2 k + 2
  // degrees.
  EXPECT_NEAR(poisson_upper_bound(0), 2.995732, 1e-6);
  EXPECT_NEAR(poisson_upper_bound(1), 4.743865, 1e-6);
  EXPECT_NEAR(poisson_upper_bound(10), 16.962219, 1e-6);
}

TEST(Metrics, QuantilesAreLinearBetweenNeighbours) {
  EXPECT_DOUBLE_EQ(quantile_of_sorted({1.0, 2.0, 4.0}, 0.75), 3.0);
  EXPECT_DOUBLE_EQ(quantile_of_sorted({1.0, 2.0, 4.0}, 1.0), 4.0);
}

std::string refusal(const Predictions& p) {
  const Outcome outcome = check_predictions(p);
  return outcome.ok() ? "accepted" : outcome.error().message;
}

TEST(Predictions, WrongInputIsRefusedInOneSentence) {
  EXPECT_EQ(refusal(eight_clips()), "accepted");
  Predictions p = eight_clips();
  p.items[0].truth = 3;
  EXPECT_NE(refusal(p).find("has true class 3, the model has classes 0 to 2"), std::string::npos);
  p = eight_clips();
  p.items[1].probabilities.pop_back();
  EXPECT_NE(refusal(p).find("has 2 probabilities, the model has 3 classes"), std::string::npos);
  p = eight_clips();
  p.items[2].probabilities[0] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_NE(refusal(p).find("has probability nan, expected 0 to 1"), std::string::npos);
  EXPECT_NE(refusal({{"a", "b"}, {}}).find("there are no test clips"), std::string::npos);
  EXPECT_NE(refusal({{"a"}, {}}).find("at least 2 are needed"), std::string::npos);
}

std::vector<std::vector<double>> read_csv(const std::filesystem::path& file) {
  std::vector<std::vector<double>> rows;
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);  // header
  while (std::getline(in, line)) {
    std::vector<double> row;
    for (const std::string& cell : split(line, ',')) row.push_back(std::stod(cell));
    rows.push_back(row);
  }
  return rows;
}

Predictions golden_predictions(const std::filesystem::path& folder) {
  Predictions p;
  const auto probabilities = read_csv(folder / "logreg_proba.csv");
  const auto test = read_csv(folder / "test.csv");
  for (std::size_t c = 0; c < probabilities[0].size(); ++c) p.labels.push_back(std::to_string(c));
  for (std::size_t i = 0; i < test.size(); ++i) {
    p.items.push_back(said(static_cast<int>(test[i].back()), {}));
    for (const double v : probabilities[i])
      p.items.back().probabilities.push_back(static_cast<float>(v));
  }
  return p;
}

double mean_one_against_rest_auc(const Predictions& p) {
  double sum = 0.0;
  for (std::size_t c = 0; c < p.labels.size(); ++c) {
    std::vector<Score> scores;
    for (const Prediction& item : p.items)
      scores.push_back({item.probabilities[c], item.truth == static_cast<int>(c)});
    sum += area_under_curve(error_curve(scores));
  }
  return sum / static_cast<double>(p.labels.size());
}

TEST(Metrics, AgreeWithScikitLearn) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-sklearn");
  for (const char* set : {"iris", "digits8x8_a"}) {
    SCOPED_TRACE(set);
    const auto golden = nlohmann::json::parse(std::ifstream(path / set / "results.json"));
    const Predictions p = golden_predictions(path / set);
    ASSERT_EQ(refusal(p), "accepted");
    const ConfusionMatrix confusion = confusion_matrix(p);
    const std::vector<ClassScore> scores = class_scores(confusion);
    EXPECT_NEAR(accuracy(confusion), golden["accuracy"].get<double>(), 1e-12);
    EXPECT_NEAR(macro_precision(scores), golden["macro_precision"].get<double>(), 1e-12);
    EXPECT_NEAR(macro_recall(scores), golden["macro_recall"].get<double>(), 1e-12);
    EXPECT_NEAR(macro_f1(scores), golden["macro_f1"].get<double>(), 1e-12);
    // Probabilities are stored with 9 digits and read as float: neighbours may swap, one swap is
    // below 1e-3.
    EXPECT_NEAR(mean_one_against_rest_auc(p), golden["auc_ovr_macro"].get<double>(), 1e-3);
  }
}

TEST(Metrics, ConfusionMatrixIsThatOfScikitLearn) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-sklearn");
  const ConfusionMatrix confusion = confusion_matrix(golden_predictions(path / "iris"));
  std::ifstream in(path / "iris" / "confusion.csv");
  for (const std::vector<int>& row : confusion.counts) {
    std::string line;
    ASSERT_TRUE(std::getline(in, line));
    std::vector<int> golden;
    for (const std::string& cell : split(line, ',')) golden.push_back(std::stoi(cell));
    EXPECT_EQ(row, golden);
  }
}

}  // namespace
}  // namespace tadpole
