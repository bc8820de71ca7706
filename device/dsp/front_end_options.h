// SPDX-License-Identifier: Apache-2.0
// What a front end computes, as plain numbers: the same struct on the host (filled from a recipe)
// and in a firmware image (a constant).
#pragma once
#include <cstdint>

#include "device/model/types.h"

namespace tadpole::device {

enum class FrontEndKind : std::uint8_t { micro_frontend, mfcc, log_mel };
enum class Arithmetic : std::uint8_t { floating, fixed };
enum class WindowKind : std::uint8_t { rectangular, hann, hamming, povey };
// periodic: the period is the length (spectral analysis); symmetric: first and last value are equal
// (filter design).
enum class WindowForm : std::uint8_t { periodic, symmetric };
enum class Spectrum : std::uint8_t { power, magnitude };
// Where the sides of a mel triangle are straight: over Hz (torchaudio, librosa) or over mel (HTK,
// Kaldi, TensorFlow).
enum class MelSlope : std::uint8_t { linear_hz, linear_mel };
// htk: mel = 1127 ln(1 + f / 700). slaney: straight up to 1 kHz, then logarithmic (librosa's
// default).
enum class MelScale : std::uint8_t { htk, slaney };
// none: triangles of height one. slaney: of area one over Hz (librosa's default); float only.
enum class BandNorm : std::uint8_t { none, slaney };
// inside: all bins from low_hz to high_hz. htk_rounding: HTK's choice, which drops the lowest one.
enum class BinRange : std::uint8_t { inside, htk_rounding };
// orthonormal: c0 is scaled by sqrt(1/bands), the others by sqrt(2/bands). htk: all by
// sqrt(2/bands).
enum class DctScale : std::uint8_t { orthonormal, htk };
enum class MeanRemoval : std::uint8_t { none, per_window };
// c0: the first coefficient is the sum of the log bands. log_energy: it is ln(sum of squared
// samples) instead.
enum class FirstCoefficient : std::uint8_t { c0, log_energy };

struct FrontEndOptions {
  FrontEndKind kind = FrontEndKind::micro_frontend;
  Arithmetic arithmetic = Arithmetic::fixed;  // micro_frontend is always fixed
  std::int32_t rate_hz = 16000;
  std::int32_t window_samples = 480;
  std::int32_t stride_samples = 320;
  std::int32_t fft_samples = 512;  // a power of two, not shorter than the window
  std::int32_t bands = 40;
  std::int32_t coefficients = 10;  // mfcc only
  float low_hz = 125.0f;
  float high_hz = 7500.0f;
  // What follows is for mfcc and log_mel only.
  WindowKind window = WindowKind::hann;
  WindowForm window_form = WindowForm::periodic;
  Spectrum spectrum = Spectrum::power;
  MelSlope mel_slope = MelSlope::linear_hz;
  BinRange bin_range = BinRange::inside;
  DctScale dct_scale = DctScale::orthonormal;
  MeanRemoval mean_removal = MeanRemoval::none;
  FirstCoefficient first_coefficient = FirstCoefficient::c0;
  float input_gain =
      1.0f / 32768.0f;  // int16 samples are multiplied by this; must be a power of two when fixed
  float pre_emphasis = 0.0f;     // x[i] - pre_emphasis * x[i-1], inside the window; 0.97 is usual
  float log_offset = 1e-6f;      // ln(band + log_offset)
  float log_floor = 0.0f;        // ln(max(band, log_floor)); HTK: 1
  std::int32_t lifter = 0;       // cepstral lifter length, 0: none; HTK: 22
  float warp = 1.0f;             // vocal tract length warp, 1: none (HTK WARPFREQ)
  float warp_low_hz = 100.0f;    // HTK WARPLCUTOFF
  float warp_high_hz = 7500.0f;  // HTK WARPUCUTOFF
  MelScale mel_scale = MelScale::htk;
  BandNorm band_norm = BandNorm::none;
  float log_scale = 1.0f;  // of the logarithm; kDecibel: dB of a power; other than 1: float only
};

inline constexpr float kDecibel = 4.34294481903f;  // 10 / ln 10

inline constexpr std::int32_t kMaxFftSamples = 2048;
inline constexpr std::int32_t kMaxBands = 128;

// The micro_speech front end: 30 ms windows, 20 ms stride, 40 bands 125..7500 Hz.
constexpr FrontEndOptions micro_frontend_options() { return {}; }

// Log-mel as the keyword-spotting field trains on: 30/20 ms, 40 bands 20..4000 Hz.
constexpr FrontEndOptions log_mel_options() {
  FrontEndOptions options;
  options.kind = FrontEndKind::log_mel;
  options.arithmetic = Arithmetic::floating;
  options.low_hz = 20.0f;
  options.high_hz = 4000.0f;
  return options;
}

// The DS-CNN features: 10 coefficients of the above.
constexpr FrontEndOptions mfcc_options() {
  FrontEndOptions options = log_mel_options();
  options.kind = FrontEndKind::mfcc;
  return options;
}

// The rows of MLPerf Tiny's anomaly detection, five of which are its input of 640 values: 128
// log-mel bands in dB of 1024 samples every 512, as librosa's melspectrogram (power 2, its own mel
// scale and norm) and 10 log10(x + 2.2e-16). Row r is librosa's frame r + 1, which centres frames
// on their time. Source: Koizumi et al., "ToyADMOS", 2019, baseline of DCASE 2020 task 2; Banbury
// et al., "MLPerf Tiny Benchmark", 2021.
constexpr FrontEndOptions anomaly_options() {
  FrontEndOptions options = log_mel_options();
  options.window_samples = 1024;
  options.stride_samples = 512;
  options.fft_samples = 1024;
  options.bands = 128;
  options.low_hz = 0.0f;
  options.high_hz = 8000.0f;
  options.log_offset = 2.220446e-16f;
  options.mel_scale = MelScale::slaney;
  options.band_norm = BandNorm::slaney;
  options.log_scale = kDecibel;
  return options;
}
inline constexpr std::int32_t kAnomalyFrames = 5;

constexpr bool is_power_of_two(float x) {
  if (!(x > 0.0f)) return false;
  while (x < 1.0f) x *= 2.0f;
  while (x > 1.0f) x *= 0.5f;
  return x == 1.0f;
}

// ok, or bad_argument when a number is outside its range or the numbers do not fit together.
constexpr Status check(const FrontEndOptions& o) {
  const bool power_of_two = o.fft_samples > 0 && (o.fft_samples & (o.fft_samples - 1)) == 0;
  if (!power_of_two || o.fft_samples < 16 || o.fft_samples > kMaxFftSamples)
    return Status::bad_argument;
  if (o.rate_hz < 1000 || o.rate_hz > 192000) return Status::bad_argument;
  if (o.window_samples < 2 || o.window_samples > o.fft_samples) return Status::bad_argument;
  if (o.stride_samples < 1 || o.stride_samples > o.window_samples) return Status::bad_argument;
  if (o.bands < 1 || o.bands > kMaxBands || o.coefficients < 1) return Status::bad_argument;
  if (o.kind == FrontEndKind::mfcc && o.coefficients > o.bands) return Status::bad_argument;
  if (!(o.low_hz >= 0.0f) || !(o.high_hz > o.low_hz)) return Status::bad_argument;
  if (o.high_hz * 2.0f > static_cast<float>(o.rate_hz)) return Status::bad_argument;
  if (o.kind == FrontEndKind::micro_frontend)
    return o.fft_samples == 512 ? Status::ok : Status::bad_argument;
  if (!(o.pre_emphasis >= 0.0f && o.pre_emphasis <= 1.0f)) return Status::bad_argument;
  if (!(o.log_offset >= 0.0f) || !(o.log_floor >= 0.0f)) return Status::bad_argument;
  if (o.lifter < 0 || o.lifter > 30 || !(o.warp >= 0.5f && o.warp <= 2.0f))
    return Status::bad_argument;
  if (!(o.input_gain >= 1e-9f && o.input_gain <= 1e6f)) return Status::bad_argument;
  if (!(o.log_scale >= 1e-3f && o.log_scale <= 1e3f)) return Status::bad_argument;
  const bool only_float = o.band_norm != BandNorm::none || o.log_scale != 1.0f;
  if (o.arithmetic == Arithmetic::fixed && (only_float || !is_power_of_two(o.input_gain)))
    return Status::bad_argument;
  return Status::ok;
}

// Values of one feature row.
constexpr int row_length(const FrontEndOptions& o) {
  return o.kind == FrontEndKind::mfcc ? o.coefficients : o.bands;
}

// Rows that `samples` samples give: windows that fit whole.
constexpr int row_count(const FrontEndOptions& o, int samples) {
  return samples < o.window_samples ? 0 : (samples - o.window_samples) / o.stride_samples + 1;
}

}  // namespace tadpole::device
