// SPDX-License-Identifier: Apache-2.0
// A stroke as a small picture: fitted into a square, drawn as a line whose colour tells the time,
// red at its start, green in its middle, blue at its end. Float only until the points lie on the
// grid, then integers: the same bytes on every target. Source: the idea is the magic wand's
// (Warden, "magic_wand", 2021; Bresenham, "Algorithm for computer control of a digital plotter",
// 1965).
#pragma once
#include <cstdint>

#include "device/model/types.h"

namespace tadpole::device {

struct StrokeRasterOptions {
  std::int32_t side = 32;     // pixels of the square
  std::int32_t channels = 3;  // 3: colour tells the time; 1: only where the line is
  std::int32_t margin = 2;    // pixels that stay empty around the stroke
};

inline constexpr std::int32_t kMostRasterSide = 256;
inline constexpr std::int32_t kMostStrokePoints = 1 << 16;
// Pixels are bytes from -128 (nothing) to 127: real value = (byte + 128) / 255.
inline constexpr float kRasterScale = 1.0f / 255.0f;
inline constexpr std::int32_t kRasterZeroPoint = -128;

constexpr Status check(const StrokeRasterOptions& o) {
  if (o.side < 4 || o.side > kMostRasterSide) return Status::bad_argument;
  if (o.channels != 1 && o.channels != 3) return Status::bad_argument;
  return o.margin < 0 || 2 * o.margin > o.side - 2 ? Status::bad_argument : Status::ok;
}

// points: [count, 2], x to the right, y up; count from 1 to kMostStrokePoints. out: [side, side,
// channels], the top row first. The longer side of the stroke's box fills the square but the
// margin, the shorter one lies in its middle; a stroke without size is one pixel in the middle.
// Points that are no numbers or larger than 1e30 count as 0. Expects check(options) == ok. Cannot
// fail. Cost: a division per pixel of the line.
void rasterize_stroke(const StrokeRasterOptions& options, const float* points, int count,
                      std::int8_t* out);

}  // namespace tadpole::device
