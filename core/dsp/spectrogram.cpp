// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/spectrogram.h"

#include <algorithm>

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/dsp/host_tables.h"
#include "device/dsp/logarithm.h"

namespace tadpole {
namespace {

device::FrontEndOptions picture_options(const SpectrogramOptions& o) {
  device::FrontEndOptions d = device::log_mel_options();
  d.window_samples = o.window_ms * kRateHz / 1000;
  d.stride_samples = o.stride_ms * kRateHz / 1000;
  d.fft_samples = 16;
  while (d.fft_samples < d.window_samples) d.fft_samples *= 2;
  // A full-scale sine under a hann window has a peak of window_samples / 4: gain 1 for it.
  d.input_gain = 4.0f / (32768.0f * static_cast<float>(d.window_samples));
  return d;
}

}  // namespace

Spectrogram spectrogram(std::span<const std::int16_t> samples, const SpectrogramOptions& options) {
  const device::FrontEndOptions d = picture_options(options);
  TADPOLE_EXPECT(device::check(d) == device::Status::ok);
  const MelHostTables<device::FloatArithmetic> tables(d);
  std::vector<device::Complex<float>> bins(d.fft_samples / 2);
  Spectrogram picture;
  picture.frames = device::row_count(d, static_cast<int>(samples.size()));
  picture.bins = d.fft_samples / 2;
  picture.hz_per_bin = static_cast<float>(kRateHz) / static_cast<float>(d.fft_samples);
  picture.db.reserve(static_cast<std::size_t>(picture.frames) * picture.bins);
  constexpr float kDbPerNeper = 4.3429448f;  // 10 / ln 10
  for (int f = 0; f < picture.frames; ++f) {
    device::power_frame(tables.plan, samples.data() + f * d.stride_samples, {bins.data(), nullptr});
    for (const device::Complex<float>& bin : bins) {
      const float db = kDbPerNeper * device::natural_log(bin.re);
      picture.db.push_back(std::clamp(db, options.lowest_db, 0.0f));
    }
  }
  return picture;
}

}  // namespace tadpole
