// SPDX-License-Identifier: Apache-2.0
// What is computed from a window of motion (or of any slow signal), as plain numbers: the same
// struct on the host (filled from a recipe) and in a firmware image (a constant).
#pragma once
#include <cstdint>

#include "device/dsp/front_end_options.h"
#include "device/model/types.h"

namespace tadpole::device {

enum class BandScale : std::uint8_t { linear, logarithmic };  // how band edges are spaced
enum class Magnitude : std::uint8_t {
  left_out,
  added
};  // length of the first three axes, as one
    // axis more
enum class Correlation : std::uint8_t { left_out, added };  // of every pair of axes
// absolute: all in the axis' own unit. relative: what the strength of a movement changes is told
// once, as ln(variance + log_offset) in the place of the deviation. The rest is shape: least,
// greatest and percentiles about the mean in deviations (0 where an axis stands still); peaks and
// bands as ln((power + log_offset) / (variance + log_offset)), their share of the whole. So a model
// still fits where the same thing happens ten times as strongly.
enum class Amplitude : std::uint8_t { absolute, relative };

// Features of one axis, in this order: its moments, its range, its zero crossings, its percentiles,
// its peaks, its bands. After the axes come the correlations: 0-1, 0-2, 1-2, 0-3 and so on, without
// the magnitude.
struct SpectralOptions {
  float rate_hz = 50.0f;
  std::int32_t window_samples = 50;
  std::int32_t axes = 3;
  bool moments = true;    // mean, standard deviation (the rms about the mean), skewness, kurtosis
                          // above that of the normal distribution (3)
  bool range = true;      // least and greatest value
  bool crossings = true;  // of the mean: share of steps, 0..1
  std::int32_t percentiles = 3;  // at even ranks: 3 are the quartiles; 0: none
  // The spectrum: windowed by Hann about the mean. A window longer than fft_samples gives the mean
  // over halfway overlapping pieces (Welch, 1967), a shorter one is filled up with zeros.
  std::int32_t fft_samples = 64;  // a power of two
  std::int32_t peaks = 1;         // the highest ones: frequency in Hz, ln(power)
  std::int32_t bands = 4;         // ln(power) between low_hz and high_hz
  BandScale band_scale = BandScale::linear;
  float low_hz = 0.5f;
  float high_hz = 25.0f;
  // ln(power + log_offset): power in squared units of the axis, all bins together give the
  // variance.
  float log_offset = 1e-6f;
  Magnitude magnitude = Magnitude::left_out;
  Correlation correlation = Correlation::left_out;
  Amplitude amplitude = Amplitude::absolute;
};

inline constexpr std::int32_t kMaxSpectralAxes = 16;
inline constexpr std::int32_t kMaxSpectralBands = 64;
inline constexpr std::int32_t kMaxPeaks = 8;
inline constexpr std::int32_t kMaxPercentiles = 15;
inline constexpr std::int32_t kMaxMotionSamples = 8192;

constexpr bool wants_spectrum(const SpectralOptions& o) { return o.peaks > 0 || o.bands > 0; }

// ok, or bad_argument when a number is outside its range or the numbers do not fit together.
constexpr Status check(const SpectralOptions& o) {
  if (!(o.rate_hz >= 0.01f && o.rate_hz <= 1e6f)) return Status::bad_argument;
  if (o.window_samples < 2 || o.window_samples > kMaxMotionSamples) return Status::bad_argument;
  if (o.axes < 1 || o.axes > kMaxSpectralAxes) return Status::bad_argument;
  if (o.percentiles < 0 || o.percentiles > kMaxPercentiles) return Status::bad_argument;
  if (o.peaks < 0 || o.peaks > kMaxPeaks || o.bands < 0 || o.bands > kMaxSpectralBands)
    return Status::bad_argument;
  if (!o.moments && !o.range && !o.crossings && o.percentiles == 0 && !wants_spectrum(o))
    return Status::bad_argument;
  const bool power_of_two = o.fft_samples > 0 && (o.fft_samples & (o.fft_samples - 1)) == 0;
  if (!power_of_two || o.fft_samples < 16 || o.fft_samples > kMaxFftSamples)
    return Status::bad_argument;
  if (!(o.low_hz >= 0.0f) || !(o.high_hz > o.low_hz) || o.high_hz * 2.0f > o.rate_hz * 1.0001f)
    return Status::bad_argument;
  if (o.band_scale == BandScale::logarithmic && !(o.low_hz > 0.0f)) return Status::bad_argument;
  if (!(o.log_offset >= 1e-30f && o.log_offset <= 1e6f)) return Status::bad_argument;
  if (o.magnitude == Magnitude::added && o.axes < 3) return Status::bad_argument;
  return Status::ok;
}

constexpr int features_per_axis(const SpectralOptions& o) {
  return (o.moments ? 4 : 0) + (o.range ? 2 : 0) + (o.crossings ? 1 : 0) + o.percentiles +
         2 * o.peaks + o.bands;
}

constexpr int spectral_axes(const SpectralOptions& o) {
  return o.axes + (o.magnitude == Magnitude::added ? 1 : 0);
}

constexpr int spectral_feature_count(const SpectralOptions& o) {
  const int pairs = o.correlation == Correlation::added ? o.axes * (o.axes - 1) / 2 : 0;
  return spectral_axes(o) * features_per_axis(o) + pairs;
}

}  // namespace tadpole::device
