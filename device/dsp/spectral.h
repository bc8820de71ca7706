// SPDX-License-Identifier: Apache-2.0
// START HERE for motion. Features of a window of motion: statistics over time, the spectrum in
// bands and peaks, how axes go together. Everything is sized and tabulated at compile time:
//
//   inline constexpr tadpole::device::SpectralOptions kMotion = {...};
//   static tadpole::device::SpectralFrontEnd<kMotion> front_end;
//   front_end.plan({.scale = kInputScale, .zero_point = kInputZeroPoint}, {kMean, kInverse});
//   front_end.extract_int8(window, features);   // window: [window_samples, axes]
//
// Float arithmetic with one rounding per operation and no libm: the same bytes on a Cortex-M4F and
// on the host, which calls the same code through core/dsp. Values are expected below 1e8.
// Sources: Welch, "The use of fast Fourier transform for the estimation of power spectra", 1967;
// Bao and Intille, "Activity recognition from user-annotated acceleration data", 2004.
#pragma once
#include <array>
#include <cstdint>

#include "device/dsp/fft.h"
#include "device/dsp/quantize.h"
#include "device/dsp/spectral_options.h"
#include "device/dsp/window.h"

namespace tadpole::device {

// Sizes and tables; what it points to must outlive it.
struct SpectralPlan {
  SpectralOptions options;
  const float* window = nullptr;  // [segment_samples]
  FftPlan<FloatArithmetic> fft;
  const std::uint16_t* band_ends = nullptr;  // [bands + 1] bins: band b holds [b] to before [b + 1]
  float power_scale = 0.0f;  // of a bin's squared length, so that the bins give the variance
};

// All memory that features need; nothing in it lives longer than the call.
struct SpectralWork {
  Complex<float>* spectrum;  // [fft_samples / 2]
  float* power;              // [fft_samples / 2]
  float* axis;               // [window_samples]
};

constexpr int segment_samples(const SpectralOptions& o) {
  return o.window_samples < o.fft_samples ? o.window_samples : o.fft_samples;
}

// window: [window_samples, axes]; out: [spectral_feature_count(options)]. Cannot fail. Cost: a
// transform for each axis and segment, and a sort when percentiles are asked for.
void spectral_features(const SpectralPlan& plan, const float* window, const SpectralWork& work,
                       float* out);

// How features with their own units become numbers of one size: (x - mean) * inverse, from the
// training set. Null: as they are. Each [features].
struct FeatureScaling {
  const float* mean = nullptr;
  const float* inverse = nullptr;
  float most = 0.0f;  // scaled features are held between -most and most; 0: as they are
};

inline float scaled_feature(float x, const FeatureScaling& s, int i) {
  if (s.mean == nullptr) return x;
  const float y = (x - s.mean[i]) * s.inverse[i];
  if (s.most <= 0.0f) return y;
  return y < -s.most ? -s.most : y > s.most ? s.most : y;
}

// Tables, made by the compiler or at run time (the host). Cannot fail.

// window: [segment_samples(o)], Hann that does not touch zero, so that two samples are enough.
// Returns power_scale.
constexpr float fill_spectral_window(const SpectralOptions& o, float* window) {
  const int n = segment_samples(o);
  double squares = 0.0;
  for (int i = 0; i < n; ++i) {
    const double w = 0.5 - 0.5 * table::cos_turns((i + 1.0) / (n + 1.0));
    if (window != nullptr) window[i] = static_cast<float>(w);
    squares += w * w;
  }
  return static_cast<float>(2.0 / (o.fft_samples * squares));
}

// Edge of a band as a bin, between 1 and half the transform: a bin belongs to the band that holds
// its frequency; the last band includes high_hz.
constexpr int band_edge_bin(const SpectralOptions& o, int edge) {
  const double low = table::wide(o.low_hz), high = table::wide(o.high_hz);
  const double share = static_cast<double>(edge) / (o.bands < 1 ? 1 : o.bands);
  const double hz = o.band_scale == BandScale::linear ? low + (high - low) * share
                                                      : low * table::power(high / low, share);
  const double bin = hz * o.fft_samples / table::wide(o.rate_hz);
  int whole = static_cast<int>(bin);
  if (edge == o.bands || whole < bin) ++whole;
  const int half = o.fft_samples / 2;
  return whole < 1 ? 1 : whole > half ? half : whole;
}

constexpr void fill_band_ends(const SpectralOptions& o, std::uint16_t* ends) {
  for (int b = 0; b <= o.bands; ++b) ends[b] = static_cast<std::uint16_t>(band_edge_bin(o, b));
}

// The front end with tables in flash and all memory inside.
template <const SpectralOptions& kOptions>
class SpectralFrontEnd {
  static_assert(check(kOptions) == Status::ok,
                "spectral options outside their range, see spectral_options.h");

 public:
  static constexpr int kWindowSamples = kOptions.window_samples;
  static constexpr int kAxes = kOptions.axes;
  static constexpr int kFeatures = spectral_feature_count(kOptions);

  // How features become the int8 input of a model. Expects scale > 0; `scaling` must outlive this.
  // Call once before extract_int8(). Cannot fail.
  void plan(Quantization quantization, FeatureScaling scaling = {}) {
    quantizer_.scale = quantization.scale;
    quantizer_.zero_point = quantization.zero_point;
    scaling_ = scaling;
  }
  // window: [kWindowSamples, kAxes]; out: [kFeatures], before scaling. Cannot fail.
  void extract(const float* window, float* out) {
    spectral_features(kPlan, window, {spectrum_.data(), power_.data(), axis_.data()}, out);
  }
  // The same, scaled and quantized. Cannot fail.
  void extract_int8(const float* window, std::int8_t* out) {
    extract(window, features_.data());
    for (int i = 0; i < kFeatures; ++i)
      out[i] = quantize(scaled_feature(features_[i], scaling_, i), quantizer_);
  }

 private:
  static constexpr int kSegment = segment_samples(kOptions);
  struct Tables {
    std::array<float, kSegment> window{};
    std::array<Complex<float>, fft_twiddle_count(kOptions.fft_samples)> twiddles{};
    std::array<Complex<float>, fft_split_count(kOptions.fft_samples)> split{};
    std::array<std::uint16_t, kOptions.bands + 1> ends{};
    float power_scale = 0.0f;
  };
  static constexpr Tables make_tables() {
    Tables t;
    t.power_scale = fill_spectral_window(kOptions, t.window.data());
    fill_fft_tables<FloatArithmetic>(kOptions.fft_samples, t.twiddles.data(), t.split.data());
    fill_band_ends(kOptions, t.ends.data());
    return t;
  }
  static constexpr Tables kTables = make_tables();
  static constexpr SpectralPlan kPlan = {
      kOptions,
      kTables.window.data(),
      {kOptions.fft_samples / 2, kTables.twiddles.data(), kTables.split.data()},
      kTables.ends.data(),
      kTables.power_scale};

  std::array<Complex<float>, kOptions.fft_samples / 2> spectrum_;
  std::array<float, kOptions.fft_samples / 2> power_;
  std::array<float, kOptions.window_samples> axis_;
  std::array<float, kFeatures> features_;
  Quantizer quantizer_{};
  FeatureScaling scaling_{};
};

}  // namespace tadpole::device
