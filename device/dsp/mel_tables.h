// SPDX-License-Identifier: Apache-2.0
// The tables of log-mel and MFCC for given options, made by the compiler (FrontEnd<>) or at run
// time (the host).
#pragma once
#include <array>
#include <cstdint>
#include <type_traits>

#include "device/dsp/front_end_options.h"
#include "device/dsp/mel_front_end.h"
#include "device/dsp/quantize.h"
#include "device/dsp/window.h"

namespace tadpole::device {

// window: [window_samples]; float: times input_gain; fixed: 30 fractional bits. Cannot fail.
template <class A>
constexpr void fill_mel_window(const FrontEndOptions& o, typename A::Scalar* window) {
  const double gain = std::is_same_v<A, FloatArithmetic> ? table::wide(o.input_gain) : 1.0;
  for (int i = 0; i < o.window_samples; ++i) {
    window[i] = A::coefficient(gain * window_value(o.window, o.window_form, i, o.window_samples));
  }
}

constexpr int log2_of(int power_of_two) {
  int bits = 0;
  while ((1 << bits) < power_of_two) ++bits;
  return bits;
}

struct MantissaExponent {
  std::uint32_t mantissa = 0;
  std::int32_t exponent = 0;
};

// x >= 0 as an integer below 2^24 times a power of two.
constexpr MantissaExponent to_mantissa(float x) {
  MantissaExponent m;
  if (x <= 0.0f) return m;
  while (x >= 16777216.0f) x *= 0.5f, ++m.exponent;
  while (x < 8388608.0f) x *= 2.0f, --m.exponent;
  m.mantissa = static_cast<std::uint32_t>(x);
  return m;
}

// Sums of a band have 15 weight bits; powers lost 11 bits; the transform divides by fft_samples;
// samples have 13 bits.
constexpr FixedConstants make_fixed_constants(const FrontEndOptions& o) {
  FixedConstants c;
  c.pre_emphasis_q31 =
      static_cast<std::int32_t>(table::round(table::wide(o.pre_emphasis) * 2147483647.0));
  float gain = o.input_gain;
  for (; gain < 1.0f; gain *= 2.0f) --c.gain_log2;
  for (; gain > 1.0f; gain *= 0.5f) ++c.gain_log2;
  const int amplitude = log2_of(o.fft_samples) - 13 + c.gain_log2;
  const bool power = o.spectrum == Spectrum::power;
  c.exponent = power ? -15 + 11 + 2 * amplitude : -15 + amplitude;
  c.shift_weight = power ? 2 : 1;
  const MantissaExponent offset = to_mantissa(o.log_offset);
  const MantissaExponent floor = to_mantissa(o.log_floor);
  c.offset_mantissa = offset.mantissa;
  c.offset_exponent = offset.exponent;
  c.floor_mantissa = floor.mantissa;
  c.floor_exponent = floor.exponent;
  // The added constants must fit 24 + 37 bits at the largest shift.
  for (const MantissaExponent& m : {offset, floor}) {
    while (m.mantissa != 0 && c.most_shift > 0 &&
           m.exponent - (c.exponent - c.shift_weight * c.most_shift) > 37) {
      --c.most_shift;
    }
  }
  return c;
}

// The front end with tables in flash and all memory inside.
template <const FrontEndOptions& kOptions>
class MelEngine {
  static constexpr bool kFloat = kOptions.arithmetic == Arithmetic::floating;
  static constexpr bool kMfcc = kOptions.kind == FrontEndKind::mfcc;
  using A = std::conditional_t<kFloat, FloatArithmetic, FixedArithmetic>;
  using T = typename A::Scalar;

 public:
  void reset() {}

  void frame(const std::int16_t* window, const Quantizer& q, std::int8_t* row) {
    const T* values = compute(window);
    for (int i = 0; i < kRow; ++i) {
      if constexpr (kFloat) {
        row[i] = quantize(values[i], q);
      } else {
        row[i] = quantize_fixed(values[i], q);
      }
    }
  }

  void frame_real(const std::int16_t* window, float* row) {
    const T* values = compute(window);
    for (int i = 0; i < kRow; ++i) {
      row[i] = kFloat ? static_cast<float>(values[i])
                      : static_cast<float>(values[i]) * (1.0f / (1 << kRowFractionBits));
    }
  }

 private:
  static constexpr int kRow = row_length(kOptions);
  static constexpr MelBankSize kSize = fill_mel_bank<A>(kOptions, nullptr, nullptr);

  // The row overlays the spectrum, which is used up when the cepstrum is made.
  const T* compute(const std::int16_t* window) {
    T* row = kMfcc ? reinterpret_cast<T*>(spectrum_.data()) : logs_.data();
    mel_frame(kPlan, window, {spectrum_.data(), logs_.data()}, row);
    return row;
  }

  static constexpr std::array<T, kOptions.window_samples> make_window() {
    std::array<T, kOptions.window_samples> window{};
    fill_mel_window<A>(kOptions, window.data());
    return window;
  }
  struct Fft {
    std::array<Complex<T>, fft_twiddle_count(kOptions.fft_samples)> twiddles{};
    std::array<Complex<T>, fft_split_count(kOptions.fft_samples)> split{};
  };
  static constexpr Fft make_fft() {
    Fft fft;
    fill_fft_tables<A>(kOptions.fft_samples, fft.twiddles.data(), fft.split.data());
    return fft;
  }
  struct Bank {
    std::array<std::uint16_t, kOptions.bands + 1> ends{};
    std::array<typename A::Weight, kSize.end_bin - kSize.first_bin> rise{};
  };
  static constexpr Bank make_bank() {
    Bank bank;
    fill_mel_bank<A>(kOptions, bank.ends.data(), bank.rise.data());
    return bank;
  }
  using Dct = std::array<T, kMfcc ? kOptions.coefficients * kOptions.bands : 1>;
  static constexpr Dct make_dct() {
    Dct dct{};
    if (kMfcc) fill_dct<A>(kOptions, dct.data());
    return dct;
  }

  static constexpr bool kNormed = kOptions.band_norm != BandNorm::none;
  using Gains = std::array<float, kNormed ? kOptions.bands : 1>;
  static constexpr Gains make_gains() {
    Gains gains{};
    for (int b = 0; kNormed && b < kOptions.bands; ++b) gains[b] = band_gain(kOptions, b);
    return gains;
  }

  static constexpr std::array<T, kOptions.window_samples> kWindow = make_window();
  static constexpr Fft kFft = make_fft();
  static constexpr Bank kBank = make_bank();
  static constexpr Dct kDct = make_dct();
  static constexpr Gains kGains = make_gains();
  static constexpr MelPlan<A> kPlan = {
      kOptions,
      kWindow.data(),
      {kOptions.fft_samples / 2, kFft.twiddles.data(), kFft.split.data()},
      {kOptions.bands, kSize.first_bin, kBank.ends.data(), kBank.rise.data()},
      kDct.data(),
      make_fixed_constants(kOptions),
      kNormed ? kGains.data() : nullptr};

  std::array<Complex<T>, kOptions.fft_samples / 2> spectrum_;
  std::array<T, kOptions.bands> logs_;
};

}  // namespace tadpole::device
