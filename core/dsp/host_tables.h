// SPDX-License-Identifier: Apache-2.0
// The tables of device/dsp on the heap, for options known at run time. Internal to core/dsp.
#pragma once
#include <vector>

#include "device/dsp/mel_tables.h"
#include "device/dsp/micro_tables.h"

namespace tadpole {

struct MicroHostTables {
  std::vector<std::int16_t> window;
  std::vector<std::uint16_t> ends;
  std::vector<device::MicroWeight> weights;
  device::MicroPlan plan;

  explicit MicroHostTables(const device::FrontEndOptions& o)
      : window(o.window_samples), ends(o.bands + 1) {
    device::fill_micro_window(o.window_samples, window.data());
    const device::MicroBankSize size = device::micro_bank_size(o);
    weights.resize(size.end_bin - size.first_bin);
    device::fill_micro_bank(o.rate_hz, o.bands, o.low_hz, o.high_hz, ends.data(), weights.data());
    plan = {
        o.window_samples, window.data(), {o.bands, size.first_bin, ends.data(), weights.data()}};
  }
  MicroHostTables(const MicroHostTables&) = delete;
  MicroHostTables& operator=(const MicroHostTables&) = delete;
};

template <class A>
struct MelHostTables {
  using T = typename A::Scalar;
  std::vector<T> window;
  std::vector<device::Complex<T>> twiddles;
  std::vector<device::Complex<T>> split;
  std::vector<std::uint16_t> ends;
  std::vector<typename A::Weight> rise;
  std::vector<T> dct;
  std::vector<float> gains;
  device::MelPlan<A> plan;

  explicit MelHostTables(const device::FrontEndOptions& o)
      : window(o.window_samples),
        twiddles(device::fft_twiddle_count(o.fft_samples)),
        split(device::fft_split_count(o.fft_samples)),
        ends(o.bands + 1),
        dct(o.kind == device::FrontEndKind::mfcc ? o.coefficients * o.bands : 0) {
    device::fill_mel_window<A>(o, window.data());
    device::fill_fft_tables<A>(o.fft_samples, twiddles.data(), split.data());
    const device::MelBankSize size = device::fill_mel_bank<A>(o, nullptr, nullptr);
    rise.resize(size.end_bin - size.first_bin);
    device::fill_mel_bank<A>(o, ends.data(), rise.data());
    if (!dct.empty()) device::fill_dct<A>(o, dct.data());
    for (int b = 0; o.band_norm != device::BandNorm::none && b < o.bands; ++b)
      gains.push_back(device::band_gain(o, b));
    plan = {o,
            window.data(),
            {o.fft_samples / 2, twiddles.data(), split.data()},
            {o.bands, size.first_bin, ends.data(), rise.data()},
            dct.data(),
            device::make_fixed_constants(o),
            gains.empty() ? nullptr : gains.data()};
  }
  MelHostTables(const MelHostTables&) = delete;
  MelHostTables& operator=(const MelHostTables&) = delete;
};

}  // namespace tadpole
