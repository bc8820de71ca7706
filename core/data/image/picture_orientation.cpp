// SPDX-License-Identifier: Apache-2.0
// Which way up a photo is. Source: Exif 2.3 (CIPA DC-008, 2012), tag 0x0112 in a TIFF 6.0
// directory.
#include <cstring>

#include "core/data/image/picture_formats.h"

namespace tadpole {
namespace {

constexpr unsigned kOrientationTag = 0x0112;

// A TIFF structure whose byte order its first letter says. Reads past the end give 0.
struct Tiff {
  PictureBytes bytes;
  bool is_big = false;

  std::size_t number(std::size_t at, std::size_t size) const {
    if (at > bytes.size() || size > bytes.size() - at) return 0;
    std::size_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
      value = value * 256 + bytes[at + (is_big ? i : size - 1 - i)];
    return value;
  }
};

// Where a pixel of the turned picture comes from.
struct Source {
  int x, y;
};
Source source_of(int orientation, int x, int y, int width, int height) {
  switch (orientation) {
    case 2:
      return {width - 1 - x, y};
    case 3:
      return {width - 1 - x, height - 1 - y};
    case 4:
      return {x, height - 1 - y};
    case 5:
      return {y, x};
    case 6:
      return {y, height - 1 - x};
    case 7:
      return {width - 1 - y, height - 1 - x};
    default:  // 8
      return {width - 1 - y, x};
  }
}

}  // namespace

int exif_orientation(PictureBytes segment) {
  if (segment.size() < 14 || std::memcmp(segment.data(), "Exif\0\0", 6) != 0) return 1;
  const Tiff tiff{segment.subspan(6), segment[6] == 'M'};
  const std::size_t directory = tiff.number(4, 4);
  const std::size_t entries = tiff.number(directory, 2);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + 12 * i;
    if (tiff.number(entry, 2) != kOrientationTag) continue;
    const std::size_t value = tiff.number(entry + 8, 2);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

Picture turned(Picture picture, int orientation) {
  if (orientation < 2 || orientation > 8) return picture;
  const bool on_side = orientation >= 5;
  Picture out = blank_picture(on_side ? picture.height : picture.width,
                              on_side ? picture.width : picture.height, picture.channels);
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      const Source from = source_of(orientation, x, y, picture.width, picture.height);
      std::memcpy(&out.pixels[out.at(x, y)], &picture.pixels[picture.at(from.x, from.y)],
                  static_cast<std::size_t>(picture.channels));
    }
  }
  return out;
}

}  // namespace tadpole
