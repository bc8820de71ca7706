// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/audio_augment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tadpole {
namespace {

AugmentOptions nothing() {
  return {.shift_ms = 0,
          .speed_percent = 0,
          .gain_db = 0,
          .background_frequency = 0,
          .background_volume = 0};
}

std::vector<std::int16_t> tone(double hz, double amplitude, std::size_t samples = 16000) {
  std::vector<std::int16_t> clip(samples);
  for (std::size_t i = 0; i < samples; ++i) {
    clip[i] = static_cast<std::int16_t>(
        amplitude * std::sin(6.283185307179586 * hz * static_cast<double>(i) / 16000.0));
  }
  return clip;
}

std::vector<std::int16_t> augmented(const std::vector<std::int16_t>& clip,
                                    const AugmentOptions& options, Rng rng,
                                    std::span<const std::vector<std::int16_t>> backgrounds = {}) {
  std::vector<std::int16_t> out(clip.size());
  augment_clip(clip, options, backgrounds, rng, out);
  return out;
}

TEST(AudioAugment, LeavesTheClipAloneWhenEverythingIsOff) {
  const auto clip = tone(440, 9000);
  EXPECT_EQ(augmented(clip, nothing(), Rng(1)), clip);
}

TEST(AudioAugment, GivesTheSameBytesForTheSameSeedAndOthersForAnother) {
  const auto clip = tone(440, 9000);
  const std::vector<std::vector<std::int16_t>> noise = {tone(50, 20000, 40000),
                                                        tone(60, 20000, 700)};
  const AugmentOptions options;
  EXPECT_EQ(augmented(clip, options, Rng(5), noise), augmented(clip, options, Rng(5), noise));
  EXPECT_NE(augmented(clip, options, Rng(5), noise), augmented(clip, options, Rng(6), noise));
}

// One impulse in the middle moves by at most 100 ms = 1600 samples, both ways.
TEST(AudioAugment, ShiftsByAtMostTheGivenTime) {
  std::vector<std::int16_t> clip(16000, 0);
  clip[8000] = 20000;
  AugmentOptions options = nothing();
  options.shift_ms = 100;
  int earliest = 16000, latest = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const auto out = augmented(clip, options, Rng(seed));
    const int at = static_cast<int>(std::max_element(out.begin(), out.end()) - out.begin());
    earliest = std::min(earliest, at), latest = std::max(latest, at);
  }
  EXPECT_GE(earliest, 8000 - 1601);
  EXPECT_LE(latest, 8000 + 1601);
  EXPECT_LT(earliest, 8000 - 1400);
  EXPECT_GT(latest, 8000 + 1400);
}

int zero_crossings(const std::vector<std::int16_t>& clip) {
  int count = 0;
  for (std::size_t i = 4001; i < 12000; ++i) count += (clip[i - 1] < 0) != (clip[i] < 0);
  return count;
}

// 8000 samples of 1 kHz cross zero 1000 times; at 90..110 % of the speed 900..1100 times. One
// of 100 draws lies in the outer tenth of the range but for a chance of 0.9^100 = 3e-5.
TEST(AudioAugment, SpeedMovesThePitchWithinTheGivenRange) {
  AugmentOptions options = nothing();
  options.speed_percent = 10;
  int lowest = 9999, highest = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const int count = zero_crossings(augmented(tone(1000, 9000), options, Rng(seed)));
    lowest = std::min(lowest, count), highest = std::max(highest, count);
  }
  EXPECT_GE(lowest, 898);
  EXPECT_LE(lowest, 920);
  EXPECT_LE(highest, 1102);
  EXPECT_GE(highest, 1080);
}

// 6 dB is a factor of 1.995.
TEST(AudioAugment, GainStaysWithinTheGivenDecibels) {
  AugmentOptions options = nothing();
  options.gain_db = 6;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const auto out = augmented(tone(1000, 8000), options, Rng(seed));
    const int top = *std::max_element(out.begin(), out.end());
    EXPECT_GE(top, 8000 / 1.996 - 1);
    EXPECT_LE(top, 8000 * 1.996 + 1);
  }
}

TEST(AudioAugment, SaturatesInsteadOfWrappingAround) {
  AugmentOptions options = nothing();
  options.gain_db = 40;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto out = augmented(tone(100, 32000), options, Rng(seed));
    for (std::size_t i = 1; i < out.size(); ++i)
      ASSERT_FALSE(out[i - 1] == 32767 && out[i] < -30000);
  }
}

