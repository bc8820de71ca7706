// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/spectral.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace tadpole::device {
namespace {

constexpr SpectralOptions one_axis(int samples = 64) {
  SpectralOptions o;
  o.rate_hz = 64.0f;
  o.window_samples = samples;
  o.axes = 1;
  o.moments = o.range = o.crossings = false;
  o.percentiles = o.peaks = o.bands = 0;
  o.low_hz = 0.5f, o.high_hz = 32.0f;
  return o;
}
constexpr SpectralOptions statistics() {
  SpectralOptions o = one_axis(4);
  o.moments = o.range = o.crossings = true;
  o.percentiles = 3;
  return o;
}
constexpr SpectralOptions spectrum(int samples, int fft, int peaks, int bands) {
  SpectralOptions o = one_axis(samples);
  o.fft_samples = fft, o.peaks = peaks, o.bands = bands;
  return o;
}
constexpr SpectralOptions three_axes() {
  SpectralOptions o;
  o.window_samples = 8;
  o.magnitude = Magnitude::added;
  o.correlation = Correlation::added;
  return o;
}
inline constexpr SpectralOptions kStatistics = statistics();
inline constexpr SpectralOptions kPeaks = spectrum(64, 64, 2, 0), kBands = spectrum(64, 64, 0, 4),
                                 kOneBand = spectrum(64, 64, 0, 1),
                                 kPadded = spectrum(50, 128, 1, 1),
                                 kWelch = spectrum(160, 32, 1, 1);
inline constexpr SpectralOptions kThree = three_axes();
constexpr SpectralOptions relative(SpectralOptions o) {
  o.amplitude = Amplitude::relative;
  o.log_offset = 1e-12f;
  return o;
}
inline constexpr SpectralOptions kRelativeStatistics = relative(statistics()),
                                 kRelativeBands = relative(spectrum(64, 64, 1, 4)),
                                 kRelativeThree = relative(three_axes());

template <const SpectralOptions& kOptions>
std::vector<float> features(const std::vector<float>& window) {
  static SpectralFrontEnd<kOptions> front_end;
  EXPECT_EQ(window.size(), static_cast<std::size_t>(kOptions.window_samples * kOptions.axes));
  std::vector<float> out(front_end.kFeatures);
  front_end.extract(window.data(), out.data());
  return out;
}

std::vector<float> tone(int samples, double hz, double amplitude, double offset = 0.0) {
  std::vector<float> x(static_cast<std::size_t>(samples));
  for (int i = 0; i < samples; ++i)
    x[static_cast<std::size_t>(i)] =
        static_cast<float>(offset + amplitude * std::sin(2 * M_PI * hz * i / 64.0 + 0.3));
  return x;
}

TEST(Spectral, statistics_are_those_of_the_textbook) {
  // 1 2 3 10: mean 4, about it -3 -2 -1 6; variance 50/4, third moment 180/4, fourth 1394/4.
  const std::vector<float> f = features<kStatistics>({3, 1, 10, 2});
  const float sd = std::sqrt(12.5f);
  EXPECT_FLOAT_EQ(f[0], 4.0f);
  EXPECT_FLOAT_EQ(f[1], sd);
  EXPECT_FLOAT_EQ(f[2], 45.0f / (12.5f * sd));
  EXPECT_FLOAT_EQ(f[3], 348.5f / 156.25f - 3.0f);
  EXPECT_FLOAT_EQ(f[4], 1.0f);
  EXPECT_FLOAT_EQ(f[5], 10.0f);
  EXPECT_FLOAT_EQ(f[6], 2.0f / 3.0f);  // - - + -
  EXPECT_FLOAT_EQ(f[7], 1.75f);        // ranks 0.75, 1.5 and 2.25
  EXPECT_FLOAT_EQ(f[8], 2.5f);
  EXPECT_FLOAT_EQ(f[9], 4.75f);
}

TEST(Spectral, an_axis_that_stands_still_has_no_shape) {
  const std::vector<float> f = features<kStatistics>({9.81f, 9.81f, 9.81f, 9.81f});
  EXPECT_FLOAT_EQ(f[0], 9.81f);
  EXPECT_EQ(f[2], 0.0f);
  EXPECT_EQ(f[3], 0.0f);
  EXPECT_FLOAT_EQ(f[8], 9.81f);
}

// 1 2 3 10 as above: variance 12.5, distances from the mean in deviations.
TEST(Spectral, relative_tells_strength_once_and_the_rest_in_deviations) {
  const std::vector<float> f = features<kRelativeStatistics>({3, 1, 10, 2});
  const float sd = std::sqrt(12.5f);
  EXPECT_FLOAT_EQ(f[0], 4.0f);
  EXPECT_NEAR(f[1], std::log(12.5f), 1e-5f);
  EXPECT_FLOAT_EQ(f[4], -3.0f / sd);
  EXPECT_FLOAT_EQ(f[5], 6.0f / sd);
  EXPECT_FLOAT_EQ(f[7], (1.75f - 4.0f) / sd);
  const std::vector<float> still = features<kRelativeStatistics>({9, 9, 9, 9});
  EXPECT_NEAR(still[1], std::log(1e-12f), 1e-4f);
  for (const std::size_t i : {4u, 5u, 7u, 8u, 9u}) EXPECT_EQ(still[i], 0.0f) << i;
}

// A tone of 20 Hz: nearly all its power in the third band, whose share of the whole is 1.
TEST(Spectral, relative_bands_and_peaks_are_shares_of_the_whole) {
  const std::vector<float> f = features<kRelativeBands>(tone(64, 20.0, 3.0));
  EXPECT_NEAR(f[0], 20.0f, 0.05f);
  EXPECT_LT(f[1], 0.0f);
  EXPECT_NEAR(f[4], 0.0f, 0.03f);
  for (const int other : {0, 1, 3}) EXPECT_LT(f[2 + static_cast<std::size_t>(other)], -4.0f);
}

// The same movement ten times as strong: each axis' mean is ten times as far, ln(variance) greater
// by ln(100), all else as it was but for roundings and the offset.
TEST(Spectral, relative_shape_does_not_change_with_strength) {
  std::vector<float> window, strong;
  for (int i = 0; i < 8; ++i) {
    const float x = static_cast<float>(i % 3) + 0.5f * static_cast<float>(i);
    window.insert(window.end(), {x, -2.0f * x * x, 1.0f / (1.0f + x)});
  }
  for (const float v : window) strong.push_back(10.0f * v);
  const std::vector<float> f = features<kRelativeThree>(window),
                           g = features<kRelativeThree>(strong);
  const auto per_axis = static_cast<std::size_t>(features_per_axis(kRelativeThree));
  for (std::size_t i = 0; i < f.size(); ++i) {
    const std::size_t what = i < 4 * per_axis ? i % per_axis : per_axis;
    const float expected = what == 0 ? 10.0f * f[i] : what == 1 ? f[i] + std::log(100.0f) : f[i];
    EXPECT_NEAR(g[i], expected, 1e-4f * (1.0f + std::fabs(expected))) << i;
  }
}

TEST(Spectral, peaks_come_with_the_highest_first_and_between_bins) {
  std::vector<float> x = tone(64, 20.0, 1.0);
  const std::vector<float> high = tone(64, 6.3, 3.0, 5.0);
  for (std::size_t i = 0; i < 64; ++i) x[i] += high[i];
  const std::vector<float> f = features<kPeaks>(x);
  EXPECT_NEAR(f[0], 6.3f, 0.15f);  // a bin is 1 Hz
  EXPECT_NEAR(f[2], 20.0f, 0.05f);
  EXPECT_GT(f[1], f[3]);
  EXPECT_LT(f[1], std::log(4.5f));  // a peak holds less than the tone's power, 3^2 / 2
}

TEST(Spectral, fewer_peaks_than_asked_for_are_zero_hertz) {
  const std::vector<float> f = features<kPeaks>(std::vector<float>(64, 1.0f));
  EXPECT_EQ(f[0], 0.0f);
  EXPECT_NEAR(f[1], std::log(1e-6f), 1e-5f);
  EXPECT_EQ(f[2], 0.0f);
}

TEST(Spectral, bands_hold_the_power_of_their_tones) {
  // Edges 0.5, 8.375, 16.25, 24.125, 32 Hz.
  const std::vector<float> f = features<kBands>(tone(64, 20.0, 2.0));
  EXPECT_NEAR(std::exp(f[2]), 2.0f, 0.05f);  // amplitude 2: power 2; a little leaks
  for (const int other : {0, 1, 3}) EXPECT_LT(std::exp(f[static_cast<std::size_t>(other)]), 0.02f);
}

// A tone's power is half its amplitude squared, however long the window and the transform are.
TEST(Spectral, power_is_the_variance_for_every_length) {
  EXPECT_NEAR(std::exp(features<kOneBand>(tone(64, 9.0, 4.0, 3.0))[0]), 8.0f, 0.2f);
  EXPECT_NEAR(std::exp(features<kPadded>(tone(50, 9.0, 4.0, 3.0))[2]), 8.0f, 0.2f);
  const std::vector<float> welch = features<kWelch>(tone(160, 9.0, 4.0, 3.0));
  EXPECT_NEAR(std::exp(welch[2]), 8.0f, 0.2f);
  EXPECT_NEAR(welch[0], 9.0f, 0.3f);  // a bin is 2 Hz
}

TEST(Spectral, magnitude_is_one_axis_more_and_correlations_come_last) {
  std::vector<float> window;
  for (int i = 0; i < 8; ++i) {
    const float x = static_cast<float>(i);
    window.insert(window.end(), {3.0f * x, -x, 5.0f});
  }
  const std::vector<float> f = features<kThree>(window);
  const auto per_axis = static_cast<std::size_t>(features_per_axis(kThree));
  ASSERT_EQ(f.size(), 4 * per_axis + 3);
  EXPECT_FLOAT_EQ(f[3 * per_axis + 4], 5.0f);  // least length: at i = 0
  EXPECT_FLOAT_EQ(f[3 * per_axis + 5], std::sqrt(21.0f * 21.0f + 7.0f * 7.0f + 25.0f));
  EXPECT_NEAR(f[4 * per_axis], -1.0f, 1e-6f);  // x and y
  EXPECT_EQ(f[4 * per_axis + 1], 0.0f);        // z stands still
}

TEST(Spectral, features_are_scaled_before_they_become_bytes) {
  static SpectralFrontEnd<kStatistics> front_end;
  std::array<float, 10> mean{}, inverse{};
  mean[0] = 2.0f, inverse[0] = 0.5f;
  front_end.plan({0.25f, -3}, {mean.data(), inverse.data()});
  const float window[4] = {3, 1, 10, 2};
  std::array<std::int8_t, 10> out;
  front_end.extract_int8(window, out.data());
  EXPECT_EQ(out[0], 1);   // (4 - 2) / 2 / 0.25 - 3
  EXPECT_EQ(out[1], -3);  // inverse 0: the zero point
}

TEST(Spectral, numbers_that_do_not_fit_are_refused) {
  const auto refused = [](void (*change)(SpectralOptions&)) {
    SpectralOptions o;
    EXPECT_EQ(check(o), Status::ok);
    change(o);
    return check(o) == Status::bad_argument;
  };
  EXPECT_TRUE(refused([](SpectralOptions& o) { o.rate_hz = 0.0f; }));
  EXPECT_TRUE(refused([](SpectralOptions& o) { o.window_samples = 1; }));
  EXPECT_TRUE(refused([](SpectralOptions& o) { o.axes = 17; }));
  EXPECT_TRUE(refused([](SpectralOptions& o) { o.percentiles = 16; }));
  EXPECT_TRUE(refused([](SpectralOptions& o) { o.peaks = 9; }));
  EXPECT_TRUE(refused([](SpectralOptions& o) { o.bands = 65; }));
  EXPECT_TRUE(refused([](SpectralOptions& o) { o.fft_samples = 48; }));
  EXPECT_TRUE(refused([](SpectralOptions& o) { o.high_hz = 26.0f; }));
  EXPECT_TRUE(refused([](SpectralOptions& o) { o.high_hz = o.low_hz; }));
  EXPECT_TRUE(
      refused([](SpectralOptions& o) { o.band_scale = BandScale::logarithmic, o.low_hz = 0.0f; }));
  EXPECT_TRUE(refused([](SpectralOptions& o) { o.log_offset = 0.0f; }));
  EXPECT_TRUE(refused([](SpectralOptions& o) { o.axes = 2, o.magnitude = Magnitude::added; }));
  EXPECT_TRUE(refused([](SpectralOptions& o) {
    o.moments = o.range = o.crossings = false, o.percentiles = o.peaks = o.bands = 0;
  }));
}

}  // namespace
}  // namespace tadpole::device
