// SPDX-License-Identifier: Apache-2.0
// The mel filter bank of the micro front end: triangles over mel, weights of 12 bits, exact integer
// sums. Source: the filter bank of TensorFlow Lite Micro's signal library (weights in float32, cut
// to 12 bits); mel as HTK, 1127 ln(1 + f / 700).
#pragma once
#include <cstdint>

#include "device/dsp/table_math.h"

namespace tadpole::device {

// Upper sides to band b, lower sides to band b - 1: each bin of segment b, between the centres b -
// 1 and b, adds energy * rise to band b and energy * fall to band b - 1. Packed in one word: low
// half rise, high half fall.
using MicroWeight = std::uint32_t;

constexpr float micro_mel(float hz) {
  return 1127.0f * static_cast<float>(table::log1p(table::wide(hz / 700.0f)));
}

struct MicroBankSize {
  int first_bin = 0;
  int end_bin = 0;  // one after the last
};

// segment_ends: [bands + 1], one after the last bin of each segment; weights: [end_bin -
// first_bin], or null to count only. Bins are rate_hz / 512 wide. Cannot fail. The arithmetic is
// float32 where the source's is.
constexpr MicroBankSize fill_micro_bank(int rate_hz, int bands, float low_hz, float high_hz,
                                        std::uint16_t* segment_ends, MicroWeight* weights) {
  const float hz_per_bin = static_cast<float>(rate_hz) / 2.0f / 256.0f;
  const float mel_low = micro_mel(low_hz);
  const float spacing = (micro_mel(high_hz) - mel_low) / static_cast<float>(bands + 1);
  MicroBankSize size;
  // Python's round(): half to even. Bin 0 is left out, as HTK does.
  const float start = 1.0f + low_hz / hz_per_bin;
  size.first_bin = static_cast<int>(start + 0.5f);
  if (static_cast<float>(size.first_bin) == start + 0.5f && size.first_bin % 2 == 1)
    --size.first_bin;
  int bin = size.first_bin;
  float before = mel_low;
  for (int segment = 0; segment <= bands; ++segment) {
    const float centre = mel_low + spacing * static_cast<float>(segment + 1);
    for (; bin < 256; ++bin) {
      const float mel = micro_mel(static_cast<float>(bin) * hz_per_bin);
      if (mel > centre) break;
      // The source calls "weight" what belongs to the band below.
      const float fall = (centre - mel) / (centre - before);
      const auto fall_q12 = static_cast<std::uint32_t>(fall * 4096.0f);
      const auto rise_q12 = static_cast<std::uint32_t>((1.0f - fall) * 4096.0f);
      if (weights != nullptr) weights[bin - size.first_bin] = rise_q12 | (fall_q12 << 16);
    }
    if (segment_ends != nullptr) segment_ends[segment] = static_cast<std::uint16_t>(bin);
    before = centre;
  }
  size.end_bin = bin;
  return size;
}

struct MicroBank {
  int bands = 0;
  int first_bin = 0;
  const std::uint16_t* segment_ends = nullptr;  // [bands + 1]
  const MicroWeight* weights = nullptr;         // [last segment end - first_bin]
};

// energy: [>= last segment end], indexed by bin; sums: [bands], below 2^48. Cannot fail.
void apply_micro_bank(const MicroBank& bank, const std::uint32_t* energy, std::uint64_t* sums);

}  // namespace tadpole::device
