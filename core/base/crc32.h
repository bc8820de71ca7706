// SPDX-License-Identifier: Apache-2.0
// The check sum of PNG and zip files. Source: ISO/IEC 15948:2004, annex D; the page has no zlib.
#pragma once
#include <array>
#include <cstdint>
#include <span>

namespace tadpole {

inline std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
  static constexpr auto table = [] {
    std::array<std::uint32_t, 256> t{};
    for (std::uint32_t i = 0; i < 256; ++i) {
      std::uint32_t c = i;
      for (int bit = 0; bit < 8; ++bit) c = (c & 1U) != 0 ? 0xEDB88320U ^ (c >> 1U) : c >> 1U;
      t[i] = c;
    }
    return t;
  }();
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const std::uint8_t byte : bytes) crc = table[(crc ^ byte) & 0xFFU] ^ (crc >> 8U);
  return ~crc;
}

}  // namespace tadpole
