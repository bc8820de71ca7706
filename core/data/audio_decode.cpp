// SPDX-License-Identifier: Apache-2.0
// Sound files by libsndfile.
#include <fmt/format.h>
#include <sndfile.h>

#include <algorithm>
#include <cstring>

#include "core/data/audio_container.h"
#include "core/data/audio_frames.h"

namespace tadpole {
namespace {

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
  TADPOLE_TRY(check_audio_shape(info.channels, info.samplerate, name));
  Audio audio{.rate_hz = info.samplerate,
              .channels = info.channels,
              .format = format_name(info.format),
              .samples = {}};
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

}  // namespace tadpole
