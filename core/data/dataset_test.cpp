// SPDX-License-Identifier: Apache-2.0
#include "core/data/dataset.h"

#include <gtest/gtest.h>

#include "core/base/hash.h"
#include "core/data/audio_file.h"
#include "core/data/test_sound.h"

namespace tadpole {
namespace {

std::string hash_of(const std::vector<std::int16_t>& samples) {
  return Sha256().add(samples.data(), samples.size() * 2).hex();
}

// Two clips and a background, their files written.
Dataset small_dataset(const Path& folder) {
  Dataset d;
  d.folder = folder;
  d.labels = {"silence", "unknown", "yes"};
  for (const std::int16_t level : {std::int16_t{500}, std::int16_t{-7}}) {
    const std::vector<std::int16_t> samples(kClipSamples, level);
    const std::string hash = hash_of(samples);
    d.clips.push_back({.file = "clips/" + hash + ".wav",
                       .label = "yes",
                       .word = "yes",
                       .speaker = "Ana, \"the\" first",
                       .group = "kitchen",
                       .split = Split::test,
                       .origin = level > 0 ? Origin::synthetic : Origin::recorded,
                       .licence = "CC BY 4.0",
                       .consent = "signed",
                       .source = "a\nb.wav",
                       .duration_s = 0.75,
                       .sha256 = hash});
    EXPECT_TRUE(write_wav(folder / d.clips.back().file, samples, kRateHz).ok());
  }
  d.background.push_back(
      {.file = "background/x.wav", .source = "tap", .duration_s = 2.0, .split = Split::validation});
  EXPECT_TRUE(
      write_wav(folder / "background/x.wav", std::vector<std::int16_t>(32000, 9), kRateHz).ok());
  return d;
}

TEST(Dataset, WhatIsSavedIsLoadedAgain) {
  const TempFolder folder;
  Dataset d = small_dataset(folder.path());
  ASSERT_TRUE(save_dataset(d).ok());
  const Result<Dataset> loaded = load_dataset(folder.path());
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  const Dataset& e = loaded.value();
  EXPECT_EQ(e.version, d.version);
  EXPECT_EQ(e.labels, d.labels);
  EXPECT_TRUE(e.synthetic());
  ASSERT_EQ(e.clips.size(), 2U);
  EXPECT_LT(e.clips[0].file, e.clips[1].file);
  EXPECT_EQ(e.clips[0].speaker, "Ana, \"the\" first");
  EXPECT_EQ(e.clips[0].source, "a\nb.wav");
  EXPECT_EQ(e.clips[0].split, Split::test);
  EXPECT_DOUBLE_EQ(e.clips[0].duration_s, 0.75);
  ASSERT_EQ(e.background.size(), 1U);
  EXPECT_EQ(e.background[0].split, Split::validation);
  EXPECT_EQ(load_clip(e, e.clips[0]).value().size(), 16000U);
  EXPECT_EQ(load_background(e, e.background[0]).value()[31999], 9);
}

TEST(Dataset, TheVersionDependsOnContentAndNotOnTheOrderOfClips) {
  const TempFolder folder;
  Dataset d = small_dataset(folder.path());
  ASSERT_TRUE(save_dataset(d).ok());
  const std::string version = d.version;
  std::swap(d.clips[0], d.clips[1]);
  ASSERT_TRUE(save_dataset(d).ok());
  EXPECT_EQ(d.version, version);
  d.clips[0].split = Split::train;
  ASSERT_TRUE(save_dataset(d).ok());
  EXPECT_NE(d.version, version);
}

TEST(Dataset, AKillBetweenTheTwoFilesLeavesAWholeDataset) {
  const TempFolder folder;
  Dataset d = small_dataset(folder.path());
  ASSERT_TRUE(save_dataset(d).ok());
  const std::string old_facts = read_text(folder / "dataset.json").value();
  d.labels.push_back("no");
  d.clips[0].split = Split::train;
  ASSERT_TRUE(save_dataset(d).ok());
  // As if the kill came after the new manifest and before the facts took their place.
  std::filesystem::rename(folder / "dataset.json", folder / "dataset.json.next");
  ASSERT_TRUE(write_file(folder / "dataset.json", old_facts).ok());
  const Result<Dataset> loaded = load_dataset(folder.path());
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  EXPECT_EQ(loaded.value().version, d.version);
  EXPECT_EQ(loaded.value().labels.size(), 4U);
}

TEST(Dataset, RefusesWhatSomebodyChanged) {
  const TempFolder folder;
  const auto message = [&] { return load_dataset(folder.path()).error().message; };
  EXPECT_NE(message().find("holds no dataset (manifest.csv is missing); run: tadpole collect"),
            std::string::npos);
  Dataset d = small_dataset(folder.path());
  ASSERT_TRUE(save_dataset(d).ok());
  std::string csv = read_text(folder / "manifest.csv").value();
  const std::string whole = csv;
  ASSERT_TRUE(write_file(folder / "manifest.csv", csv.replace(csv.find("test"), 4, "train")).ok());
  EXPECT_NE(message().find("was changed by hand"), std::string::npos) << message();
  ASSERT_TRUE(write_file(folder / "manifest.csv", whole + "a,b\n").ok());
  EXPECT_NE(message().find("has 2 fields instead of 12"), std::string::npos) << message();
  ASSERT_TRUE(write_file(folder / "manifest.csv", std::string_view("file,label\n")).ok());
  EXPECT_NE(message().find("has other columns"), std::string::npos) << message();
  ASSERT_TRUE(write_file(folder / "manifest.csv", whole).ok());
  ASSERT_TRUE(write_file(folder / "dataset.json", std::string_view("{]")).ok());
  EXPECT_NE(message().find("is no dataset description"), std::string::npos) << message();
}

TEST(Dataset, RefusesFilesOutsideOfTheSet) {
  const TempFolder folder;
  const auto refusal_of = [&](const Dataset& changed) {
    Dataset d = changed;
    EXPECT_TRUE(save_dataset(d).ok());
    const Result<Dataset> loaded = load_dataset(folder.path());
    return loaded.ok() ? std::string() : loaded.error().message;
  };
  const Dataset good = small_dataset(folder.path());
  for (const char* outside : {"/etc/x.wav", "../x.wav", "clips/../../x.wav"}) {
    Dataset d = good;
    d.clips[0].file = outside;
    EXPECT_NE(refusal_of(d).find(std::string("'") + outside + "', a file outside of the set"),
              std::string::npos);
    d = good;
    d.background[0].file = outside;
    EXPECT_NE(refusal_of(d).find(std::string("the background '") + outside + "', a file outside"),
              std::string::npos);
  }
  EXPECT_EQ(refusal_of(good), "");
}

TEST(Dataset, RefusesAClipThatIsNotTheOneCollected) {
  const TempFolder folder;
  const Dataset d = small_dataset(folder.path());
  const auto message = [&] { return load_clip(d, d.clips[0]).error().message; };
  const Path file = folder / d.clips[0].file;
  ASSERT_TRUE(write_wav(file, std::vector<std::int16_t>(kClipSamples, 3), kRateHz).ok());
  EXPECT_NE(message().find("is not the sound that was collected"), std::string::npos) << message();
  ASSERT_TRUE(write_wav(file, std::vector<std::int16_t>(100, 3), kRateHz).ok());
  EXPECT_NE(message().find("has 100 samples instead of 16000"), std::string::npos) << message();
  ASSERT_TRUE(write_wav(file, std::vector<std::int16_t>(100, 3), 8000).ok());
  EXPECT_NE(message().find("is at 8000 Hz instead of 16000 Hz"), std::string::npos) << message();
  std::filesystem::remove(file);
  EXPECT_NE(message().find("cannot read"), std::string::npos) << message();
}

}  // namespace
}  // namespace tadpole
