// SPDX-License-Identifier: Apache-2.0
#include "core/base/stored_png.h"

#include <algorithm>
#include <string_view>

#include "core/base/crc32.h"

namespace tadpole {
namespace {

void put_be32(Bytes& out, std::uint32_t value) {
  for (int i = 3; i >= 0; --i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
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

void put_chunk(Bytes& png, std::string_view type, std::span<const std::uint8_t> data) {
  put_be32(png, static_cast<std::uint32_t>(data.size()));
  Bytes body(type.begin(), type.end());
  body.insert(body.end(), data.begin(), data.end());
  png.insert(png.end(), body.begin(), body.end());
  put_be32(png, crc32(body));
}

Bytes zlib_stored(const Bytes& raw) {
  constexpr std::size_t kBlock = 65535;
  Bytes out;
  out.reserve(raw.size() + (raw.size() / kBlock + 1) * 5 + 6);
  out.push_back(0x78);
  out.push_back(0x01);
  for (std::size_t begin = 0; begin == 0 || begin < raw.size(); begin += kBlock) {
    const std::size_t n = std::min(kBlock, raw.size() - begin);
    out.push_back(begin + n >= raw.size() ? 1 : 0);
    for (const std::size_t word : {n, ~n & 0xFFFFU}) {
      out.push_back(static_cast<std::uint8_t>(word));
      out.push_back(static_cast<std::uint8_t>(word >> 8U));
    }
    out.insert(out.end(), raw.begin() + static_cast<std::ptrdiff_t>(begin),
               raw.begin() + static_cast<std::ptrdiff_t>(begin + n));
  }
  put_be32(out, adler32(raw));
  return out;
}

}  // namespace

Bytes stored_png(int width, int height, PngColour colour, std::span<const std::uint8_t> values,
                 std::span<const std::uint8_t> palette) {
  TADPOLE_EXPECT(width > 0 && height > 0);
  const std::size_t lines = static_cast<std::size_t>(height);
  const std::size_t line_bytes = static_cast<std::size_t>(width) *
                                 (colour == PngColour::rgb ? std::size_t{3} : std::size_t{1});
  TADPOLE_EXPECT(values.size() == lines * line_bytes);
  Bytes png(kPngSignature.begin(), kPngSignature.end());
  Bytes header;
  put_be32(header, static_cast<std::uint32_t>(width));
  put_be32(header, static_cast<std::uint32_t>(height));
  for (const int value : {8, static_cast<int>(colour), 0, 0, 0})  // 8 bit, no interlacing
    header.push_back(static_cast<std::uint8_t>(value));
  Bytes raw;
  for (std::size_t row = 0; row < lines; ++row) {
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

}  // namespace tadpole
