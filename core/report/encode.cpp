// SPDX-License-Identifier: Apache-2.0
#include "core/report/encode.h"

#include <algorithm>
#include <array>
#include <cmath>

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

void put_be32(Bytes& out, std::uint32_t value) {
  for (int i = 3; i >= 0; --i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
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

std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int i = 0; i < 8; ++i) crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

std::uint32_t adler32(std::span<const std::uint8_t> bytes) {
  std::uint32_t a = 1;
  std::uint32_t b = 0;
  for (const std::uint8_t byte : bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return (b << 16) | a;
}

void put_chunk(Bytes& png, std::string_view type, const Bytes& data) {
  put_be32(png, static_cast<std::uint32_t>(data.size()));
  Bytes body;
  put_text(body, type);
  body.insert(body.end(), data.begin(), data.end());
  png.insert(png.end(), body.begin(), body.end());
  put_be32(png, crc32(body));
}

Bytes zlib_stored(const Bytes& raw) {
  constexpr std::size_t kBlock = 65535;
  Bytes out = {0x78, 0x01};
  for (std::size_t begin = 0; begin == 0 || begin < raw.size(); begin += kBlock) {
    const std::size_t n = std::min(kBlock, raw.size() - begin);
    out.push_back(begin + n >= raw.size() ? 1 : 0);
    put_le(out, static_cast<std::uint32_t>(n), 2);
    put_le(out, static_cast<std::uint32_t>(~n & 0xFFFFU), 2);
    out.insert(out.end(), raw.begin() + static_cast<std::ptrdiff_t>(begin),
               raw.begin() + static_cast<std::ptrdiff_t>(begin + n));
  }
  put_be32(out, adler32(raw));
  return out;
}

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

constexpr std::array<std::uint8_t, 8> kPngSignature = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

enum class ColourType : std::uint8_t { grey = 0, rgb = 2, palette = 3 };

// palette: empty or 256 colours. values: height lines of line_bytes.
Bytes make_png(const PngSize& size, ColourType type, const Bytes& palette,
               std::span<const std::uint8_t> values) {
  Bytes png(kPngSignature.begin(), kPngSignature.end());
  Bytes header;
  put_be32(header, static_cast<std::uint32_t>(size.width));
  put_be32(header, static_cast<std::uint32_t>(size.height));
  for (const int value : {8, static_cast<int>(type), 0, 0, 0})  // 8 bit, no interlacing
    header.push_back(static_cast<std::uint8_t>(value));
  Bytes raw;
  const std::size_t line_bytes = values.size() / static_cast<std::size_t>(size.height);
  for (std::size_t row = 0; row < static_cast<std::size_t>(size.height); ++row) {
    raw.push_back(0);  // no filter
    const auto line = values.subspan(row * line_bytes, line_bytes);
    raw.insert(raw.end(), line.begin(), line.end());
  }
  put_chunk(png, "IHDR", header);
  if (!palette.empty()) put_chunk(png, "PLTE", palette);
  put_chunk(png, "IDAT", zlib_stored(raw));
  put_chunk(png, "IEND", {});
  return png;
}

std::size_t area(const PngSize& size) {
  TADPOLE_EXPECT(size.width > 0 && size.height > 0);
  return static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
}

}  // namespace

Bytes heat_png(int columns, int rows, std::span<const std::uint8_t> levels) {
  const PngSize size{columns, rows};
  TADPOLE_EXPECT(levels.size() == area(size));
  return make_png(size, ColourType::palette, ramp_palette(), levels);
}

Bytes picture_png(const PngSize& size, int channels, std::span<const std::uint8_t> values) {
  TADPOLE_EXPECT(channels == 1 || channels == 3);
  TADPOLE_EXPECT(values.size() == area(size) * static_cast<std::size_t>(channels));
  return make_png(size, channels == 1 ? ColourType::grey : ColourType::rgb, {}, values);
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

// Length of the well-formed UTF-8 sequence at the start of text, 0 when there is none. Source: RFC
// 3629.
std::size_t utf8_length(std::string_view text) {
  const auto at = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto tail = [&](std::size_t i) { return at(i) >= 0x80 && at(i) < 0xC0; };
  const unsigned first = at(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return tail(1) ? 2 : 0;
  if (first >= 0xE0 && first < 0xF0) {
    const bool overlong = first == 0xE0 && at(1) < 0xA0;
    const bool surrogate = first == 0xED && at(1) >= 0xA0;
    return tail(1) && tail(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first >= 0xF0 && first < 0xF5) {
    const bool outside = (first == 0xF0 && at(1) < 0x90) || (first == 0xF4 && at(1) >= 0x90);
    return tail(1) && tail(2) && tail(3) && !outside ? 4 : 0;
  }
  return 0;
}

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
