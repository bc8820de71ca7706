// SPDX-License-Identifier: Apache-2.0
#include "core/data/audio_file.h"

#include <fmt/format.h>

#include "core/data/dataset.h"

namespace tadpole {
namespace {

constexpr std::uintmax_t kLargestFile_bytes = std::uintmax_t{4} << 30;

}  // namespace

Result<Audio> read_audio(const Path& file) {
  std::error_code code;
  const std::uintmax_t bytes = std::filesystem::file_size(file, code);
  if (!code && bytes > kLargestFile_bytes) {
    return Error{fmt::format("{} has {} MB, the most is {} MB; cut it into parts", file.string(),
                             bytes >> 20, kLargestFile_bytes >> 20)};
  }
  const Bytes content = TADPOLE_TRY(read_bytes(file));
  return read_audio_bytes(content, file.string());
}

Bytes wav_bytes(std::span<const std::int16_t> samples, int rate_hz) {
  Bytes out;
  out.reserve(44 + samples.size() * 2);
  const auto put = [&](std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  };
  const auto tag = [&](std::string_view text) {
    for (const char c : text) out.push_back(static_cast<std::uint8_t>(c));
  };
  const auto size = static_cast<std::uint32_t>(samples.size() * 2);
  const auto rate = static_cast<std::uint32_t>(rate_hz);
  tag("RIFF"), put(36 + size, 4), tag("WAVE");
  tag("fmt "), put(16, 4), put(1, 2), put(1, 2);  // PCM, one channel
  put(rate, 4), put(rate * 2, 4), put(2, 2), put(16, 2);
  tag("data"), put(size, 4);
  for (const std::int16_t s : samples) put(static_cast<std::uint16_t>(s), 2);
  return out;
}

Outcome write_wav(const Path& file, std::span<const std::int16_t> samples, int rate_hz) {
  return write_file(file, wav_bytes(samples, rate_hz));
}

Result<std::vector<float>> read_audio_16k(const Path& file, Audio* facts) {
  Audio audio = TADPOLE_TRY(read_audio(file));
  Result<std::vector<float>> samples = resample(audio.samples, audio.rate_hz, kRateHz);
  if (facts) *facts = std::move(audio);
  return samples;
}

}  // namespace tadpole
