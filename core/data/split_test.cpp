// SPDX-License-Identifier: Apache-2.0
#include "core/data/split.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>

namespace tadpole {
namespace {

std::vector<SplitWish> clips_of(int speakers, int clips_each) {
  std::vector<SplitWish> wishes;
  for (int s = 0; s < speakers; ++s) {
    for (int c = 0; c < clips_each; ++c) {
      wishes.push_back({"speaker " + std::to_string(s),
                        {},
                        c % 2 ? "yes" : "no",
                        std::to_string(s) + "/" + std::to_string(c)});
    }
  }
  return wishes;
}

std::map<std::string, std::set<Split>> where(const std::vector<SplitWish>& wishes,
                                             const std::vector<Split>& splits) {
  std::map<std::string, std::set<Split>> found;
  for (std::size_t i = 0; i < wishes.size(); ++i) found[wishes[i].speaker].insert(splits[i]);
  return found;
}

std::array<int, 3> speakers_per_split(const std::vector<SplitWish>& wishes,
                                      const std::vector<Split>& splits) {
  std::array<int, 3> counts{};
  for (const auto& [name, set] : where(wishes, splits)) {
    for (const Split s : set) ++counts[static_cast<std::size_t>(s)];
  }
  return counts;
}

Dataset dataset_of(const std::vector<SplitWish>& wishes, const std::vector<Split>& splits) {
  Dataset d;
  for (std::size_t i = 0; i < wishes.size(); ++i) {
    d.clips.push_back({.label = wishes[i].label, .speaker = wishes[i].speaker, .split = splits[i]});
  }
  return d;
}

TEST(Split, NoSpeakerIsEverInTwoSplitsWhateverTheNumberOfSpeakers) {
  for (int n = 3; n < 60; ++n) {
    const auto wishes = clips_of(n, 4);
    const auto splits = split_by_speaker(wishes, {});
    for (const auto& [name, set] : where(wishes, splits)) EXPECT_EQ(set.size(), 1U) << n << name;
    const auto proof = prove_speaker_split(dataset_of(wishes, splits));
    ASSERT_TRUE(proof.ok()) << proof.error().message;
    EXPECT_TRUE(proof.value().proven);
    if (n < 20) {
      EXPECT_GE(proof.value().train, 1) << n;
      EXPECT_GE(proof.value().validation, 1) << n;
      EXPECT_GE(proof.value().test, 1) << n;
    }
  }
}

TEST(Split, TheSharesAreThePercentagesAsked) {
  const auto wishes = clips_of(10, 2);
  // Of 10 speakers 20 % are 2, 10 % are 1.
  EXPECT_EQ(speakers_per_split(wishes, split_by_speaker(wishes, {})),
            (std::array<int, 3>{7, 1, 2}));
  const auto many = clips_of(2000, 1);
  const auto counts = speakers_per_split(many, split_by_speaker(many, {}));
  // Binomial, 2000 draws: three standard deviations are 54 for 20 % and 40 for 10 %.
  EXPECT_NEAR(counts[2], 400, 54);
  EXPECT_NEAR(counts[1], 200, 40);
}

TEST(Split, ASpeakerStaysWhereItIsWhenOthersJoin) {
  const auto few = clips_of(40, 1), more = clips_of(80, 1);
  const auto before = split_by_speaker(few, {}), after = split_by_speaker(more, {});
  for (std::size_t i = 0; i < few.size(); ++i) EXPECT_EQ(before[i], after[i]) << few[i].speaker;
}

TEST(Split, GivenSplitsAreKept) {
  auto wishes = clips_of(6, 3);
  for (std::size_t i = 0; i < wishes.size(); ++i) wishes[i].given = static_cast<Split>(i / 3 % 3);
  const auto splits = split_by_speaker(wishes, {});
  for (std::size_t i = 0; i < wishes.size(); ++i) EXPECT_EQ(splits[i], *wishes[i].given);
}

TEST(Split, AnEmptyValidationIsFilledFromTheTrainingSpeakersAndTheTestStays) {
  auto wishes = clips_of(10, 3);
  for (std::size_t i = 0; i < wishes.size(); ++i)
    wishes[i].given = i < 21 ? Split::train : Split::test;
  const auto splits = split_by_speaker(wishes, {});
  EXPECT_EQ(speakers_per_split(wishes, splits), (std::array<int, 3>{6, 1, 3}));
  for (std::size_t i = 21; i < splits.size(); ++i) EXPECT_EQ(splits[i], Split::test);
}

TEST(Split, ASpeakerTornBetweenGivenSplitsIsNamedAndGetsOne) {
  auto wishes = clips_of(4, 4);
  for (std::size_t i = 0; i < wishes.size(); ++i) wishes[i].given = Split::train;
  wishes[0].given = Split::test;
  const SplitPlan plan = plan_speaker_split(wishes, {});
  EXPECT_EQ(plan.torn_speakers, std::vector<std::string>{"speaker 0"});
  EXPECT_TRUE(prove_speaker_split(dataset_of(wishes, plan.splits)).ok());
}

TEST(Split, OneSpeakerIsSplitByClipAndTheProofSaysWhatIsNotProven) {
  const auto wishes = clips_of(1, 40);
  const auto splits = split_by_speaker(wishes, {});
  std::map<std::pair<std::string, Split>, int> counts;
  for (std::size_t i = 0; i < wishes.size(); ++i) ++counts[{wishes[i].label, splits[i]}];
  for (const char* label : {"yes", "no"}) {  // of 20 clips each: 20 % and 10 %
    EXPECT_EQ((counts[{label, Split::test}]), 4);
    EXPECT_EQ((counts[{label, Split::validation}]), 2);
  }
  const SplitProof proof = prove_speaker_split(dataset_of(wishes, splits)).value();
  EXPECT_FALSE(proof.proven);
  EXPECT_NE(proof.sentence.find("not proven: there is one speaker"), std::string::npos);
}

TEST(Split, OfTwoSpeakersOneIsOnlyTested) {
  auto wishes = clips_of(2, 20);
  wishes.pop_back();
  const auto splits = split_by_speaker(wishes, {});
  const auto found = where(wishes, splits);
  EXPECT_EQ(found.at("speaker 1"), std::set<Split>{Split::test});
  EXPECT_EQ(found.at("speaker 0"), (std::set<Split>{Split::train, Split::validation}));
  const SplitProof proof = prove_speaker_split(dataset_of(wishes, splits)).value();
  EXPECT_FALSE(proof.proven);
  EXPECT_NE(proof.sentence.find("proven for the test"), std::string::npos) << proof.sentence;
}

TEST(Split, TheProofNamesTheSpeakerThatLeaks) {
  auto wishes = clips_of(3, 2);
  const auto proof = prove_speaker_split(dataset_of(
      wishes, {Split::train, Split::test, Split::train, Split::train, Split::test, Split::test}));
  ASSERT_FALSE(proof.ok());
  EXPECT_EQ(
      proof.error().message,
      "speaker 'speaker 0' is in the splits train and test: a test on what was trained on proves "
      "nothing; give it one split in the source");
}

TEST(Split, TheProofLooksAtTheBackgroundsOfSilenceToo) {
  Dataset d;
  d.clips = {{.label = "silence", .speaker = "background tap", .split = Split::train},
             {.label = "silence", .speaker = "background tap", .split = Split::test}};
  const auto proof = prove_speaker_split(d);
  ASSERT_FALSE(proof.ok());
  EXPECT_NE(proof.error().message.find("'background tap' is in the splits"), std::string::npos);
}

TEST(Split, RecordingsWithoutANameAreNotClaimedAsProof) {
  Dataset d;
  for (int i = 0; i < 9; ++i) {
    d.clips.push_back({.label = "yes",
                       .speaker = speaker_of_file(std::to_string(i)),
                       .split = static_cast<Split>(i % 3)});
  }
  const SplitProof proof = prove_speaker_split(d).value();
  EXPECT_FALSE(proof.proven);
  EXPECT_NE(proof.sentence.find("not proven for 9 recordings that name no speaker"),
            std::string::npos);
}

TEST(Split, NothingGivesNothing) { EXPECT_TRUE(split_by_speaker({}, {}).empty()); }

}  // namespace
}  // namespace tadpole
