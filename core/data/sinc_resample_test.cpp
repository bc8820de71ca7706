// SPDX-License-Identifier: Apache-2.0
// The page's resampler against libsamplerate, which the host uses.
#include "core/data/sinc_resample.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/data/audio_file.h"
#include "core/data/test_sound.h"

namespace tadpole {
namespace {

double rms(std::span<const float> x) {
  double sum = 0.0;
  for (const float v : x) sum += static_cast<double>(v) * static_cast<double>(v);
  return std::sqrt(sum / static_cast<double>(x.size()));
}

// Without the ends, where the two windows see different numbers of zeros.
std::span<const float> middle(const std::vector<float>& x) {
  return std::span(x).subspan(x.size() / 4, x.size() / 2);
}

TEST(SincResample, agrees_with_libsamplerate_in_the_band_that_both_keep) {
  for (const int rate : {8000, 11025, 22050, 32000, 44100, 48000}) {
    std::vector<float> x = sine(300, 1.0, rate, 0.3);
    const std::vector<float> higher = sine(2900, 1.0, rate, 0.3);
    for (std::size_t i = 0; i < x.size(); ++i) x[i] += higher[i];
    const auto ours = sinc_resample(x, rate, 16000);
    const auto theirs = resample(x, rate, 16000).value();
    ASSERT_NEAR(static_cast<double>(ours.size()), static_cast<double>(theirs.size()), 1.0) << rate;
    double worst = 0.0;
    for (std::size_t i = ours.size() / 4; i < 3 * ours.size() / 4; ++i)
      worst =
          std::max(worst, std::abs(static_cast<double>(ours[i]) - static_cast<double>(theirs[i])));
    // Less than half a step of 16-bit sound: clips come out the same but for rounding.
    EXPECT_LT(worst, 0.5 / 32768.0) << rate << " Hz";
  }
}

TEST(SincResample, what_the_new_rate_cannot_hold_is_gone) {
  const auto out = sinc_resample(sine(12000, 1.0, 48000), 48000, 16000);
  EXPECT_LT(20.0 * std::log10(rms(middle(out)) / rms(middle(sine(12000, 1.0, 48000)))), -90.0);
}

TEST(SincResample, the_length_is_the_same_time) {
  EXPECT_EQ(sinc_resample(std::vector<float>(44100, 0.1F), 44100, 16000).size(), 16000U);
  EXPECT_EQ(sinc_resample(std::vector<float>(8000, 0.1F), 8000, 16000).size(), 16000U);
  EXPECT_TRUE(sinc_resample({}, 8000, 16000).empty());
}

}  // namespace
}  // namespace tadpole
