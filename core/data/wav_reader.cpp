// SPDX-License-Identifier: Apache-2.0
#include "core/data/wav_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/data/audio_container.h"
#include "core/data/audio_frames.h"

namespace tadpole {
namespace {

using Span = std::span<const std::uint8_t>;

constexpr int kPcm = 1, kFloat = 3, kExtensible = 0xFFFE;
constexpr std::size_t kBlockFrames = 4096;

std::uint32_t little(Span b, std::size_t at, std::size_t bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i) value |= std::uint32_t{b[at + i]} << (8 * i);
  return value;
}

bool has_tag(Span b, std::size_t at, const char* tag) {
  return b.size() >= at + 4 && std::memcmp(b.data() + at, tag, 4) == 0;
}

struct Wav {
  int format = 0, channels = 0, rate_hz = 0, bits = 0;
  Span sound = {};
  bool has_sound = false;
};

void read_format(Span chunk, Wav& wav) {
  if (chunk.size() < 16) return;
  wav.format = static_cast<int>(little(chunk, 0, 2));
  wav.channels = static_cast<int>(little(chunk, 2, 2));
  wav.rate_hz = static_cast<int>(std::min(little(chunk, 4, 4), std::uint32_t{0x7FFFFFFF}));
  wav.bits = static_cast<int>(little(chunk, 14, 2));
  if (wav.format == kExtensible && chunk.size() >= 26)
    wav.format = static_cast<int>(little(chunk, 24, 2));
}

Wav walk_chunks(Span b) {
  Wav wav;
  for (std::size_t at = 12; at + 8 <= b.size() && !wav.has_sound;) {
    const std::size_t left = b.size() - at - 8;
    const std::size_t size = std::min<std::size_t>(little(b, at + 4, 4), left);
    if (has_tag(b, at, "fmt ")) read_format(b.subspan(at + 8, size), wav);
    if (has_tag(b, at, "data")) wav.sound = b.subspan(at + 8, size), wav.has_sound = true;
    at += 8 + size + (size & 1);
  }
  return wav;
}

// One sample of `bytes` bytes, -1..1. A 32-bit pattern is shifted to the top, so that all depths
// divide by 2^31.
float sample_at(Span sound, std::size_t at, std::size_t bytes, bool is_float) {
  const std::uint32_t word = little(sound, at, bytes);
  if (is_float) {
    float value = 0.0F;
    std::memcpy(&value, &word, sizeof value);
    return value;
  }
  const auto whole = static_cast<std::int32_t>(word << (32 - 8 * bytes));
  return static_cast<float>(whole) / 2147483648.0F;
}

Outcome check_wav(const Wav& wav, const std::string& name) {
  const bool pcm = wav.format == kPcm && (wav.bits == 16 || wav.bits == 24 || wav.bits == 32);
  if (!pcm && !(wav.format == kFloat && wav.bits == 32)) {
    return Error{fmt::format(
        "{} is a WAV file of kind {} with {} bits; the page reads PCM of 16, 24 or 32 bits and "
        "float of 32; convert it, or use the program",
        name, wav.format, wav.bits)};
  }
  TADPOLE_TRY(check_audio_shape(wav.channels, wav.rate_hz, name));
  if (!wav.has_sound || wav.sound.empty())
    return Error{name + " has no sound: its length is zero; record it again"};
  return Done{};
}

}  // namespace

Result<Audio> read_plain_wav(Span bytes, const std::string& name) {
  if (bytes.empty()) return Error{name + " is empty; expected a WAV file"};
  TADPOLE_TRY(check_container(bytes, name));
  if (!has_tag(bytes, 0, "RIFF") || !has_tag(bytes, 8, "WAVE")) {
    return Error{name +
                 " is no WAV file, and the page itself reads no other sound; convert it, or "
                 "use the program"};
  }
  const Wav wav = walk_chunks(bytes);
  TADPOLE_TRY(check_wav(wav, name));
  Audio audio{.rate_hz = wav.rate_hz, .channels = wav.channels, .format = "WAV", .samples = {}};
  const auto width = static_cast<std::size_t>(wav.bits / 8);
  const auto channels = static_cast<std::size_t>(wav.channels);
  const std::size_t frames = wav.sound.size() / (width * channels);
  std::vector<float> block;
  for (std::size_t first = 0; first < frames; first += kBlockFrames) {
    const std::size_t values = std::min(kBlockFrames, frames - first) * channels;
    block.resize(values);
    for (std::size_t i = 0; i < values; ++i)
      block[i] = sample_at(wav.sound, (first * channels + i) * width, width, wav.format == kFloat);
    TADPOLE_TRY(append_mono(block, audio, name));
  }
  if (audio.samples.empty())
    return Error{name + " has no sound: its length is zero; record it again"};
  return audio;
}

}  // namespace tadpole
