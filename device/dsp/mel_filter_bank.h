// SPDX-License-Identifier: Apache-2.0
// Mel triangles as one weight per bin: between the centres of bands b - 1 and b a bin gives `rise`
// of itself to band b and the rest to band b - 1, because neighbouring triangles add up to one.
#pragma once
#include <cstdint>

#include "device/dsp/fft.h"
#include "device/dsp/front_end_options.h"
#include "device/dsp/mel_scale.h"

namespace tadpole::device {

struct MelBankSize {
  int first_bin = 0;
  int end_bin = 0;  // one after the last
};

// Centre of band `band`; -1 and `bands` are the edges. For tables.
constexpr double mel_centre_hz(const FrontEndOptions& o, int band) {
  const double low = hz_to_mel(o.mel_scale, table::wide(o.low_hz));
  const double step = (hz_to_mel(o.mel_scale, table::wide(o.high_hz)) - low) / (o.bands + 1);
  if (band < 0) return table::wide(o.low_hz);
  if (band >= o.bands) return table::wide(o.high_hz);
  return warp_hz(o, mel_to_hz(o.mel_scale, low + step * (band + 1)));
}

// Bin 0, the mean of the signal, belongs to no band. HTK rounds the band limits to bins, and the
// lower one up by one.
constexpr int first_bin(const FrontEndOptions& o, double hz_per_bin) {
  if (o.bin_range == BinRange::htk_rounding && o.low_hz > 0.0f) {
    return static_cast<int>(table::wide(o.low_hz) / hz_per_bin + 1.5);
  }
  int bin = 1;
  while (bin * hz_per_bin < table::wide(o.low_hz)) ++bin;
  return bin;
}

constexpr int last_bin(const FrontEndOptions& o, double hz_per_bin) {
  const double half = o.bin_range == BinRange::htk_rounding ? -0.5 : 0.0;
  const int last = static_cast<int>(table::floor(table::wide(o.high_hz) / hz_per_bin + half));
  return last < o.fft_samples / 2 - 1 ? last : o.fft_samples / 2 - 1;
}

// segment_ends: [bands + 1], one after the last bin of each segment; rise: [end_bin - first_bin]
// with coefficient scaling of A's weights; both may be null to count only. Cannot fail.
template <class A>
constexpr MelBankSize fill_mel_bank(const FrontEndOptions& o, std::uint16_t* segment_ends,
                                    typename A::Weight* rise) {
  const double hz_per_bin = static_cast<double>(o.rate_hz) / o.fft_samples;
  const bool over_mel = o.mel_slope == MelSlope::linear_mel;
  const int bins = last_bin(o, hz_per_bin) + 1;
  int bin = first_bin(o, hz_per_bin);
  MelBankSize size{bin, bin};
  double below = table::wide(o.low_hz);
  for (int segment = 0; segment <= o.bands; ++segment) {
    const double above = mel_centre_hz(o, segment);
    const double from = over_mel ? hz_to_mel(o.mel_scale, below) : below;
    const double to = over_mel ? hz_to_mel(o.mel_scale, above) : above;
    for (; bin < bins && bin * hz_per_bin <= above; ++bin) {
      const double at = over_mel ? hz_to_mel(o.mel_scale, bin * hz_per_bin) : bin * hz_per_bin;
      if (rise != nullptr) rise[bin - size.first_bin] = A::weight((at - from) / (to - from));
    }
    if (segment_ends != nullptr) segment_ends[segment] = static_cast<std::uint16_t>(bin);
    below = above;
  }
  size.end_bin = bin;
  return size;
}

// What band `band` is multiplied with. For tables.
constexpr float band_gain(const FrontEndOptions& o, int band) {
  if (o.band_norm == BandNorm::none) return 1.0f;
  const double width = mel_centre_hz(o, band + 1) - mel_centre_hz(o, band - 1);
  return static_cast<float>(2.0 / width);
}

template <class A>
struct MelBank {
  int bands = 0;
  int first_bin = 0;
  const std::uint16_t* segment_ends = nullptr;  // [bands + 1]
  const typename A::Weight* rise = nullptr;     // [last segment end - first_bin]
};

// The sums of one bin's share above and below.
struct FloatSides {
  float above = 0.0f;
  float below = 0.0f;
  void add(float power, float rise) {
    const float share = power * rise;
    above += share;
    below += power - share;
  }
  float next() {
    const float done = below;
    below = above;
    above = 0.0f;
    return done;
  }
};

// Powers below 2^47 that add up to less than 2^48; rise and the sums have 15 fractional bits.
struct FixedSides {
  std::uint64_t above = 0;
  std::uint64_t total = 0;
  std::uint64_t before = 0;  // what the segment before gave to the band that this one completes
  void add(std::uint64_t power, std::uint16_t rise) {
    above += power * rise;
    total += power;
  }
  std::uint64_t next() {
    const std::uint64_t done = before + (total << 15) - above;
    before = above;
    above = 0;
    total = 0;
    return done;
  }
};

// power(bin) gives the bin's power; sink(band, sum) takes the bands in order. Cannot fail.
template <class A, class Sides, class Power, class Sink>
void apply_mel_bank(const MelBank<A>& bank, Power power, Sink sink) {
  Sides sides;
  const typename A::Weight* rise = bank.rise;
  int bin = bank.first_bin;
  for (int segment = 0; segment <= bank.bands; ++segment) {
    for (; bin < bank.segment_ends[segment]; ++bin) sides.add(power(bin), *rise++);
    const auto sum = sides.next();
    if (segment > 0) sink(segment - 1, sum);
  }
}

}  // namespace tadpole::device
