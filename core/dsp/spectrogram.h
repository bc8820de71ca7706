// SPDX-License-Identifier: Apache-2.0
// The spectrogram of a recording, for pictures.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace tadpole {

struct SpectrogramOptions {
  int window_ms = 25;
  int stride_ms = 10;
  float lowest_db = -90.0f;  // values below are cut
};

struct Spectrogram {
  int frames = 0;
  int bins = 0;  // bin b is at b * hz_per_bin
  float hz_per_bin = 0.0f;
  std::vector<float> db;  // [frames * bins], lowest_db .. 0; 0 dB is a full-scale sine
  float at(int frame, int bin) const { return db[static_cast<std::size_t>(frame) * bins + bin]; }
};

// samples: 16 kHz, any length; shorter than a window gives no frames. Hann window. Expects
// window_ms 1..128 and stride_ms 1..window_ms. Cannot fail.
Spectrogram spectrogram(std::span<const std::int16_t> samples,
                        const SpectrogramOptions& options = {});

}  // namespace tadpole
