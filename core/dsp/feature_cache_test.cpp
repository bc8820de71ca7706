// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/feature_cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>

#include "core/base/hash.h"
#include "core/dsp/feature_file.h"

namespace tadpole {
namespace {

std::vector<std::int16_t> clip_samples(std::size_t index) {
  std::vector<std::int16_t> samples(kClipSamples);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    samples[i] = static_cast<std::int16_t>((i * (index + 3) * 7919) % 6001) - 3000;
  }
  return samples;
}

class FeatureCache : public ::testing::Test {
 protected:
  FeatureCache() {
    folder_ = std::filesystem::temp_directory_path() /
              ("tadpole_feature_cache_" +
               std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::remove_all(folder_);
    extractor_ = FeatureExtractor::create({.kind = "mfcc", .low_hz = 20, .high_hz = 4000}).value();
    for (int i = 0; i < 150; ++i)
      clips_.push_back({sha256_hex("clip " + std::to_string(i)), i % 3});
    load_ = [this](std::size_t index) -> Result<std::vector<std::int16_t>> {
      ++loads_;
      return clip_samples(index);
    };
  }
  ~FeatureCache() override { std::filesystem::remove_all(folder_); }

  Result<FeatureSet> extract(int threads = 2) {
    ThreadPool pool(threads);
    return extract_all(clips_, load_, *extractor_, folder_, pool, progress_);
  }
  std::vector<Path> files() const {
    std::vector<Path> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) {
      if (entry.is_regular_file()) found.push_back(entry.path());
    }
    return found;
  }

  struct Recorder final : Progress {
    void begin(std::string_view, std::int64_t total) override { steps = total; }
    void update(std::int64_t, std::string_view) override {}
    void end() override {}
    void say(std::string_view sentence) override { sentences.emplace_back(sentence); }
    bool stop_requested() const override { return asked++ >= stop_after; }
    std::int64_t steps = 0;
    int stop_after = 1 << 30;
    mutable std::atomic<int> asked{0};
    std::vector<std::string> sentences;
  };

  Path folder_;
  std::unique_ptr<FeatureExtractor> extractor_;
  std::vector<FeatureClip> clips_;
  ClipLoader load_;
  std::atomic<int> loads_{0};
  Recorder progress_;
};

TEST_F(FeatureCache, ComputesOnceAndReadsBackTheSameValues) {
  const FeatureSet first = extract().value();
  EXPECT_EQ(first.computed, 150);
  EXPECT_EQ(progress_.steps, 150);
  EXPECT_EQ(first.size(), 150);
  EXPECT_EQ(first.labels[4], 1);
  std::vector<float> direct(490);
  extractor_->extract(clip_samples(17), direct);
  EXPECT_TRUE(std::equal(direct.begin(), direct.end(), first.clip(17).begin()));
  const FeatureSet second = extract().value();
  EXPECT_EQ(second.computed, 0);
  EXPECT_EQ(loads_, 150);
  EXPECT_EQ(second.values, first.values);
}

TEST_F(FeatureCache, TheNumberOfThreadsChangesNoByte) {
  const FeatureSet one = extract(1).value();
  std::vector<Bytes> bytes;
  for (const Path& file : files()) bytes.push_back(read_bytes(file).value());
  std::filesystem::remove_all(folder_);
  EXPECT_EQ(extract(4).value().values, one.values);
  std::size_t i = 0;
  for (const Path& file : files()) EXPECT_EQ(read_bytes(file).value(), bytes[i++]);
}

TEST_F(FeatureCache, OnlyNewClipsAreComputed) {
  extract().value();
  clips_.push_back({sha256_hex("new"), 0});
  const FeatureSet set = extract().value();
  EXPECT_EQ(set.computed, 1);
  EXPECT_EQ(set.size(), 151);
}

TEST_F(FeatureCache, AChangedByteIsNoticedAndComputedAgain) {
  const FeatureSet first = extract().value();
  const Path victim = files()[5];
  Bytes bytes = read_bytes(victim).value();
  bytes[bytes.size() / 2] ^= 1;
  ASSERT_TRUE(write_file(victim, std::span<const std::uint8_t>(bytes)).ok());
  const FeatureSet second = extract().value();
  EXPECT_GT(second.computed, 0);
  EXPECT_LT(second.computed, 20);
  EXPECT_EQ(second.values, first.values);
  ASSERT_EQ(progress_.sentences.size(), 1u);
  EXPECT_NE(progress_.sentences[0].find("a wrong checksum"), std::string::npos);
}

TEST_F(FeatureCache, ACutFileIsNoticedAndComputedAgain) {
  const FeatureSet first = extract().value();
  for (const Path& file : files()) std::filesystem::resize_file(file, 100);
  EXPECT_EQ(extract().value().values, first.values);
  EXPECT_GT(progress_.sentences.size(), 10u);
}

TEST_F(FeatureCache, OtherOptionsUseOtherFiles) {
  extract().value();
  const std::size_t before = files().size();
  extractor_ = FeatureExtractor::create({.kind = "micro_frontend"}).value();
  EXPECT_EQ(extract().value().computed, 150);
  EXPECT_EQ(files().size(), 2 * before);
}

TEST_F(FeatureCache, AStopKeepsWhatIsDone) {
  progress_.stop_after = 60;
  const auto stopped = extract(1);
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.error().kind, ErrorKind::cancelled);
  EXPECT_EQ(loads_, 60);
  progress_.stop_after = 1 << 30;
  EXPECT_EQ(extract().value().computed, 90);
}

