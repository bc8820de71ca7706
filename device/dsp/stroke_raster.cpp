// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/stroke_raster.h"

namespace tadpole::device {
namespace {

constexpr std::int32_t kOne = 256;  // of a pixel

float usable(float x) { return x > -1e30f && x < 1e30f ? x : 0.0f; }

struct Box {
  float least[2], greatest[2];
};

Box box_of(const float* points, int count) {
  Box box{{usable(points[0]), usable(points[1])}, {usable(points[0]), usable(points[1])}};
  for (int i = 1; i < count; ++i) {
    for (int d = 0; d < 2; ++d) {
      const float x = usable(points[2 * i + d]);
      if (x < box.least[d]) box.least[d] = x;
      if (x > box.greatest[d]) box.greatest[d] = x;
    }
  }
  return box;
}

struct Place {
  std::int32_t x, y;  // in pixels with 8 fractional bits; y down
};

std::int32_t nearest(float x) { return static_cast<std::int32_t>(x < 0.0f ? x - 0.5f : x + 0.5f); }

class Canvas {
 public:
  Canvas(const StrokeRasterOptions& o, const Box& box, std::int8_t* out) : options_(o), out_(out) {
    const float width = box.greatest[0] - box.least[0];
    const float height = box.greatest[1] - box.least[1];
    const float longest = width > height ? width : height;
    const auto room = static_cast<float>((o.side - 1 - 2 * o.margin) * kOne);
    scale_ = longest > 1e-30f ? room / longest : 0.0f;
    for (int d = 0; d < 2; ++d) middle_[d] = 0.5f * box.least[d] + 0.5f * box.greatest[d];
    for (int i = 0; i < o.side * o.side * o.channels; ++i) out_[i] = -128;
  }

  Place place(const float* point) const {
    const std::int32_t centre = (options_.side - 1) * kOne / 2;
    return {centre + nearest((usable(point[0]) - middle_[0]) * scale_),
            centre - nearest((usable(point[1]) - middle_[1]) * scale_)};
  }

  // start, end: the times of the two points; 0 at the start of the stroke, 510 at its end.
  void line(Place from, Place to, std::int32_t start, std::int32_t end) {
    const std::int32_t dx = to.x - from.x, dy = to.y - from.y;
    const std::int32_t wide = dx < 0 ? -dx : dx, high = dy < 0 ? -dy : dy;
    const std::int32_t steps = (wide > high ? wide : high) / kOne + 1;
    for (std::int32_t s = 0; s <= steps; ++s)
      dot({from.x + dx * s / steps, from.y + dy * s / steps}, start + (end - start) * s / steps);
  }

  void dot(Place at, std::int32_t time) {
    const std::int32_t x = (at.x + kOne / 2) / kOne, y = (at.y + kOne / 2) / kOne;
    if (x < 0 || y < 0 || x >= options_.side || y >= options_.side) return;
    std::int8_t* pixel = out_ + (y * options_.side + x) * options_.channels;
    if (options_.channels == 1) {
      pixel[0] = 127;
      return;
    }
    const std::int32_t red = time < 255 ? 255 - time : 0;
    const std::int32_t blue = time > 255 ? time - 255 : 0;
    pixel[0] = static_cast<std::int8_t>(red - 128);
    pixel[1] = static_cast<std::int8_t>(255 - red - blue - 128);
    pixel[2] = static_cast<std::int8_t>(blue - 128);
  }

 private:
  const StrokeRasterOptions& options_;
  std::int8_t* const out_;
  float scale_ = 0.0f;
  float middle_[2] = {};
};

}  // namespace

void rasterize_stroke(const StrokeRasterOptions& options, const float* points, int count,
                      std::int8_t* out) {
  Canvas canvas(options, box_of(points, count), out);
  Place before = canvas.place(points);
  canvas.dot(before, 0);
  for (int i = 1; i < count; ++i) {
    const Place here = canvas.place(points + 2 * i);
    canvas.line(before, here, 510 * (i - 1) / (count - 1), 510 * i / (count - 1));
    before = here;
  }
}

}  // namespace tadpole::device
