// SPDX-License-Identifier: Apache-2.0
// A small painter for made pictures: shapes of polygons, ellipses and strokes, filled with smooth
// edges (coverage by scanlines, nonzero winding), textures, light. Places are in hundredths of the
// picture: (0, 0) its left upper, (100, 100) its right lower corner, whatever its size. No libm:
// the same bytes on every machine. Sources: Foley et al., Computer Graphics (1990), chapter 3;
// Perlin, An image synthesizer (1985), for the noise.
#pragma once
#include <functional>
#include <span>
#include <vector>

#include "core/base/rng.h"
#include "core/data/image/picture.h"

namespace tadpole {

struct CanvasPoint {
  double x = 0.0, y = 0.0;
};
inline CanvasPoint operator+(CanvasPoint a, CanvasPoint b) { return {a.x + b.x, a.y + b.y}; }
inline CanvasPoint operator-(CanvasPoint a, CanvasPoint b) { return {a.x - b.x, a.y - b.y}; }
inline CanvasPoint operator*(CanvasPoint a, double s) { return {a.x * s, a.y * s}; }

// 0 to 1 each.
struct Colour {
  double r = 0.0, g = 0.0, b = 0.0;
};
inline Colour operator*(Colour c, double s) { return {c.r * s, c.g * s, c.b * s}; }
Colour mix(Colour a, Colour b, double share_of_b);
// hue in turns (0 red, 1/3 green), saturation and value 0 to 1. In braces, hsv({a, b, c}): what is
// drawn from an Rng there is drawn from left to right; the arguments of a call have no order.
struct Hsv {
  double hue, saturation, value;
};
Colour hsv(Hsv c);
Colour grey(double level);
// A colour near another: each channel moved evenly by at most `by`.
Colour near(Colour c, double by, Rng& rng);

// Where a thing drawn about (0, 0) comes: scaled, then turned (in turns, clockwise), then moved.
struct Placement {
  CanvasPoint to = {};
  double scale_x = 1.0, scale_y = 1.0, turns = 0.0;
};

// x' = xx x + xy y + x0, y' = yx x + yy y + y0
struct Affine {
  double xx = 1.0, xy = 0.0, yx = 0.0, yy = 1.0, x0 = 0.0, y0 = 0.0;
  CanvasPoint operator()(CanvasPoint p) const {
    return {xx * p.x + xy * p.y + x0, yx * p.x + yy * p.y + y0};
  }
  static Affine place(Placement p);
};
double cosine(double turns);
double sine(double turns);

using Line = std::vector<CanvasPoint>;
// A smooth line through the points. Source: Catmull, Rom, 1974.
Line smooth(std::span<const CanvasPoint> points);
Line smooth(std::initializer_list<CanvasPoint> points);
// Part of an ellipse, from one angle to another, in turns from the right, clockwise.
Line arc(CanvasPoint middle, double rx, double ry, double from, double to);

// Outlines that are filled together: where they overlap, once.
class Outline {
 public:
  Outline() = default;
  Outline& polygon(Line points);
  Outline& rectangle(double left, double top, double right, double bottom);
  Outline& ellipse(CanvasPoint middle, double rx, double ry, double turns = 0.0);
  // Round ends and corners.
  Outline& stroke(const Line& line, double width);
  // From one width to another: limbs, stems, tails.
  Outline& taper(const Line& line, double from_width, double to_width);
  Outline moved(const Affine& by) const;
  const std::vector<Line>& outlines() const { return outlines_; }

 private:
  std::vector<Line> outlines_;
};

// Smooth random hills, 0 to 1, of a hill's size in hundredths.
class HillNoise {
 public:
  HillNoise(Rng& rng, double size) : seed_(rng.next()), size_(size) {}
  double at(CanvasPoint p) const;
  // Three octaves: hills on hills.
  double rough(CanvasPoint p) const;

 private:
  double corner(std::int64_t x, std::int64_t y) const;
  std::uint64_t seed_;
  double size_;
};

class Canvas {
 public:
  using Paint = std::function<Colour(CanvasPoint)>;
  Canvas(int width, int height, Colour background = {});
  // alpha: 0 nothing, 1 covers.
  void fill(const Outline& shape, Colour colour, double alpha = 1.0);
  void fill(const Outline& shape, const Paint& paint, double alpha = 1.0);
  void fill_all(const Paint& paint);
  // Every later shape goes through this; for a thing drawn about (0, 0).
  void set_view(const Affine& view) { view_ = view; }
  // Multiplies all by a factor of the place: light.
  void light(const std::function<double(CanvasPoint)>& factor);
  // Each place shows the colour of another: elastic and wavy bends.
  void bend(const std::function<CanvasPoint(CanvasPoint)>& from);
  // Box blur, radius in hundredths of the width.
  void blur(double radius);
  // Noise of the sensor, about normal, standard deviation 0 to 1.
  void grain(double deviation, Rng& rng);
  // channels 1: the first of r, g, b weighed to grey (BT.601).
  Picture picture(int channels) const;

 private:
  Colour at(CanvasPoint p) const;
  std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width_) +
           static_cast<std::size_t>(x);
  }
  CanvasPoint place(int x, int y) const {
    return {(x + 0.5) * 100.0 / width_, (y + 0.5) * 100.0 / height_};
  }
  int width_, height_;
  Affine view_ = {};
  std::vector<Colour> pixels_;
};

// About normal, mean 0, deviation 1, at most 4.9 away; without a logarithm.
double bell(Rng& rng);

}  // namespace tadpole
