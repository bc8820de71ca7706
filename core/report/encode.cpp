// SPDX-License-Identifier: Apache-2.0
#include "core/report/encode.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/stored_png.h"
#include "core/base/utf8.h"

namespace tadpole {
namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string base64(std::span<const std::uint8_t> bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t word = static_cast<std::uint32_t>(bytes[i]) << 16;
    if (i + 1 < bytes.size()) word |= static_cast<std::uint32_t>(bytes[i + 1]) << 8;
    if (i + 2 < bytes.size()) word |= bytes[i + 2];
    text += kDigits[word >> 18];
    text += kDigits[(word >> 12) & 63];
    text += i + 1 < bytes.size() ? kDigits[(word >> 6) & 63] : '=';
    text += i + 2 < bytes.size() ? kDigits[word & 63] : '=';
  }
  return text;
}

Result<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0)
    return Error{"report: text of this length is no base64; write the report again"};
  Bytes bytes;
  std::uint32_t word = 0;
  int count = 0;
  while (!text.empty() && text.back() == '=' && count < 2) {
    text.remove_suffix(1);
    ++count;
  }
  count = 0;
  for (const char c : text) {
    const std::size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) {
      return Error{
          "report: a character outside the base64 alphabet was found; write the report again"};
    }
    word = (word << 6) | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<std::uint8_t>(word >> count));
  }
  return bytes;
}

namespace {

void put_le(Bytes& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

// One by one: GCC 12 warns wrongly about a range insert into an empty vector here.
void put_text(Bytes& out, std::string_view text) {
  for (const char c : text) out.push_back(static_cast<std::uint8_t>(c));
}

}  // namespace

Bytes wav_bytes(std::span<const std::int16_t> samples, std::uint32_t rate_hz) {
  const auto data_bytes = static_cast<std::uint32_t>(2 * samples.size());
  Bytes out;
  put_text(out, "RIFF");
  put_le(out, 36 + data_bytes, 4);
  put_text(out, "WAVEfmt ");
  put_le(out, 16, 4);
  put_le(out, 1, 2);  // PCM
  put_le(out, 1, 2);  // channels
  put_le(out, rate_hz, 4);
  put_le(out, 2 * rate_hz, 4);
  put_le(out, 2, 2);
  put_le(out, 16, 2);
  put_text(out, "data");
  put_le(out, data_bytes, 4);
  for (const std::int16_t sample : samples) put_le(out, static_cast<std::uint16_t>(sample), 2);
  return out;
}

namespace {

// Night blue over teal to pale sand: lightness rises evenly, so it survives grey print and any
// colour vision.
constexpr std::array<std::array<int, 3>, 6> kRamp = {
    {{14, 22, 38}, {20, 53, 79}, {24, 94, 108}, {67, 139, 118}, {160, 181, 119}, {250, 226, 158}}};

Bytes ramp_palette() {
  Bytes palette;
  for (int level = 0; level < 256; ++level) {
    const double position = level / 255.0 * (kRamp.size() - 1);
    const std::size_t below = std::min(static_cast<std::size_t>(position), kRamp.size() - 2);
    const double part = position - static_cast<double>(below);
    for (std::size_t c = 0; c < 3; ++c) {
      palette.push_back(static_cast<std::uint8_t>(
          std::lround(kRamp[below][c] + part * (kRamp[below + 1][c] - kRamp[below][c]))));
    }
  }
  return palette;
}

}  // namespace

namespace {

std::size_t area(const PngSize& size) {
  TADPOLE_EXPECT(size.width > 0 && size.height > 0);
  return static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
}

}  // namespace

Bytes heat_png(int columns, int rows, std::span<const std::uint8_t> levels) {
  const PngSize size{columns, rows};
  TADPOLE_EXPECT(levels.size() == area(size));
  return stored_png(columns, rows, PngColour::palette, levels, ramp_palette());
}

Bytes picture_png(const PngSize& size, int channels, std::span<const std::uint8_t> values) {
  TADPOLE_EXPECT(channels == 1 || channels == 3);
  TADPOLE_EXPECT(values.size() == area(size) * static_cast<std::size_t>(channels));
  return stored_png(size.width, size.height, channels == 1 ? PngColour::grey : PngColour::rgb,
                    values);
}

std::optional<PngSize> png_size(std::span<const std::uint8_t> bytes) {
  constexpr std::size_t kHeaderEnd = 24;  // signature, length, "IHDR", width, height
  if (bytes.size() < kHeaderEnd) return std::nullopt;
  if (!std::equal(kPngSignature.begin(), kPngSignature.end(), bytes.begin())) return std::nullopt;
  const auto side = [&](std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = (value << 8) | bytes[at + i];
    return value;
  };
  constexpr std::uint32_t kMost = kLargestPng;
  if (side(16) - 1 >= kMost || side(20) - 1 >= kMost) return std::nullopt;  // 0 wraps to the top
  return PngSize{static_cast<int>(side(16)), static_cast<int>(side(20))};
}

namespace {

std::string_view entity(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

}  // namespace

std::string html_escape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_length(text.substr(i));
    const std::string_view replaced = entity(text[i]);
    const auto byte = static_cast<unsigned char>(text[i]);
    if (length == 0) {
      out += "\xEF\xBF\xBD";
    } else if (!replaced.empty()) {
      out += replaced;
    } else if ((byte < 0x20 && byte != '\t' && byte != '\n') || byte == 0x7F) {
      out += ' ';
    } else {
      out += text.substr(i, length);
    }
    i += std::max<std::size_t>(1, length);
  }
  return out;
}

std::string script_safe(std::string json) {
  std::string out;
  for (const char c : json) {
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace tadpole
