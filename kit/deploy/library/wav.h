// SPDX-License-Identifier: Apache-2.0
// For the example: the samples inside a WAV file.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

#include "exported_model/exported_model.h"

inline std::uint32_t number(const std::string& bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = size; i-- > 0;)
    value = value << 8U | static_cast<std::uint8_t>(bytes[at + i]);
  return value;
}

inline bool is_format_we_read(const std::string& chunk) {
  return chunk.size() >= 16 && number(chunk, 0, 2) == 1 && number(chunk, 2, 2) == 1 &&
         number(chunk, 14, 2) == 16 && number(chunk, 4, 4) == exported_model::kRate_hz;
}

// The samples' bytes of a WAV file, or all bytes of another one; false for a WAV of another format.
inline bool sound_bytes(const std::string& file, std::string& sound) {
  if (file.size() < 12 || file.compare(0, 4, "RIFF") != 0 || file.compare(8, 4, "WAVE") != 0) {
    sound = file;
    return true;
  }
  bool known = false;
  for (std::size_t at = 12; at + 8 <= file.size();) {
    const std::size_t size = number(file, at + 4, 4);
    const std::string chunk = file.substr(at + 8, size);
    if (file.compare(at, 4, "fmt ") == 0) known = is_format_we_read(chunk);
    if (file.compare(at, 4, "data") == 0) sound = chunk;
    at += 8 + size + size % 2;
  }
  return known && !sound.empty();
}
