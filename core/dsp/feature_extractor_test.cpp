// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/feature_extractor.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>
#include <thread>

#include "core/base/files.h"
#include "device/dsp/front_end.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

std::vector<std::int16_t> noise_clip(unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::int16_t> clip(16000);
  for (std::int16_t& x : clip)
    x = static_cast<std::int16_t>(static_cast<int>(random() % 8001) - 4000);
  return clip;
}

std::unique_ptr<FeatureExtractor> make(const std::string& kind,
                                       const std::string& arithmetic = "float") {
  FeatureOptions o;
  o.kind = kind;
  o.arithmetic = arithmetic;
  if (kind != "micro_frontend") o.low_hz = 20, o.high_hz = 4000;
  return FeatureExtractor::create(o).value();
}

std::size_t size_of(const FeatureExtractor& extractor) {
  const auto shape = extractor.shape();
  return static_cast<std::size_t>(shape[0]) * shape[1] * shape[2];
}

std::vector<float> real(const FeatureExtractor& extractor, const std::vector<std::int16_t>& clip) {
  std::vector<float> values(size_of(extractor));
  extractor.extract(clip, values);
  return values;
}

std::vector<std::int8_t> int8(const FeatureExtractor& extractor,
                              const std::vector<std::int16_t>& clip, float scale, int zero_point) {
  std::vector<std::int8_t> values(size_of(extractor));
  extractor.extract_int8(clip, scale, zero_point, values);
  return values;
}

TEST(FeatureExtractor, ShapesAreThoseOfTheField) {
  EXPECT_EQ(make("micro_frontend")->shape(), (std::array<int, 3>{49, 40, 1}));
  EXPECT_EQ(make("mfcc")->shape(), (std::array<int, 3>{49, 10, 1}));
  EXPECT_EQ(make("log_mel", "fixed")->shape(), (std::array<int, 3>{49, 40, 1}));
}

TEST(FeatureExtractor, OnlyTheMicroFrontendFixesTheScaleOfTheInput) {
  EXPECT_EQ(make("micro_frontend")->scale(), 0.1015625f);
  EXPECT_EQ(make("micro_frontend")->zero_point(), -128);
  EXPECT_EQ(make("mfcc", "fixed")->scale(), 0.0f);
  EXPECT_EQ(make("mfcc", "fixed")->zero_point(), 0);
}

TEST(FeatureExtractor, TheGoldenMapOfYesComesOutByteForByte) {
  TADPOLE_SHARED_OR_SKIP(path, "models/real_inputs/micro_speech_int8/yes_1000ms.bin");
  const Bytes wav = read_bytes(shared_folder() / "data/tflm-testdata/yes_1000ms.wav").value();
  const Bytes golden = read_bytes(path).value();
  std::vector<std::int16_t> clip(16000);
  std::memcpy(clip.data(), wav.data() + 44, 32000);
  const auto extractor = make("micro_frontend");
  const auto map = int8(*extractor, clip, extractor->scale(), extractor->zero_point());
  EXPECT_EQ(std::memcmp(map.data(), golden.data(), golden.size()), 0);
  const std::vector<float> values = real(*extractor, clip);
  for (std::size_t i = 0; i < map.size(); ++i) EXPECT_EQ(values[i], (map[i] + 128) * 0.1015625f);
}

inline constexpr device::FrontEndOptions kMfcc = device::mfcc_options();

TEST(FeatureExtractor, TheHostGivesTheBytesOfTheFirmwaresFrontEnd) {
  const std::vector<std::int16_t> clip = noise_clip(7);
  const auto map = int8(*make("mfcc"), clip, 0.5847f, 83);
  device::FrontEnd<kMfcc> firmware;
  firmware.plan({.scale = 0.5847f, .zero_point = 83});
  for (int f = 0; f < 49; ++f) {
    std::array<std::int8_t, 10> row;
    firmware.frame(&clip[320 * f], row.data());
    EXPECT_EQ(std::memcmp(row.data(), &map[10 * f], 10), 0) << f;
  }
}

TEST(FeatureExtractor, OneExtractorServesManyThreads) {
  for (const auto& [kind, arithmetic] :
       {std::pair{"micro_frontend", "fixed"}, {"mfcc", "float"}, {"mfcc", "fixed"}}) {
    const auto extractor = make(kind, arithmetic);
    std::vector<std::vector<float>> alone;
    for (unsigned i = 0; i < 8; ++i) alone.push_back(real(*extractor, noise_clip(i)));
    std::vector<std::vector<float>> together(8);
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < 8; ++i) {
      threads.emplace_back([&, i] {
        for (int repeat = 0; repeat < 5; ++repeat) together[i] = real(*extractor, noise_clip(i));
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(together, alone) << kind;
  }
}

TEST(FeatureExtractor, AClipDoesNotHearTheOneBefore) {
  const auto extractor = make("micro_frontend");
  const std::vector<float> first = real(*extractor, noise_clip(1));
  real(*extractor, noise_clip(2));
  EXPECT_EQ(real(*extractor, noise_clip(1)), first);
}

TEST(FeatureExtractor, TheFingerprintNamesTheComputation) {
  EXPECT_EQ(make("mfcc")->fingerprint(), make("mfcc")->fingerprint());
  EXPECT_NE(make("mfcc")->fingerprint(), make("mfcc", "fixed")->fingerprint());
  EXPECT_NE(make("mfcc")->fingerprint(), make("log_mel")->fingerprint());
}

TEST(FeatureExtractor, AWrongKindIsRefusedInOneSentence) {
  FeatureOptions o;
  o.kind = "spectrum";
  const auto result = FeatureExtractor::create(o);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().message,
            "preprocess: kind is 'spectrum', expected one of micro_frontend, mfcc, log_mel");
}

// The micro front end follows the noise, so its second second differs from one heard alone.
TEST(FeatureExtractor, a_long_recording_is_heard_as_one_stream) {
  const auto extractor = make("micro_frontend");
  std::vector<std::int16_t> twice = noise_clip(1);
  const std::vector<std::int16_t> again = noise_clip(2);
  twice.insert(twice.end(), again.begin(), again.end());
  const auto bands = static_cast<std::size_t>(extractor->shape()[1]);
  EXPECT_EQ(extractor->rows(16000), 49);
  EXPECT_EQ(extractor->rows(twice.size()), 99);  // (32000 - 480) / 320 + 1
  std::vector<float> all(99 * bands);
  extractor->extract(twice, all);
  const std::vector<float> first = real(*extractor, noise_clip(1));
  EXPECT_TRUE(std::equal(first.begin(), first.end(), all.begin()));
  const std::vector<float> second = real(*extractor, again);
  EXPECT_FALSE(std::equal(second.begin(), second.end(), all.begin() + 50 * 40));
}

}  // namespace
}  // namespace tadpole
