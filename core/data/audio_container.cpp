// SPDX-License-Identifier: Apache-2.0
#include "core/data/audio_container.h"

#include <fmt/format.h>

#include <array>
#include <cstring>

namespace tadpole {
namespace {

using Span = std::span<const std::uint8_t>;

// Recorders that write to a pipe cannot know the length: all ones means "until the end".
constexpr std::uint32_t kUnknownSize = 0xFFFFFFFFU;

bool has_tag(Span b, std::size_t at, const char* tag) {
  return b.size() >= at + 4 && std::memcmp(b.data() + at, tag, 4) == 0;
}

std::uint32_t little32(Span b, std::size_t at) {
  return b[at] | (std::uint32_t{b[at + 1]} << 8) | (std::uint32_t{b[at + 2]} << 16) |
         (std::uint32_t{b[at + 3]} << 24);
}

std::uint32_t big32(Span b, std::size_t at) {
  return b[at + 3] | (std::uint32_t{b[at + 2]} << 8) | (std::uint32_t{b[at + 1]} << 16) |
         (std::uint32_t{b[at]} << 24);
}

using ReadSize = std::uint32_t (*)(Span, std::size_t);

// Walks the chunks (tag, size, content, padded to even) up to the one with the sound.
Outcome check_chunks(Span b, const char* sound_tag, ReadSize read_size, const std::string& name) {
  for (std::uint64_t at = 12; at + 8 <= b.size();) {
    const auto here = static_cast<std::size_t>(at);
    const std::uint64_t size = read_size(b, here + 4), left = b.size() - at - 8;
    if (!has_tag(b, here, sound_tag)) {
      at += 8 + size + (size & 1);
      continue;
    }
    if (size == kUnknownSize || size <= left) return Done{};
    return Error{
        fmt::format("{} is truncated: its header promises {} bytes of sound, the file holds {}; "
                    "copy it again from its source",
                    name, size, left)};
  }
  return Done{};
}

constexpr std::array<std::uint32_t, 256> ogg_crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t r = i << 24;
    for (int bit = 0; bit < 8; ++bit) r = (r << 1) ^ ((r & 0x80000000U) != 0 ? 0x04C11DB7U : 0U);
    table[i] = r;
  }
  return table;
}

// The checksum is taken with its own four bytes as zeros.
std::uint32_t ogg_crc(Span page) {
  static constexpr auto kTable = ogg_crc_table();
  std::uint32_t crc = 0;
  for (std::size_t i = 0; i < page.size(); ++i) {
    const std::uint8_t byte = i >= 22 && i < 26 ? std::uint8_t{0} : page[i];
    crc = (crc << 8) ^ kTable[((crc >> 24) ^ byte) & 255];
  }
  return crc;
}

// Bytes of the page that begins at `at`, 0 when the file ends before the page does.
std::size_t ogg_page_bytes(Span b, std::size_t at) {
  if (b.size() - at < 27) return 0;
  const std::size_t segments = b[at + 26], head = 27 + segments;
  if (b.size() - at < head) return 0;
  std::size_t bytes = head;
  for (std::size_t s = 0; s < segments; ++s) bytes += b[at + 27 + s];
  return b.size() - at < bytes ? 0 : bytes;
}

Outcome check_ogg(Span b, const std::string& name) {
  for (std::size_t at = 0; at < b.size();) {
    if (!has_tag(b, at, "OggS")) {
      return Error{fmt::format(
          "{} is damaged: no Ogg page begins at byte {}; copy it again from its source", name, at)};
    }
    const std::size_t bytes = ogg_page_bytes(b, at);
    if (bytes == 0) {
      return Error{
          fmt::format("{} is truncated: the file ends within the Ogg page that begins at byte {}; "
                      "copy it again from its source",
                      name, at)};
    }
    if (ogg_crc(b.subspan(at, bytes)) != little32(b, at + 22)) {
      return Error{
          fmt::format("{} is damaged: the Ogg page at byte {} does not fit its checksum; copy it "
                      "again from its source",
                      name, at)};
    }
    at += bytes;
  }
  return Done{};
}

}  // namespace

Outcome check_container(Span b, const std::string& name) {
  if (has_tag(b, 0, "RIFF") && has_tag(b, 8, "WAVE"))
    return check_chunks(b, "data", little32, name);
  if (has_tag(b, 0, "FORM") && (has_tag(b, 8, "AIFF") || has_tag(b, 8, "AIFC")))
    return check_chunks(b, "SSND", big32, name);
  if (has_tag(b, 0, "OggS")) return check_ogg(b, name);
  return Done{};
}

}  // namespace tadpole
