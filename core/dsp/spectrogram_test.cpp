// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/spectrogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace tadpole {
namespace {

std::vector<std::int16_t> tone(double hz, double amplitude, int count = 16000) {
  std::vector<std::int16_t> samples(count);
  for (int i = 0; i < count; ++i) {
    samples[i] = static_cast<std::int16_t>(
        std::lround(amplitude * std::sin(2.0 * 3.14159265358979 * hz * i / 16000.0)));
  }
  return samples;
}

TEST(Spectrogram, AFullScaleSineOnABinIsZeroDecibels) {
  const Spectrogram picture = spectrogram(tone(1000.0, 32767.0));  // 31.25 Hz per bin: bin 32
  EXPECT_EQ(picture.frames, 98);
  EXPECT_EQ(picture.bins, 256);
  EXPECT_EQ(picture.hz_per_bin, 31.25f);
  for (int f = 0; f < picture.frames; ++f) EXPECT_NEAR(picture.at(f, 32), 0.0f, 0.05f);
}

TEST(Spectrogram, AToneStandsInItsRow) {
  const Spectrogram picture = spectrogram(tone(3000.0, 1000.0));
  const auto row = picture.db.begin() + 10 * picture.bins;
  EXPECT_EQ(std::max_element(row, row + picture.bins) - row, 96);
  EXPECT_NEAR(picture.at(10, 96), 20.0 * std::log10(1000.0 / 32768.0), 0.1);
}

TEST(Spectrogram, SilenceIsTheLowestValueEverywhere) {
  const Spectrogram picture =
      spectrogram(std::vector<std::int16_t>(2000, 0), {.lowest_db = -80.0f});
  for (const float db : picture.db) EXPECT_EQ(db, -80.0f);
}

TEST(Spectrogram, ARecordingShorterThanAWindowGivesNoFrames) {
  EXPECT_EQ(spectrogram(std::vector<std::int16_t>(100, 1)).frames, 0);
}

}  // namespace
}  // namespace tadpole
