// SPDX-License-Identifier: Apache-2.0
#include "core/eval/slices.h"

#include <gtest/gtest.h>

#include "core/eval/test_predictions.h"

namespace tadpole {
namespace {

// north: 36 of 40 right by 4 speakers; south: 30 of 40 by 4; island: 5 of 5 by 1.
Predictions three_groups() {
  Predictions p{{"a", "b"}, {}};
  for (const char* speaker : {"n1", "n2", "n3", "n4"}) {
    add(p, 0, 0, 9, speaker, "north");
    add(p, 0, 1, 1, speaker, "north");
  }
  for (const char* speaker : {"s1", "s2"}) {
    add(p, 0, 0, 10, speaker, "south");
  }
  for (const char* speaker : {"s3", "s4"}) {
    add(p, 0, 0, 5, speaker, "south");
    add(p, 0, 1, 5, speaker, "south");
  }
  add(p, 0, 0, 5, "i1", "island");
  return p;
}

TEST(Slices, WorstComesFirstAndTheGapIsAgainstTheBestTrustedGroup) {
  const SliceReport report = slice_by_group(three_groups());
  ASSERT_EQ(report.slices.size(), 3U);
  EXPECT_EQ(report.slices[0].name, "south");
  EXPECT_DOUBLE_EQ(report.slices[0].accuracy, 0.75);
  EXPECT_EQ(report.best, "north");  // island is right every time, but has 5 clips
  EXPECT_NEAR(report.slices[0].gap_to_best, 0.15, 1e-12);
  EXPECT_NEAR(report.largest_gap, 0.15, 1e-12);
}

TEST(Slices, ASmallGroupIsMarkedAndWarnedOf) {
  const SliceReport report = slice_by_group(three_groups());
  EXPECT_TRUE(report.slices[2].small);
  ASSERT_EQ(report.warnings.size(), 1U);
  EXPECT_EQ(
      report.warnings[0],
      "Of 'island' (5 clips, 1 speaker) there are fewer than 30 clips or 3 speakers: the accuracy "
      "there says little.");
}

TEST(Slices, OneSpeakerGetsAWilsonIntervalAndSaysSo) {
  const SliceReport report = slice_by_group(three_groups());
  EXPECT_EQ(report.slices[2].interval.method, "Wilson, 5 clips taken as independent");
  EXPECT_EQ(report.slices[0].interval.method, "bootstrap over 4 speakers, 2000 resamples");
}

TEST(Slices, TwoSpeakersThatAgreeDoNotMakeTheIntervalNarrow) {
  Predictions p = three_groups();
  add(p, 0, 0, 45, "i1", "island");
  add(p, 0, 0, 50, "i2", "island");
  const SliceReport report = slice_by_group(p);
  EXPECT_EQ(report.slices[2].name, "island");
  EXPECT_EQ(report.slices[2].interval.method, "Wilson over 2 speakers, every clip right");
  EXPECT_LT(report.slices[2].interval.low, 0.97);  // resampling two perfect speakers would say 1
}

TEST(Slices, ClipsWithoutGroupAreOneSliceAndNothingIsSaidAboutOthers) {
  Predictions p{{"a", "b"}, {}};
  for (const char* speaker : {"x", "y", "z"}) add(p, 0, 0, 20, speaker);
  const SliceReport report = slice_by_group(p);
  ASSERT_EQ(report.slices.size(), 1U);
  EXPECT_EQ(report.slices[0].name, "(not given)");
  EXPECT_EQ(report.warnings[0],
            "All clips have one speaker group ('(not given)'): nothing can be said about others.");
}

TEST(Slices, SilenceBelongsToNoGroup) {
  Predictions p{{"silence", "yes"}, {}};
  add(p, 0, 0, 40, "hum");
  for (const char* speaker : {"x", "y", "z"}) add(p, 1, 1, 20, speaker, "north");
  const SliceReport report = slice_by_group(p);
  ASSERT_EQ(report.slices.size(), 1U);
  EXPECT_EQ(report.slices[0].n, 60);
}

TEST(Slices, AnyKeyCanSlice) {
  const SliceReport report =
      slice_by(three_groups(), "speaker", [](const Prediction& item) { return item.speaker; });
  EXPECT_EQ(report.slices.size(), 9U);
  EXPECT_EQ(report.best, "");  // every slice has one speaker: all are small
}

}  // namespace
}  // namespace tadpole