// A constant background of 10000 times a volume up to 0.1 adds 0..1000 to silence, in 80 % of the
// clips.
TEST(AudioAugment, MixesBackgroundAsOftenAndAsLoudAsAsked) {
  AugmentOptions options = nothing();
  options.background_frequency = 0.8, options.background_volume = 0.1;
  const std::vector<std::vector<std::int16_t>> noise = {std::vector<std::int16_t>(300, 10000)};
  int mixed = 0, loudest = 0;
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const auto out = augmented(std::vector<std::int16_t>(1000, 0), options, Rng(seed), noise);
    EXPECT_EQ(*std::min_element(out.begin(), out.end()), *std::max_element(out.begin(), out.end()));
    mixed += out[0] > 0;
    loudest = std::max<int>(loudest, out[0]);
  }
  EXPECT_NEAR(mixed, 400, 36);  // binomial: 4 standard deviations of sqrt(500 * 0.8 * 0.2) = 8.9
  EXPECT_LE(loudest, 1000);
  EXPECT_GT(loudest, 950);
}

TEST(AudioAugment, NeedsNoBackground) {
  const std::vector<std::vector<std::int16_t>> empty = {{}};
  AugmentOptions options = nothing();
  options.background_frequency = 1.0, options.background_volume = 1.0;
  const auto clip = tone(300, 5000);
  EXPECT_EQ(augmented(clip, options, Rng(3)), clip);
  EXPECT_EQ(augmented(clip, options, Rng(3), empty), clip);
}

// By hand: Catmull-Rom of 0, 10, 20, 30 is a line.
TEST(AudioAugment, InterpolatesALineExactlyAndIsZeroOutside) {
  const std::vector<std::int16_t> line = {0, 10, 20, 30};
  EXPECT_FLOAT_EQ(sample_at(line, 1.25), 12.5F);
  EXPECT_FLOAT_EQ(sample_at(line, 2.0), 20.0F);
  EXPECT_FLOAT_EQ(sample_at(line, -3.0), 0.0F);
  EXPECT_FLOAT_EQ(sample_at(line, 9.5), 0.0F);
}

std::vector<float> ramp(std::size_t n) {
  std::vector<float> map(n);
  std::iota(map.begin(), map.end(), 1.0F);
  return map;
}

TEST(AudioAugment, MasksWholeFramesAndWholeBandsWithTheMean) {
  const AugmentOptions options{
      .time_masks = 1, .time_mask_frames = 3, .band_masks = 1, .band_mask_bands = 2};
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    auto map = ramp(10 * 6);
    mask_features(map, {10, 6, 1}, options, Rng(seed));
    int frames = 0, bands = 0;
    for (std::size_t f = 0; f < 10; ++f) {
      frames += std::all_of(map.begin() + static_cast<int>(f) * 6,
                            map.begin() + static_cast<int>(f) * 6 + 6,
                            [](float v) { return v == 30.5F; });
    }
    for (std::size_t b = 0; b < 6; ++b) {
      bool all = true;
      for (std::size_t f = 0; f < 10; ++f) all = all && map[f * 6 + b] == 30.5F;
      bands += all;
    }
    EXPECT_LE(frames, 3);
    EXPECT_LE(bands, 2);
    const auto hidden = std::count(map.begin(), map.end(), 30.5F);
    EXPECT_EQ(hidden, frames * 6 + bands * 10 - frames * bands);
  }
}

TEST(AudioAugment, MasksNothingUnlessAsked) {
  auto map = ramp(12);
  mask_features(map, {4, 3, 1}, AugmentOptions{}, Rng(1));
  EXPECT_EQ(map, ramp(12));
}

TEST(AudioAugment, RefusesAShiftLongerThanHalfAClip) {
  AugmentOptions options;
  const Outcome outcome = describe(options).set("shift_ms", "900", "tadpole.toml: [augment]");
  ASSERT_FALSE(outcome.ok());
  EXPECT_NE(outcome.error().message.find("shift_ms = '900': expected a whole number, 0 to 500 ms"),
            std::string::npos)
      << outcome.error().message;
}

}  // namespace
}  // namespace tadpole