TEST_F(FeatureCache, AClipThatCannotBeReadEndsTheWorkWithItsReason) {
  load_ = [](std::size_t index) -> Result<std::vector<std::int16_t>> {
    if (index == 77) return Error{"clips/77.wav: no such file"};
    return clip_samples(index);
  };
  const auto result = extract();
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().message, "clips/77.wav: no such file");
}

TEST_F(FeatureCache, AClipOfTheWrongLengthIsRefused) {
  load_ = [](std::size_t) -> Result<std::vector<std::int16_t>> {
    return std::vector<std::int16_t>(10);
  };
  const auto result = extract(1);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().message,
            "extract features: a clip has 10 samples, expected 16000; collect the dataset again");
}

TEST_F(FeatureCache, AnEmptyListGivesAnEmptySet) {
  clips_.clear();
  const FeatureSet set = extract().value();
  EXPECT_EQ(set.size(), 0);
  EXPECT_EQ(set.values_per_clip(), 490);
}

TEST_F(FeatureCache, ALabelOutsideTheDatasetIsRefused) {
  Dataset dataset;
  dataset.labels = {"silence", "unknown", "yes"};
  Clip clip;
  clip.file = "clips/a.wav";
  clip.label = "no";
  dataset.clips = {clip};
  ThreadPool pool(1);
  const auto result = extract_all(dataset, *extractor_, folder_, pool, progress_);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(
      result.error().message,
      "clips/a.wav: the label 'no' is not among the dataset's classes; collect the dataset again");
}

TEST(FeatureFile, EveryPrefixAndEveryFlippedByteIsRefused) {
  const std::string key = sha256_hex("options");
  const FeatureMap map = {{sha256_hex("a"), {1.0f, 2.0f}}, {sha256_hex("b"), {3.0f, 4.0f}}};
  const Bytes bytes = feature_file_bytes(map, key, 2);
  EXPECT_EQ(parse_feature_file(bytes, key, 2).value(), map);
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    EXPECT_FALSE(parse_feature_file(std::span(bytes).first(n), key, 2).ok());
    Bytes changed = bytes;
    changed[n] ^= 0x20;
    EXPECT_FALSE(parse_feature_file(changed, key, 2).ok()) << n;
  }
}

TEST(FeatureFile, FeaturesOfOtherOptionsAreRefusedByName) {
  const Bytes bytes = feature_file_bytes({}, sha256_hex("a"), 2);
  const auto result = parse_feature_file(bytes, sha256_hex("b"), 2);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(
      result.error().message,
      "cached features: features of other options, expected a whole file made by these options; "
      "they are computed again");
}

}  // namespace
}  // namespace tadpole
