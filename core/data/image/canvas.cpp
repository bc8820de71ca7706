// SPDX-License-Identifier: Apache-2.0
#include "core/data/image/canvas.h"

#include <algorithm>
#include <cmath>

#include "device/dsp/table_math.h"

namespace tadpole {
namespace {

namespace table = device::table;

constexpr int kSublines = 5;  // scanlines per row of pixels

// Where an outline crosses a scanline, and which way.
struct Crossing {
  double x;
  int winding;
};

// Lengths of segments need no libm: sqrt is exact by IEEE 754.
double length(CanvasPoint p) { return std::sqrt(p.x * p.x + p.y * p.y); }

double area(const Line& line) {
  double sum = 0.0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const CanvasPoint a = line[i], b = line[(i + 1) % line.size()];
    sum += a.x * b.y - b.x * a.y;
  }
  return sum;
}

void add_crossings(const Line& outline, double y, std::vector<Crossing>& crossings) {
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const CanvasPoint a = outline[i], b = outline[(i + 1) % outline.size()];
    if ((a.y <= y) == (b.y <= y)) continue;
    crossings.push_back({a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x), a.y < b.y ? 1 : -1});
  }
}

// Adds `weight` times how much of each pixel lies between x0 and x1.
void cover(double x0, double x1, double weight, std::vector<double>& row) {
  x0 = std::max(x0, 0.0);
  x1 = std::min(x1, static_cast<double>(row.size()));
  if (!(x0 < x1)) return;
  const auto first = static_cast<std::size_t>(x0);
  const auto last = std::min(static_cast<std::size_t>(x1), row.size() - 1);
  if (first == last) {
    row[first] += weight * (x1 - x0);
    return;
  }
  row[first] += weight * (static_cast<double>(first + 1) - x0);
  for (std::size_t x = first + 1; x < last; ++x) row[x] += weight;
  row[last] += weight * (x1 - static_cast<double>(last));
}

void cover_line(std::vector<Crossing>& crossings, std::vector<double>& row) {
  std::sort(crossings.begin(), crossings.end(), [](const Crossing& a, const Crossing& b) {
    return a.x < b.x || (a.x == b.x && a.winding < b.winding);
  });
  int winding = 0;
  for (std::size_t i = 0; i + 1 < crossings.size(); ++i) {
    winding += crossings[i].winding;
    if (winding != 0) cover(crossings[i].x, crossings[i + 1].x, 1.0 / kSublines, row);
  }
}

double ease(double t) { return t * t * (3.0 - 2.0 * t); }

std::uint8_t level(double x) {
  return static_cast<std::uint8_t>(std::clamp(x, 0.0, 1.0) * 255.0 + 0.5);
}

CanvasPoint between(CanvasPoint a, CanvasPoint b, CanvasPoint c, CanvasPoint d, double t) {
  const auto one = [t](double p, double q, double r, double s) {
    return q +
           0.5 * t * (r - p + t * (2.0 * p - 5.0 * q + 4.0 * r - s + t * (3.0 * (q - r) + s - p)));
  };
  return {one(a.x, b.x, c.x, d.x), one(a.y, b.y, c.y, d.y)};
}

// One pass of a box blur along a row or column of `count` colours, `step` apart.
void blur_line(Colour* first, std::size_t step, int count, int radius,
               std::vector<Colour>& scratch) {
  scratch.assign(static_cast<std::size_t>(count), {});
  for (int i = 0; i < count; ++i) {
    Colour sum;
    for (int k = i - radius; k <= i + radius; ++k) {
      const Colour c = first[static_cast<std::size_t>(std::clamp(k, 0, count - 1)) * step];
      sum = {sum.r + c.r, sum.g + c.g, sum.b + c.b};
    }
    scratch[static_cast<std::size_t>(i)] = sum * (1.0 / (2 * radius + 1));
  }
  for (int i = 0; i < count; ++i)
    first[static_cast<std::size_t>(i) * step] = scratch[static_cast<std::size_t>(i)];
}

}  // namespace

double cosine(double turns) { return table::cos_turns(turns); }
double sine(double turns) { return table::sin_turns(turns); }

Colour mix(Colour a, Colour b, double t) {
  return {a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t};
}

Colour hsv(Hsv c) {
  const auto channel = [&](double shift) {
    double h = (c.hue + shift) * 6.0;
    h -= 6.0 * table::floor(h / 6.0);
    const double ramp = std::clamp(std::abs(h - 3.0) - 1.0, 0.0, 1.0);
    return c.value * (1.0 - c.saturation * (1.0 - ramp));
  };
  return {channel(0.0), channel(2.0 / 3.0), channel(1.0 / 3.0)};
}

