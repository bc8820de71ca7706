// SPDX-License-Identifier: Apache-2.0
// What the image front end computes, as plain numbers: the same struct on the host (filled from a
// recipe) and in a firmware image (a constant).
#pragma once
#include <cstdint>

#include "device/model/types.h"

namespace tadpole::device {

// How a camera or a file lays out its pixels, row by row, the left upper one first. In memory
// rgb888 is red, green, blue and bgr888 blue, green, red; rgb565 is two bytes a pixel with red in
// the upper five bits, le: the lower byte first.
enum class PixelFormat : std::uint8_t { grey8, rgb888, bgr888, rgb565_le, rgb565_be };
// crop: the largest part in the middle that has the model's shape. stretch: all of it, bent.
// letterbox: all of it, with bars of `bar` beside or above.
enum class ImageFit : std::uint8_t { crop, stretch, letterbox };
// Which part of the frame is fitted. whole: all of it. dark, bright: the box around what is darker
// than ink_level, or at least that bright, with a margin of a sixteenth of its longer side: a
// drawing is seen alike wherever and however large it was drawn. All of the frame when nothing is.
enum class ImageInk : std::uint8_t { whole, dark, bright };
enum class ImageColour : std::uint8_t { grey, rgb };
// none: 0 to 255. unit: 0 to 1. signed_unit: -1 to 1. mean_sd: (value - mean) / sd, per channel.
enum class Normalise : std::uint8_t { none, unit, signed_unit, mean_sd };

struct ImageOptions {
  std::int32_t width = 96;
  std::int32_t height = 96;
  ImageColour colour = ImageColour::grey;
  ImageFit fit = ImageFit::crop;
  std::uint8_t bar = 0;
  Normalise normalise = Normalise::signed_unit;
  // Of mean_sd, in levels 0 to 255: red, green, blue; grey takes the first.
  float mean[3] = {127.5f, 127.5f, 127.5f};
  float sd[3] = {127.5f, 127.5f, 127.5f};
  ImageInk ink = ImageInk::whole;
  std::uint8_t ink_level = 128;
};

inline constexpr std::int32_t kMaxImageSide = 512;    // of the model's input
inline constexpr std::int32_t kMaxFrameSide = 32768;  // of the camera's frame

constexpr int channel_count(const ImageOptions& o) { return o.colour == ImageColour::rgb ? 3 : 1; }
// Values of one input of the model: [height][width][channels].
constexpr int image_values(const ImageOptions& o) { return o.width * o.height * channel_count(o); }
// Sums that a frame needs as scratch memory.
constexpr int image_scratch(const ImageOptions& o) { return o.width * channel_count(o); }

// ok, or bad_argument when a number is outside its range.
constexpr Status check(const ImageOptions& o) {
  if (o.width < 1 || o.width > kMaxImageSide) return Status::bad_argument;
  if (o.height < 1 || o.height > kMaxImageSide) return Status::bad_argument;
  for (int c = 0; c < 3; ++c) {
    if (!(o.mean[c] >= -1000.0f && o.mean[c] <= 1000.0f)) return Status::bad_argument;
    if (!(o.sd[c] >= 1e-3f && o.sd[c] <= 1000.0f)) return Status::bad_argument;
  }
  return Status::ok;
}

}  // namespace tadpole::device
