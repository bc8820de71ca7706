// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/base/text.h"
#include "core/data/audio_file.h"
#include "core/data/recording.h"
#include "core/data/split.h"
#include "core/data/test_sound.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

void put(const TempFolder& folder, const std::string& name) {
  write_sound(folder / name, kWav16, 16000, sine(440, 0.2, 16000));
}

std::map<std::string, Recording> by_source(const Result<std::vector<Recording>>& found) {
  std::map<std::string, Recording> map;
  EXPECT_TRUE(found.ok()) << found.error().message;
  if (!found.ok()) return map;
  for (const Recording& r : found.value()) map[r.source] = r;
  return map;
}

std::string refusal(const Result<std::vector<Recording>>& found) {
  return found.ok() ? "it was read" : found.error().message;
}

TEST(Import, AFolderPerWordIsReadLikeSpeechCommands) {
  const TempFolder folder;
  for (const char* name :
       {"yes/0ea0e2f4_nohash_0.wav", "no/0ea0e2f4_nohash_1.wav", "_silence_/1.wav",
        "_unknown_/bed_1a2b3c4d_nohash_0.wav", "_background_noise_/tap.wav", "yes/mine.wav"}) {
    put(folder, name);
  }
  ASSERT_TRUE(write_file(folder / "yes/readme.txt", std::string_view("x")).ok());
  const auto found = by_source(list_recordings(folder.path(), {.licence = "CC0"}));
  ASSERT_EQ(found.size(), 6U);
  EXPECT_EQ(found.at("yes/0ea0e2f4_nohash_0.wav").word, "yes");
  EXPECT_EQ(found.at("yes/0ea0e2f4_nohash_0.wav").speaker, "0ea0e2f4");
  EXPECT_EQ(found.at("yes/0ea0e2f4_nohash_0.wav").licence, "CC0");
  EXPECT_EQ(found.at("_unknown_/bed_1a2b3c4d_nohash_0.wav").word, "unknown");
  EXPECT_EQ(found.at("_unknown_/bed_1a2b3c4d_nohash_0.wav").speaker, "1a2b3c4d");
  EXPECT_EQ(found.at("_silence_/1.wav").word, "silence");
  EXPECT_TRUE(found.at("_background_noise_/tap.wav").is_background);
  EXPECT_TRUE(is_unnamed(found.at("yes/mine.wav").speaker));
  // The rule gives one speaker the same split under every word.
  EXPECT_EQ(found.at("yes/0ea0e2f4_nohash_0.wav").split,
            found.at("no/0ea0e2f4_nohash_1.wav").split);
}

TEST(Import, AHashRuleThatLeavesNobodyToTrainOnIsNotFollowed) {
  const TempFolder folder;
  std::vector<std::string> of_the_test;
  std::string of_training;
  for (int i = 0; of_the_test.size() < 4 || of_training.empty(); ++i) {
    const std::string name = fmt::format("{:08x}_nohash_0.wav", i);
    const Split split = speech_commands_split(name, 10, 10);
    if (split == Split::test) of_the_test.push_back(name);
    if (split == Split::train) of_training = name;
  }
  for (const std::string& name : of_the_test) put(folder, "yes/" + name);
  for (const auto& [source, recording] : by_source(list_recordings(folder.path(), {})))
    EXPECT_FALSE(recording.split.has_value()) << source;
  put(folder, "yes/" + of_training);
  const auto found = by_source(list_recordings(folder.path(), {}));
  EXPECT_EQ(found.at("yes/" + of_training).split, Split::train);
  EXPECT_EQ(found.at("yes/" + of_the_test[0]).split, Split::test);
}