Colour grey(double x) { return {x, x, x}; }

Colour near(Colour c, double by, Rng& rng) {
  c.r += rng.uniform(-by, by);
  c.g += rng.uniform(-by, by);
  c.b += rng.uniform(-by, by);
  return c;
}

double bell(Rng& rng) {
  const std::uint64_t bits = rng.next();
  int sum = 0;
  for (int i = 0; i < 8; ++i) sum += static_cast<int>(bits >> (8 * i) & 255);
  return (sum - 1020) / 209.0;  // sqrt(8 (256^2 - 1) / 12)
}

Affine Affine::place(Placement p) {
  const double c = cosine(p.turns), s = sine(p.turns);
  return {c * p.scale_x, -s * p.scale_y, s * p.scale_x, c * p.scale_y, p.to.x, p.to.y};
}

Line smooth(std::span<const CanvasPoint> points) {
  constexpr int kSteps = 8;
  Line line;
  const std::size_t n = points.size();
  for (std::size_t i = 0; i + 1 < n; ++i) {
    const CanvasPoint a = points[i == 0 ? 0 : i - 1], d = points[std::min(i + 2, n - 1)];
    for (int k = 0; k < kSteps; ++k)
      line.push_back(between(a, points[i], points[i + 1], d, static_cast<double>(k) / kSteps));
  }
  if (n > 0) line.push_back(points[n - 1]);
  return line;
}

Line smooth(std::initializer_list<CanvasPoint> points) {
  return smooth(std::span(points.begin(), points.size()));
}

Line arc(CanvasPoint middle, double rx, double ry, double from, double to) {
  constexpr int kSteps = 24;
  Line line;
  for (int i = 0; i <= kSteps; ++i) {
    const double t = from + (to - from) * i / kSteps;
    line.push_back({middle.x + rx * cosine(t), middle.y + ry * sine(t)});
  }
  return line;
}

// All outlines run the same way round, so that overlapping ones are filled once.
Outline& Outline::polygon(Line points) {
  if (area(points) < 0.0) std::reverse(points.begin(), points.end());
  outlines_.push_back(std::move(points));
  return *this;
}

Outline& Outline::rectangle(double left, double top, double right, double bottom) {
  return polygon({{left, top}, {right, top}, {right, bottom}, {left, bottom}});
}

Outline& Outline::ellipse(CanvasPoint middle, double rx, double ry, double turns) {
  Line line = arc({}, rx, ry, 0.0, 1.0);
  line.pop_back();
  const Affine by = Affine::place({middle, 1.0, 1.0, turns});
  for (CanvasPoint& p : line) p = by(p);
  return polygon(std::move(line));
}

Outline& Outline::stroke(const Line& line, double width) { return taper(line, width, width); }

Outline& Outline::taper(const Line& line, double from_width, double to_width) {
  const auto radius = [&](std::size_t i) {
    const double share =
        line.size() < 2 ? 0.0 : static_cast<double>(i) / static_cast<double>(line.size() - 1);
    return 0.5 * (from_width + (to_width - from_width) * share);
  };
  for (std::size_t i = 0; i < line.size(); ++i) {
    ellipse(line[i], radius(i), radius(i));
    if (i + 1 == line.size()) break;
    const CanvasPoint along = line[i + 1] - line[i];
    const double size = length(along);
    if (size < 1e-9) continue;
    const CanvasPoint across = {-along.y / size, along.x / size};
    const CanvasPoint a = across * radius(i), b = across * radius(i + 1);
    polygon({line[i] + a, line[i + 1] + b, line[i + 1] - b, line[i] - a});
  }
  return *this;
}

Outline Outline::moved(const Affine& by) const {
  Outline out;
  for (Line line : outlines_) {
    for (CanvasPoint& p : line) p = by(p);
    out.polygon(std::move(line));
  }
  return out;
}

double HillNoise::corner(std::int64_t x, std::int64_t y) const {
  const std::uint64_t key =
      static_cast<std::uint64_t>(x) * 0x9E3779B1U + static_cast<std::uint64_t>(y);
  return static_cast<double>(mix64(seed_ ^ mix64(key)) >> 11) * 0x1.0p-53;
}

double HillNoise::at(CanvasPoint p) const {
  const double x = p.x / size_, y = p.y / size_;
  const double fx = table::floor(x), fy = table::floor(y);
  const auto ix = static_cast<std::int64_t>(fx), iy = static_cast<std::int64_t>(fy);
  const double tx = ease(x - fx), ty = ease(y - fy);
  const double top = corner(ix, iy) * (1.0 - tx) + corner(ix + 1, iy) * tx;
  const double low = corner(ix, iy + 1) * (1.0 - tx) + corner(ix + 1, iy + 1) * tx;
  return top * (1.0 - ty) + low * ty;
}

