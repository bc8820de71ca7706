// SPDX-License-Identifier: Apache-2.0
#include "core/data/audio_file.h"

#include <fmt/format.h>
#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/data/audio_container.h"
#include "core/data/dataset.h"

namespace tadpole {
namespace {

constexpr std::uintmax_t kLargestFile_bytes = std::uintmax_t{4} << 30;
// Two hours at 48 kHz: a small compressed file may claim far more than memory holds.
constexpr std::size_t kMostSamples = static_cast<std::size_t>(kLongestAudio_s * 48000.0);
constexpr int kBlockFrames = 4096;

// libsndfile reads from memory through these.
struct Memory {
  std::span<const std::uint8_t> bytes;
  sf_count_t at = 0;
};

sf_count_t memory_length(void* user) {
  return static_cast<sf_count_t>(static_cast<Memory*>(user)->bytes.size());
}
sf_count_t memory_seek(sf_count_t offset, int whence, void* user) {
  auto* m = static_cast<Memory*>(user);
  const sf_count_t length = memory_length(user);
  const sf_count_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? m->at : length;
  const sf_count_t wanted =
      std::clamp(offset, -length, length);  // hostile offsets may not overflow
  m->at = std::clamp<sf_count_t>(base + wanted, 0, length);
  return m->at;
}
sf_count_t memory_read(void* to, sf_count_t count, void* user) {
  auto* m = static_cast<Memory*>(user);
  const sf_count_t take = std::clamp<sf_count_t>(count, 0, memory_length(user) - m->at);
  std::memcpy(to, m->bytes.data() + m->at, static_cast<std::size_t>(take));
  m->at += take;
  return take;
}
sf_count_t memory_write(const void*, sf_count_t, void*) { return 0; }
sf_count_t memory_tell(void* user) { return static_cast<Memory*>(user)->at; }

struct SoundFile {
  SNDFILE* handle = nullptr;
  ~SoundFile() {
    if (handle) sf_close(handle);
  }
};

std::string format_name(int format) {
  SF_FORMAT_INFO info{};
  info.format = format & SF_FORMAT_TYPEMASK;
  sf_command(nullptr, SFC_GET_FORMAT_INFO, &info, sizeof info);
  const std::string name = info.name ? info.name : "audio";
  return name.substr(0, name.find(' '));
}

// The library's reason as part of a sentence.
std::string library_reason(SNDFILE* handle) {
  std::string reason = sf_strerror(handle);
  while (!reason.empty() && (reason.back() == '.' || reason.back() == '\n')) reason.pop_back();
  return reason;
}

// Appends the mean of the channels. Fails on the first sample that is no number.
Outcome append_mono(std::span<const float> frames, Audio& audio, const std::string& name) {
  const auto channels = static_cast<std::size_t>(audio.channels);
  for (std::size_t f = 0; f < frames.size(); f += channels) {
    double sum = 0.0;
    for (std::size_t c = 0; c < channels; ++c) sum += static_cast<double>(frames[f + c]);
    if (!std::isfinite(sum)) {
      return Error{
          fmt::format("{} holds a sample that is no number (sample {}); export it again "
                      "from the program that made it",
                      name, audio.samples.size())};
    }
    audio.samples.push_back(static_cast<float>(sum / audio.channels));
  }
  return Done{};
}

Outcome check_shape(const SF_INFO& info, const std::string& name) {
  const bool good = info.channels >= 1 && info.channels <= kMostChannels &&
                    info.samplerate >= kLowestRate_hz && info.samplerate <= kHighestRate_hz;
  if (good) return Done{};
  return Error{fmt::format("{} has {} channels at {} Hz; expected 1 to {} channels at {} to {} Hz",
                           name, info.channels, info.samplerate, kMostChannels, kLowestRate_hz,
                           kHighestRate_hz)};
}

// Formats that are cut without knowing say a length near the largest number: no promise.
Outcome check_length(const SF_INFO& info, const Audio& audio, const std::string& name) {
  const auto held = static_cast<sf_count_t>(audio.samples.size());
  if (held < info.frames && info.frames < (sf_count_t{1} << 40)) {
    return Error{
        fmt::format("{} is truncated: its header promises {} samples, the file holds {}; "
                    "copy it again from its source",
                    name, info.frames, held)};
  }
  if (held == 0) return Error{name + " has no sound: its length is zero; record it again"};
  return Done{};
}

Result<Audio> decode(SNDFILE* handle, const SF_INFO& info, const std::string& name) {
  TADPOLE_TRY(check_shape(info, name));
  Audio audio{.rate_hz = info.samplerate,
              .channels = info.channels,
              .format = format_name(info.format),
              .samples = {}};
  const auto most = static_cast<std::size_t>(kLongestAudio_s * info.samplerate);
  std::vector<float> block(static_cast<std::size_t>(kBlockFrames) * info.channels);
  for (;;) {
    const sf_count_t got = sf_readf_float(handle, block.data(), kBlockFrames);
    if (sf_error(handle) != SF_ERR_NO_ERROR) {  // the next call would forget it
      return Error{fmt::format("{} is damaged: {}; copy it again from its source", name,
                               library_reason(handle))};
    }
    if (got <= 0) break;
    const auto values = static_cast<std::size_t>(got) * static_cast<std::size_t>(info.channels);
    TADPOLE_TRY(append_mono(std::span(block).first(values), audio, name));
    if (audio.samples.size() > kMostSamples) {
      return Error{fmt::format("{} has more than {} million samples; cut it into parts", name,
                               kMostSamples / 1000000)};
    }
    if (audio.samples.size() > most) {
      return Error{name + " is longer than two hours; cut it into parts"};
    }
  }
  TADPOLE_TRY(check_length(info, audio, name));
  return audio;
}

}  // namespace

Result<Audio> read_audio_bytes(std::span<const std::uint8_t> bytes, const std::string& name) {
  if (bytes.empty()) return Error{name + " is empty; expected a WAV, FLAC, OGG or Opus file"};
  TADPOLE_TRY(check_container(bytes, name));
  Memory memory{bytes};
  SF_VIRTUAL_IO io{memory_length, memory_seek, memory_read, memory_write, memory_tell};
  SF_INFO info{};
  SoundFile file{sf_open_virtual(&io, SFM_READ, &info, &memory)};
  if (!file.handle) {
    return Error{fmt::format("{} is no audio that we read ({}); expected WAV, FLAC, OGG or Opus",
                             name, library_reason(nullptr))};
  }
  return decode(file.handle, info, name);
}

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