TEST(Import, TheListsOfSpeechCommandsDecideTheSplit) {
  const TempFolder folder;
  for (const char* name : {"yes/a_nohash_0.wav", "yes/b_nohash_0.wav", "yes/c_nohash_0.wav"})
    put(folder, name);
  ASSERT_TRUE(
      write_file(folder / "testing_list.txt", std::string_view("yes/a_nohash_0.wav\r\n")).ok());
  ASSERT_TRUE(
      write_file(folder / "validation_list.txt", std::string_view("yes/b_nohash_0.wav\n")).ok());
  const auto found = by_source(list_recordings(folder.path(), {}));
  EXPECT_EQ(found.at("yes/a_nohash_0.wav").split, Split::test);
  EXPECT_EQ(found.at("yes/b_nohash_0.wav").split, Split::validation);
  EXPECT_EQ(found.at("yes/c_nohash_0.wav").split, Split::train);
}

TEST(Import, SpeakersAreTakenFromFoldersAndFromNamesThatShowThem) {
  const TempFolder folder;
  for (const char* name :
       {"yes/ana/1.wav", "yes/00000001_NO_05.wav", "yes/yes_jackson_32.wav", "yes/take_1.wav"})
    put(folder, name);
  const auto found = by_source(list_recordings(folder.path(), {}));
  EXPECT_EQ(found.at("yes/ana/1.wav").speaker, "ana");
  EXPECT_EQ(found.at("yes/00000001_NO_05.wav").speaker, "00000001");
  EXPECT_EQ(found.at("yes/yes_jackson_32.wav").speaker, "jackson");
  EXPECT_TRUE(is_unnamed(found.at("yes/take_1.wav").speaker));
}