double HillNoise::rough(CanvasPoint p) const {
  return (4.0 * at(p) + 2.0 * at(p * 2.1 + CanvasPoint{71, 13}) +
          at(p * 4.3 + CanvasPoint{5, 39})) /
         7.0;
}

Canvas::Canvas(int width, int height, Colour background)
    : width_(width),
      height_(height),
      pixels_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), background) {}

void Canvas::fill(const Outline& shape, Colour colour, double alpha) {
  fill(
      shape, [colour](CanvasPoint) { return colour; }, alpha);
}

void Canvas::fill(const Outline& shape, const Paint& paint, double alpha) {
  std::vector<Line> outlines = shape.moved(view_).outlines();
  double top = height_, bottom = 0.0;
  for (Line& line : outlines)
    for (CanvasPoint& p : line) {
      p = {p.x * width_ / 100.0, p.y * height_ / 100.0};
      top = std::min(top, p.y), bottom = std::max(bottom, p.y);
    }
  std::vector<double> row(static_cast<std::size_t>(width_));
  std::vector<Crossing> crossings;
  const int first = std::max(0, static_cast<int>(top)),
            last = std::min(height_ - 1, static_cast<int>(bottom));
  for (int y = first; y <= last; ++y) {
    std::fill(row.begin(), row.end(), 0.0);
    for (int k = 0; k < kSublines; ++k) {
      crossings.clear();
      for (const Line& line : outlines) add_crossings(line, y + (k + 0.5) / kSublines, crossings);
      cover_line(crossings, row);
    }
    for (int x = 0; x < width_; ++x) {
      const double covered = std::min(row[static_cast<std::size_t>(x)], 1.0) * alpha;
      if (covered > 0.0)
        pixels_[index(x, y)] = mix(pixels_[index(x, y)], paint(place(x, y)), covered);
    }
  }
}

void Canvas::fill_all(const Paint& paint) {
  for (int y = 0; y < height_; ++y)
    for (int x = 0; x < width_; ++x) pixels_[index(x, y)] = paint(place(x, y));
}

void Canvas::light(const std::function<double(CanvasPoint)>& factor) {
  for (int y = 0; y < height_; ++y)
    for (int x = 0; x < width_; ++x)
      pixels_[index(x, y)] = pixels_[index(x, y)] * factor(place(x, y));
}

Colour Canvas::at(CanvasPoint p) const {
  const double x = std::clamp(p.x * width_ / 100.0 - 0.5, 0.0, width_ - 1.0);
  const double y = std::clamp(p.y * height_ / 100.0 - 0.5, 0.0, height_ - 1.0);
  const int ix = static_cast<int>(x), iy = static_cast<int>(y);
  const int jx = std::min(ix + 1, width_ - 1), jy = std::min(iy + 1, height_ - 1);
  return mix(mix(pixels_[index(ix, iy)], pixels_[index(jx, iy)], x - ix),
             mix(pixels_[index(ix, jy)], pixels_[index(jx, jy)], x - ix), y - iy);
}

void Canvas::bend(const std::function<CanvasPoint(CanvasPoint)>& from) {
  std::vector<Colour> bent(pixels_.size());
  for (int y = 0; y < height_; ++y)
    for (int x = 0; x < width_; ++x) bent[index(x, y)] = at(from(place(x, y)));
  pixels_ = std::move(bent);
}

void Canvas::blur(double radius) {
  const int pixels = static_cast<int>(radius * width_ / 100.0 + 0.5);
  if (pixels < 1) return;
  std::vector<Colour> scratch;
  for (int y = 0; y < height_; ++y) blur_line(&pixels_[index(0, y)], 1, width_, pixels, scratch);
  for (int x = 0; x < width_; ++x)
    blur_line(&pixels_[index(x, 0)], static_cast<std::size_t>(width_), height_, pixels, scratch);
}

void Canvas::grain(double deviation, Rng& rng) {
  for (Colour& c : pixels_) {
    c.r += deviation * bell(rng);
    c.g += deviation * bell(rng);
    c.b += deviation * bell(rng);
  }
}

Picture Canvas::picture(int channels) const {
  Picture out = blank_picture(width_, height_, 3);
  for (std::size_t i = 0; i < pixels_.size(); ++i) {
    out.pixels[3 * i] = level(pixels_[i].r);
    out.pixels[3 * i + 1] = level(pixels_[i].g);
    out.pixels[3 * i + 2] = level(pixels_[i].b);
  }
  return with_channels(out, channels);
}

}  // namespace tadpole
