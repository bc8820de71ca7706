// SPDX-License-Identifier: Apache-2.0
// The tables of the micro front end for given options, made by the compiler (FrontEnd<>) or at run
// time (the host).
#pragma once
#include <array>
#include <cstdint>

#include "device/dsp/front_end_options.h"
#include "device/dsp/micro_frontend.h"
#include "device/dsp/quantize.h"
#include "device/dsp/table_math.h"

namespace tadpole::device {

// weights: [samples], round(4096 * hann), the samples in the middle of their periods.
constexpr void fill_micro_window(int samples, std::int16_t* weights) {
  for (int i = 0; i < samples; ++i) {
    const double hann = 0.5 - 0.5 * table::cos_turns((i + 0.5) / samples);
    weights[i] = static_cast<std::int16_t>(table::round(4096.0 * hann));
  }
}

constexpr MicroBankSize micro_bank_size(const FrontEndOptions& o) {
  return fill_micro_bank(o.rate_hz, o.bands, o.low_hz, o.high_hz, nullptr, nullptr);
}

// The real value of a feature, 16 fractional bits.
constexpr std::int32_t micro_value_q16(std::int8_t feature) { return (feature + 128) * 26 * 256; }

// The front end with tables in flash and all memory inside.
template <const FrontEndOptions& kOptions>
class MicroEngine {
 public:
  void reset() { noise_.fill(0); }

  void frame(const std::int16_t* window, const Quantizer& q, std::int8_t* row) {
    micro_frame(kPlan, window, {spectrum_, sums_.data(), noise_.data()}, row);
    if (q.identity) return;
    for (int i = 0; i < kOptions.bands; ++i) row[i] = quantize_fixed(micro_value_q16(row[i]), q);
  }

  void frame_real(const std::int16_t* window, float* row) {
    std::array<std::int8_t, kOptions.bands> features;
    micro_frame(kPlan, window, {spectrum_, sums_.data(), noise_.data()}, features.data());
    for (int i = 0; i < kOptions.bands; ++i)
      row[i] = static_cast<float>(features[i] + 128) * kMicroScale;
  }

 private:
  static constexpr MicroBankSize kSize = micro_bank_size(kOptions);

  static constexpr std::array<std::int16_t, kOptions.window_samples> make_window() {
    std::array<std::int16_t, kOptions.window_samples> window{};
    fill_micro_window(kOptions.window_samples, window.data());
    return window;
  }
  struct Bank {
    std::array<std::uint16_t, kOptions.bands + 1> ends{};
    std::array<MicroWeight, kSize.end_bin - kSize.first_bin> weights{};
  };
  static constexpr Bank make_bank() {
    Bank bank;
    fill_micro_bank(kOptions.rate_hz, kOptions.bands, kOptions.low_hz, kOptions.high_hz,
                    bank.ends.data(), bank.weights.data());
    return bank;
  }

  static constexpr std::array<std::int16_t, kOptions.window_samples> kWindow = make_window();
  static constexpr Bank kBank = make_bank();
  static constexpr MicroPlan kPlan = {
      kOptions.window_samples,
      kWindow.data(),
      {kOptions.bands, kSize.first_bin, kBank.ends.data(), kBank.weights.data()}};

  std::array<Packed16, kRfft16Words> spectrum_;
  std::array<std::uint64_t, kOptions.bands> sums_;
  std::array<std::uint32_t, kOptions.bands> noise_{};
};

}  // namespace tadpole::device
