// SPDX-License-Identifier: Apache-2.0
// A frame of a camera to the size of a model's input, in whole numbers only: every machine gives
// the same bytes. Shrinking averages the area that an output pixel covers, enlarging is bilinear
// with pixel centres at halves; each direction takes its own. Source: Wolberg, Digital Image
// Warping, 1990.
#pragma once
#include <cstdint>

#include "device/dsp/image_options.h"

namespace tadpole::device {

// A frame in the camera's memory; must outlive the call.
struct CameraFrame {
  const std::uint8_t* pixels = nullptr;
  std::int32_t width = 0;
  std::int32_t height = 0;
  PixelFormat format = PixelFormat::grey8;
  std::int32_t row_bytes = 0;  // from one row to the next; 0: rows lie without a gap
};

constexpr std::int32_t pixel_bytes(PixelFormat format) {
  return format == PixelFormat::grey8                                           ? 1
         : format == PixelFormat::rgb565_le || format == PixelFormat::rgb565_be ? 2
                                                                                : 3;
}

struct Rgb {
  std::uint8_t red, green, blue;
};

// The colour of one pixel; 5 and 6 bits are widened by repeating the upper ones, so that full is
// 255. Cannot fail.
inline Rgb colour_at(const std::uint8_t* pixel, PixelFormat format) {
  if (format == PixelFormat::grey8) return {pixel[0], pixel[0], pixel[0]};
  if (format == PixelFormat::rgb888) return {pixel[0], pixel[1], pixel[2]};
  if (format == PixelFormat::bgr888) return {pixel[2], pixel[1], pixel[0]};
  const std::uint32_t first = pixel[0], second = pixel[1];
  const std::uint32_t word =
      format == PixelFormat::rgb565_be ? first << 8 | second : second << 8 | first;
  const std::uint32_t r = word >> 11, g = word >> 5 & 63, b = word & 31;
  return {static_cast<std::uint8_t>(r << 3 | r >> 2), static_cast<std::uint8_t>(g << 2 | g >> 4),
          static_cast<std::uint8_t>(b << 3 | b >> 2)};
}

// ITU-R BT.601 in 1/256. Cannot fail.
inline std::uint8_t grey_of(Rgb p) {
  return static_cast<std::uint8_t>((77u * p.red + 150u * p.green + 29u * p.blue + 128u) >> 8);
}

// One direction: `from` source pixels, the first at `offset`, become `to` output pixels.
struct ImageAxis {
  std::int32_t offset = 0;
  std::int32_t from = 1;
  std::int32_t to = 1;
  bool shrinks() const { return from >= to; }
  // What the weights of one output pixel sum to.
  std::uint32_t total() const { return static_cast<std::uint32_t>(shrinks() ? from : 2 * to); }
};

// The source pixels of one output pixel: first, last, and those between with `middle` each.
struct ImageRun {
  std::int32_t first = 0, last = 0;
  std::uint32_t first_weight = 0, middle_weight = 0, last_weight = 0;
  std::uint32_t weight(std::int32_t i) const {
    return i == first ? first_weight : i == last ? last_weight : middle_weight;
  }
};

// Expects 0 <= i < axis.to. Cannot fail.
inline ImageRun image_run(const ImageAxis& axis, std::int32_t i) {
  const std::int32_t n = axis.from, m = axis.to;
  if (axis.shrinks()) {
    // In 1/m of a source pixel: output pixel i covers [i n, (i + 1) n), source pixel k [k m, (k +
    // 1) m).
    const std::int32_t begin = i * n, end = begin + n;
    const std::int32_t first = begin / m, last = (end - 1) / m;
    if (first == last) return {axis.offset + first, axis.offset + first, axis.total(), 0, 0};
    return {axis.offset + first, axis.offset + last,
            static_cast<std::uint32_t>((first + 1) * m - begin), static_cast<std::uint32_t>(m),
            static_cast<std::uint32_t>(end - last * m)};
  }
  // In 1/(2m): the centre of output pixel i lies at (2 i + 1) n - m from that of source pixel 0.
  const std::int32_t place = (2 * i + 1) * n - m;
  if (place <= 0) return {axis.offset, axis.offset, axis.total(), 0, 0};
  const std::int32_t first = place / (2 * m), rest = place % (2 * m);
  if (first >= n - 1) return {axis.offset + n - 1, axis.offset + n - 1, axis.total(), 0, 0};
  return {axis.offset + first, axis.offset + first + 1, static_cast<std::uint32_t>(2 * m - rest), 0,
          static_cast<std::uint32_t>(rest)};
}

constexpr std::int32_t at_least_one(std::int32_t x) { return x < 1 ? 1 : x; }

// Which part of the frame goes where in the output.
struct ImageLayout {
  ImageAxis x, y;
  std::int32_t left = 0, top = 0;  // of the picture in the output; not 0: bars
};

// Expects check(options) == ok and a frame of at most kMaxFrameSide. Cannot fail.
inline ImageLayout image_layout(const ImageOptions& o, std::int32_t width, std::int32_t height) {
  ImageLayout l{{0, width, o.width}, {0, height, o.height}, 0, 0};
  // The frame is wider than the output's shape when width / height > o.width / o.height.
  const std::int32_t wide = width * o.height, high = height * o.width;
  if (o.fit == ImageFit::crop) {
    if (wide > high) l.x.from = at_least_one(high / o.height);
    if (high > wide) l.y.from = at_least_one(wide / o.width);
    l.x.offset = (width - l.x.from) / 2;
    l.y.offset = (height - l.y.from) / 2;
  }
  if (o.fit == ImageFit::letterbox) {
    if (wide > high) l.y.to = at_least_one(high / width);
    if (high > wide) l.x.to = at_least_one(wide / height);
    l.left = (o.width - l.x.to) / 2;
    l.top = (o.height - l.y.to) / 2;
  }
  return l;
}

}  // namespace tadpole::device
