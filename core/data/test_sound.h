// SPDX-License-Identifier: Apache-2.0
// Sound files made on the spot, for tests: what a recorder, a phone or a careless copy leaves.
#pragma once
#include <gtest/gtest.h>
#include <sndfile.h>

#include <cmath>
#include <string>
#include <vector>

#include "core/data/test_folder.h"

namespace tadpole {

// [seconds * rate] samples of a sine.
inline std::vector<float> sine(double hz, double seconds, int rate_hz, double gain = 0.5) {
  std::vector<float> out(static_cast<std::size_t>(seconds * rate_hz));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double turns = hz * static_cast<double>(i) / rate_hz;
    out[i] = static_cast<float>(gain * std::sin(6.283185307179586 * turns));
  }
  return out;
}

// samples: one channel; every channel gets them.
inline void write_sound(const Path& file, int format, int rate_hz,
                        const std::vector<float>& samples, int channels = 1) {
  std::filesystem::create_directories(file.parent_path());
  SF_INFO info{};
  info.format = format;
  info.samplerate = rate_hz;
  info.channels = channels;
  SNDFILE* out = sf_open(file.c_str(), SFM_WRITE, &info);
  ASSERT_NE(out, nullptr) << sf_strerror(nullptr);
  sf_command(out, SFC_SET_CLIPPING, nullptr, SF_TRUE);
  std::vector<float> frames;
  for (const float s : samples) frames.insert(frames.end(), static_cast<std::size_t>(channels), s);
  sf_writef_float(out, frames.data(), static_cast<sf_count_t>(samples.size()));
  sf_close(out);
}

inline constexpr int kWav16 = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
inline constexpr int kFlac = SF_FORMAT_FLAC | SF_FORMAT_PCM_16;
inline constexpr int kVorbis = SF_FORMAT_OGG | SF_FORMAT_VORBIS;
inline constexpr int kOpus = SF_FORMAT_OGG | SF_FORMAT_OPUS;

// What remains of a copy that stopped after `share` of the file.
inline void cut_file(const Path& file, double share) {
  const auto bytes = std::filesystem::file_size(file);
  std::filesystem::resize_file(file,
                               static_cast<std::uintmax_t>(share * static_cast<double>(bytes)));
}

inline void flip_byte(const Path& file, double share) {
  Bytes bytes = read_bytes(file).value();
  bytes[static_cast<std::size_t>(share * static_cast<double>(bytes.size()))] ^= 0x55;
  ASSERT_TRUE(write_file(file, bytes).ok());
}

}  // namespace tadpole
