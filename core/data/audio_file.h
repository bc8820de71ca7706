// SPDX-License-Identifier: Apache-2.0
// Audio files in and out: WAV, FLAC, OGG/Vorbis, Opus - what libsndfile reads - any rate, depth and
// channels.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/files.h"

namespace tadpole {

struct Audio {
  int rate_hz = 0;
  int channels = 0;            // of the file; samples are their mean
  std::string format;          // "WAV", "FLAC", ...
  std::vector<float> samples;  // mono, -1..1 (a float file may go beyond)
  double duration_s() const {
    return rate_hz > 0 ? static_cast<double>(samples.size()) / rate_hz : 0.0;
  }
};

inline constexpr double kLongestAudio_s = 2.0 * 3600.0;
inline constexpr int kLowestRate_hz = 1000, kHighestRate_hz = 768000, kMostChannels = 64;

// Decodes the whole file. Fails, naming the file: not audio, zero length, truncated (header and
// content disagree), damaged, a sample that is no number (its place), longer than two hours.
Result<Audio> read_audio(const Path& file);
// The same for bytes in memory; name: how messages call them.
Result<Audio> read_audio_bytes(std::span<const std::uint8_t> bytes, const std::string& name);

// A 16-bit PCM mono WAV. Expects fewer than 2^31 bytes of samples.
Bytes wav_bytes(std::span<const std::int16_t> samples, int rate_hz);
// Whole or not at all.
Outcome write_wav(const Path& file, std::span<const std::int16_t> samples, int rate_hz);

// Band-limited resampling (windowed sinc, 97 dB). Fails only for rates outside 1 kHz .. 768 kHz.
Result<std::vector<float>> resample(std::span<const float> samples, int from_hz, int to_hz);

// One second, kClipSamples: shorter recordings lie in the middle of zeros, of longer ones the
// loudest second, with the word in its middle. One second exactly stays as it is.
std::vector<std::int16_t> fit_to_clip(std::span<const float> samples);
std::vector<std::int16_t> to_int16(std::span<const float> samples);

// File -> 16 kHz mono.
Result<std::vector<float>> read_audio_16k(const Path& file, Audio* facts = nullptr);

}  // namespace tadpole