// The example of the set's own paper and code: SHA-1 is checked on the vectors of FIPS 180.
TEST(Import, Sha1FitsItsStandard) {
  EXPECT_EQ(sha1_hex("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(sha1_hex(""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  EXPECT_EQ(sha1_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
}

TEST(Import, TheSpeakerHashRuleGivesItsShares) {
  std::map<Split, int> counts;
  for (int i = 0; i < 5000; ++i)
    ++counts[speech_commands_split(std::to_string(i) + "_nohash_0.wav", 10, 10)];
  // Binomial: three standard deviations of 10 % of 5,000 are 64.
  EXPECT_NEAR(counts[Split::validation], 500, 64);
  EXPECT_NEAR(counts[Split::test], 500, 64);
  EXPECT_EQ(speech_commands_split("a_nohash_0.wav", 10, 10),
            speech_commands_split("a_nohash_7.wav", 10, 10));
}

TEST(Import, ALongRecordingIsCutAtItsPauses) {
  const TempFolder folder;
  std::vector<float> samples;
  const double words[] = {0.4, 0.5, 0.3, 0.6};
  std::vector<std::pair<double, double>> truth;
  for (const double seconds : words) {
    const auto word = sine(300, seconds, 16000, 0.3);
    samples.insert(samples.end(), 12800, 0.0F);
    truth.push_back({static_cast<double>(samples.size()) / 16000,
                     static_cast<double>(samples.size()) / 16000 + seconds});
    samples.insert(samples.end(), word.begin(), word.end());
  }
  samples.insert(samples.end(), 12800, 0.0F);
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] += 0.003F * static_cast<float>(static_cast<int>(i * 7919 % 101) - 50) / 50.0F;
  write_sound(folder / "long.wav", kWav16, 16000, samples);
  const auto found = list_recordings(folder / "long.wav", {.word = "yes, no", .speaker = "ana"});
  ASSERT_TRUE(found.ok()) << found.error().message;
  ASSERT_EQ(found.value().size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) {
    const Recording& r = found.value()[i];
    EXPECT_EQ(r.word, i % 2 ? "no" : "yes");
    EXPECT_EQ(r.speaker, "ana");
    EXPECT_NEAR(r.from_s, truth[i].first - 0.1, 0.03);
    EXPECT_NEAR(r.to_s, truth[i].second + 0.1, 0.03);
  }
}

TEST(Import, RecordingsSideBySideNeedOneLabel) {
  const TempFolder folder;
  std::vector<float> samples(8000, 0.0F);
  const auto word = sine(300, 0.4, 16000);
  samples.insert(samples.end(), word.begin(), word.end());
  samples.resize(samples.size() + 8000, 0.0F);
  write_sound(folder / "1.wav", kWav16, 16000, samples);
  write_sound(folder / "2.flac", kFlac, 16000, samples);
  EXPECT_EQ(list_recordings(folder.path(), {.word = "yes"}).value().size(), 2U);
  const std::string message = refusal(list_recordings(folder.path(), {}));
  EXPECT_NE(message.find("expected one folder per word (yes/, no/ ...)"), std::string::npos)
      << message;
  EXPECT_NE(refusal(list_recordings(folder / "1.wav", {}))
                .find("say which word it holds with --label yes"),
            std::string::npos);
}

TEST(Import, ARecordingOfNothingIsRefused) {
  const TempFolder folder;
  write_sound(folder / "quiet.wav", kWav16, 16000, std::vector<float>(32000, 0.0F));
  EXPECT_NE(refusal(list_recordings(folder / "quiet.wav", {.word = "yes"}))
                .find("holds no sound that stands out"),
            std::string::npos);
}

TEST(Import, AManifestNamesTheLineOfAMissingFile) {
  const TempFolder folder;
  put(folder, "yes/a.wav");
  ASSERT_TRUE(write_file(folder / "manifest.csv",
                         std::string_view("file,label\nyes/a.wav,yes\nyes/b.wav,yes\n"))
                  .ok());
  const std::string message = refusal(list_recordings(folder.path(), {}));
  EXPECT_NE(message.find("manifest.csv:3: "), std::string::npos) << message;
  EXPECT_NE(message.find("yes/b.wav is not there"), std::string::npos) << message;
}

TEST(Import, AManifestKeepsSilenceAndBackgroundApartFromSpeakers) {
  const TempFolder folder;
  for (const char* name : {"a.wav", "b.wav", "c.wav", "d.wav"}) put(folder, name);
  ASSERT_TRUE(
      write_file(folder / "list.csv",
                 std::string_view(
                     "file,label,group,split\na.wav,silence,noise,train\n"
                     "b.wav,_silence_,noise,test\nc.wav,noise,tap,any\nd.wav,_unknown_,unknown,\n"))
          .ok());
  const auto found = by_source(list_recordings(folder / "list.csv", {}));
  EXPECT_EQ(found.at("b.wav").word, "silence");
  EXPECT_NE(found.at("a.wav").speaker, found.at("b.wav").speaker);
  EXPECT_TRUE(found.at("c.wav").is_background);
  EXPECT_EQ(found.at("d.wav").word, "unknown");
  EXPECT_TRUE(is_unnamed(found.at("d.wav").speaker));
}

TEST(Import, NothingThereIsSaid) {
  const TempFolder folder;
  EXPECT_NE(refusal(list_recordings(folder / "nowhere", {}))
                .find("is not there; give a folder of recordings"),
            std::string::npos);
}

TEST(Import, ReadsTheSharedSpeechSets) {
  TADPOLE_SHARED_OR_SKIP(shared, "data/speech-commands");
  const auto found = list_recordings(shared, {});
  ASSERT_TRUE(found.ok()) << found.error().message;
  std::set<std::string> speakers;
  std::map<std::string, int> words;
  for (const Recording& r : found.value()) {
    ++words[r.word];
    if (r.word != "silence") speakers.insert(r.speaker);
  }
  // The counts of the set's README.
  EXPECT_EQ(found.value().size(), 1234U);
  EXPECT_EQ(speakers.size(), 60U);
  EXPECT_EQ(words["yes"], 113);
  EXPECT_EQ(words["unknown"], 88);
  EXPECT_EQ(words["silence"], 103);
}

}  // namespace
}  // namespace tadpole
