// SPDX-License-Identifier: Apache-2.0
// Putting sounds, pictures and foreign text into one HTML file.
// Sources: RFC 4648 (base64), RFC 2083 (PNG), RFC 1950/1951 (zlib, stored blocks), Microsoft
// RIFF/WAVE (1991).
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/files.h"

namespace tadpole {

std::string base64(std::span<const std::uint8_t> bytes);
// The bytes, or nothing when text is no base64.
Result<Bytes> from_base64(std::string_view text);

// 16-bit PCM mono WAV with a 44-byte header.
Bytes wav_bytes(std::span<const std::int16_t> samples, std::uint32_t rate_hz);

// levels: [rows * columns], row 0 on top. A palette PNG with the report's colour ramp (dark: low,
// bright: high; readable with any colour vision and in grey). Not compressed: feature maps are
// small.
Bytes heat_png(int columns, int rows, std::span<const std::uint8_t> levels);

struct PngSize {
  int width = 0, height = 0;
};
inline constexpr int kLargestPng = 4096;
// From the header of a PNG file; nothing when the bytes are none or a side is not 1..kLargestPng.
// The rest of the file is left to the browser.
std::optional<PngSize> png_size(std::span<const std::uint8_t> bytes);
// values: [height][width][channels], 1 channel (grey) or 3 (red, green, blue). Not compressed.
Bytes picture_png(const PngSize& size, int channels, std::span<const std::uint8_t> values);

// & < > " ' become entities; control characters but tab and newline become spaces; broken UTF-8
// becomes U+FFFD. Safe in text and in quoted attributes.
std::string html_escape(std::string_view text);
// JSON text that may stand inside <script type="application/json">: '<' is written \u003c.
std::string script_safe(std::string json);

}  // namespace tadpole
