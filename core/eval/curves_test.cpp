// SPDX-License-Identifier: Apache-2.0
#include "core/eval/curves.h"

#include <gtest/gtest.h>

#include "core/eval/test_predictions.h"

namespace tadpole {
namespace {

const std::vector<Score> kFive = {
    {0.9, true}, {0.8, true}, {0.4, true}, {0.7, false}, {0.3, false}};

TEST(Curves, AreaIsTheShareOfPairsInTheRightOrder) {
  // Positives 0.9 0.8 0.4 against negatives 0.7 0.3: five of six pairs.
  EXPECT_NEAR(area_under_curve(error_curve(kFive)), 5.0 / 6.0, 1e-12);
}

TEST(Curves, EqualScoresCountHalf) {
  EXPECT_DOUBLE_EQ(area_under_curve(error_curve({{0.5, true}, {0.5, false}})), 0.5);
}

TEST(Curves, StartWithNothingAcceptedAndEndWithEverything) {
  const std::vector<ErrorPoint> curve = error_curve(kFive);
  ASSERT_EQ(curve.size(), 6U);
  EXPECT_DOUBLE_EQ(curve.front().miss, 1.0);
  EXPECT_DOUBLE_EQ(curve[3].false_accept, 0.5);  // threshold 0.7: one of two negatives
  EXPECT_NEAR(curve[3].miss, 1.0 / 3.0, 1e-12);
  EXPECT_DOUBLE_EQ(curve.back().false_accept, 1.0);
}

TEST(Curves, EqualErrorRateLiesWhereTheTwoErrorsCross) {
  // Between (0, 1/3) and (1/2, 1/3): the miss rate stays 1/3.
  EXPECT_NEAR(equal_error_rate(error_curve(kFive)), 1.0 / 3.0, 1e-12);
  EXPECT_DOUBLE_EQ(equal_error_rate(error_curve({{0.9, true}, {0.1, false}})), 0.0);
}

TEST(Curves, ThinningKeepsTheEndsAndTheLimit) {
  std::vector<Score> scores;
  for (int i = 0; i < 5000; ++i) scores.push_back({((i * 7919) % 5000) / 5000.0, i % 3 == 0});
  const std::vector<ErrorPoint> curve = error_curve(scores);
  const std::vector<ErrorPoint> few = thinned(curve, 200);
  EXPECT_LE(few.size(), 200U);
  EXPECT_GT(few.size(), 150U);
  EXPECT_DOUBLE_EQ(few.back().false_accept, 1.0);
  EXPECT_NEAR(area_under_curve(few), area_under_curve(curve), 0.01);
}

TEST(Curves, TheDetAxisIsTheProbitAndHoldsZero) {
  EXPECT_NEAR(det_axis(0.5), 0.0, 1e-12);
  EXPECT_NEAR(det_axis(0.025), -1.959964, 1e-6);
  EXPECT_NEAR(det_axis(0.0), -3.719016, 1e-6);  // probit of 0.0001
}

TEST(Curves, OneCurvePerKeywordAndNoneForSilence) {
  Predictions p{{"silence", "unknown", "yes", "no"}, {}};
  add(p, 2, 2, 3);
  add(p, 0, 0, 2);
  const std::vector<KeywordCurve> curves = keyword_curves(p);
  ASSERT_EQ(curves.size(), 1U);  // "no" has no clip
  EXPECT_EQ(curves[0].label, "yes");
  EXPECT_EQ(curves[0].positives, 3);
  EXPECT_DOUBLE_EQ(curves[0].auc, 1.0);
}

// Four "yes" clips and three without keyword; all probabilities are binary fractions, so that >= is
// exact.
Predictions seven_clips() {
  Predictions p{{"silence", "unknown", "yes", "no"}, {}};
  p.items = {said(2, {0, 0, 0.875F, 0.125F}),
             said(2, {0, 0.375F, 0.625F, 0}),
             said(2, {0, 0, 0.25F, 0.75F}),
             said(2, {0, 0.75F, 0.25F, 0}),
             said(1, {0, 0.1875F, 0.8125F, 0}),
             said(1, {0, 1, 0, 0}),
             said(0, {1, 0, 0, 0})};
  return p;
}

TEST(Threshold, TypeOneAndTypeTwoCountedByHand) {
  const Result<ThresholdSweep> sweep = pooled_sweep(seven_clips(), {Criterion::max_f1, 0.01, 16});
  ASSERT_TRUE(sweep.ok());
  EXPECT_EQ(sweep.value().positives, 4);
  EXPECT_EQ(sweep.value().negatives, 3);
  const OperatingPoint& half = sweep.value().points[8];
  EXPECT_EQ(half.accepted, 2);
  EXPECT_EQ(half.wrong_words, 1);
  EXPECT_EQ(half.misses, 1);
  EXPECT_EQ(half.false_accepts, 1);
  EXPECT_DOUBLE_EQ(half.false_accept_rate, 1.0 / 3.0);
  EXPECT_DOUBLE_EQ(half.miss_rate, 0.5);
  EXPECT_DOUBLE_EQ(half.precision, 0.5);
  EXPECT_DOUBLE_EQ(half.f1, 0.5);  // 2 * 2 over 4 clips + 4 accepted
}

TEST(Threshold, MaxF1SuggestsTheMiddleOfTheBestStretch) {
  // F1 is 0.5 for thresholds 0/16 to 10/16 (0.625), less above: the middle one is 5/16.
  const Result<ThresholdSweep> sweep = pooled_sweep(seven_clips(), {Criterion::max_f1, 0.01, 16});
  EXPECT_DOUBLE_EQ(sweep.value().suggested.threshold, 5.0 / 16.0);
  EXPECT_EQ(sweep.value().criterion, "The highest F1: false accepts and misses weigh the same.");
}

TEST(Threshold, ATargetOfFalseAcceptsGivesTheLowestThresholdThatHoldsIt) {
  const Result<ThresholdSweep> sweep =
      pooled_sweep(seven_clips(), {Criterion::target_false_accepts, 0.0, 16});
  EXPECT_DOUBLE_EQ(sweep.value().suggested.threshold,
                   14.0 / 16.0);  // the unknown word scored 13/16
  EXPECT_EQ(sweep.value().suggested.accepted, 1);
}

TEST(Threshold, ATargetThatCannotBeHeldIsSaid) {
  Predictions p = seven_clips();
  p.items[5] = said(1, {0, 0, 1, 0});
  const Result<ThresholdSweep> sweep = pooled_sweep(p, {Criterion::target_false_accepts, 0.0, 16});
  EXPECT_NE(sweep.value().criterion.find("No threshold keeps false accepts at 0.00 %"),
            std::string::npos);
}

TEST(Threshold, OneKeywordCountsTheOtherKeywordsAsNegatives) {
  Predictions p = seven_clips();
  p.items[2].truth = 3;
  const Result<ThresholdSweep> sweep = keyword_sweep(p, 3, {Criterion::max_f1, 0.01, 16});
  ASSERT_TRUE(sweep.ok());
  EXPECT_EQ(sweep.value().keyword, "no");
  EXPECT_EQ(sweep.value().positives, 1);
  EXPECT_EQ(sweep.value().negatives, 6);
  EXPECT_DOUBLE_EQ(sweep.value().suggested.f1, 1.0);
}

TEST(Threshold, WithoutKeywordOrWithoutOthersItSaysWhatToAdd) {
  Predictions p{{"silence", "yes"}, {}};
  add(p, 0, 0, 1);
  EXPECT_NE(pooled_sweep(p).error().message.find("no test clip holds any keyword"),
            std::string::npos);
  p.items.clear();
  add(p, 1, 1, 1);
  EXPECT_NE(keyword_sweep(p, 1).error().message.find("every test clip holds 'yes'"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
