// SPDX-License-Identifier: Apache-2.0
#include "core/data/image/picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "core/data/image/picture_formats.h"

namespace tadpole {
namespace {

std::uint8_t grey_of(int r, int g, int b) {
  return static_cast<std::uint8_t>((77 * r + 150 * g + 29 * b + 128) >> 8);
}

std::uint8_t widen(unsigned value, unsigned bits) {
  const unsigned upper = value << (8 - bits);
  return static_cast<std::uint8_t>(upper | (upper >> bits));
}

std::size_t pixels_of(int width, int height) {
  return static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
}

}  // namespace

Error broken_picture(const std::string& name, const std::string& what) {
  return Error{
      fmt::format("{} cannot be read as a picture: {}; save it again as PNG or JPEG, or remove it",
                  name, what)};
}

Outcome check_picture_size(std::int64_t width, std::int64_t height, const std::string& name) {
  if (width < 1 || height < 1)
    return broken_picture(name, fmt::format("it is {} x {} pixels large", width, height));
  if (width > kMostPixels || height > kMostPixels / width)
    return broken_picture(name, fmt::format("it has {} x {} pixels, at most {} million are read",
                                            width, height, kMostPixels / 1000000));
  return Done{};
}

Picture blank_picture(int width, int height, int channels, std::uint8_t value) {
  TADPOLE_EXPECT(width > 0 && height > 0 && (channels == 1 || channels == 3));
  Picture picture{.width = width, .height = height, .channels = channels};
  picture.pixels.assign(pixels_of(width, height) * static_cast<std::size_t>(channels), value);
  return picture;
}

Result<Picture> read_picture(std::span<const std::uint8_t> bytes, const std::string& name) {
  if (is_png(bytes)) return read_png(bytes, name);
  if (is_jpeg(bytes)) return read_jpeg(bytes, name);
  if (is_pnm(bytes)) return read_pnm(bytes, name);
  if (is_bmp(bytes)) return read_bmp(bytes, name);
  return broken_picture(name, bytes.empty() ? "it is empty"
                                            : "its first bytes are none of PNG, JPEG, PPM, PGM or "
                                              "BMP");
}

Result<Picture> read_picture(const Path& file) {
  const Bytes bytes = TADPOLE_TRY(read_bytes(file));
  return read_picture(bytes, file.string());
}

bool is_picture_name(const Path& file) {
  std::string end = file.extension().string();
  std::transform(end.begin(), end.end(), end.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const char* known : {".png", ".jpg", ".jpeg", ".jpe", ".ppm", ".pgm", ".pnm", ".bmp"})
    if (end == known) return true;
  return false;
}

Result<Picture> read_rgb565(std::span<const std::uint8_t> bytes, int width, int height,
                            ByteOrder order) {
  TADPOLE_TRY(check_picture_size(width, height, "the RGB565 frame"));
  if (bytes.size() != 2 * pixels_of(width, height))
    return Error{
        fmt::format("the RGB565 frame has {} bytes, {} x {} pixels need {}; check width and height",
                    bytes.size(), width, height, 2 * pixels_of(width, height))};
  Picture picture = blank_picture(width, height, 3);
  const std::size_t high = order == ByteOrder::big ? 0 : 1;
  for (std::size_t i = 0; i < pixels_of(width, height); ++i) {
    const unsigned word = bytes[2 * i + high] * 256U + bytes[2 * i + 1 - high];
    picture.pixels[3 * i] = widen(word >> 11, 5);
    picture.pixels[3 * i + 1] = widen((word >> 5) & 63, 6);
    picture.pixels[3 * i + 2] = widen(word & 31, 5);
  }
  return picture;
}

Picture with_channels(const Picture& p, int channels) {
  TADPOLE_EXPECT(channels == 1 || channels == 3);
  if (p.channels == channels) return p;
  Picture out = blank_picture(p.width, p.height, channels);
  for (std::size_t i = 0; i < pixels_of(p.width, p.height); ++i) {
    if (channels == 1) {
      out.pixels[i] = grey_of(p.pixels[3 * i], p.pixels[3 * i + 1], p.pixels[3 * i + 2]);
    } else {
      std::fill_n(out.pixels.begin() + static_cast<std::ptrdiff_t>(3 * i), 3, p.pixels[i]);
    }
  }
  return out;
}

}  // namespace tadpole
