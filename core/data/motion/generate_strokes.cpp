// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "core/data/motion/synthetic.h"

namespace tadpole::synthetic {
namespace {

using Point = std::array<double, 2>;
using Points = std::vector<Point>;

// The ways in which people write a digit, as one stroke in the unit square, y up. A point that
// stands twice is a corner.
const std::vector<std::vector<Points>>& digit_forms() {
  static const std::vector<std::vector<Points>> forms = {
      {{{.5, 1}, {.15, .75}, {.1, .35}, {.45, 0}, {.85, .3}, {.85, .75}, {.5, 1}},
       {{.45, 1}, {.85, .75}, {.88, .3}, {.5, 0}, {.12, .3}, {.15, .75}, {.5, 1}}},
      {{{.5, 1}, {.5, .5}, {.5, 0}}, {{.3, .75}, {.55, 1}, {.55, 1}, {.55, .5}, {.55, 0}}},
      {{{.12, .75},
        {.3, .97},
        {.65, .97},
        {.82, .72},
        {.6, .4},
        {.12, .02},
        {.12, .02},
        {.5, .02},
        {.88, .02}},
       {{.15, .75},
        {.35, 1},
        {.75, .92},
        {.75, .6},
        {.4, .2},
        {.15, .05},
        {.18, .2},
        {.4, .12},
        {.9, 0}}},
      {{{.15, .88},
        {.45, 1},
        {.78, .82},
        {.65, .58},
        {.38, .52},
        {.38, .52},
        {.72, .45},
        {.84, .22},
        {.5, 0},
        {.12, .12}},
       {{.15, 1},
        {.8, 1},
        {.8, 1},
        {.4, .58},
        {.4, .58},
        {.8, .4},
        {.75, .1},
        {.4, 0},
        {.12, .12}}},
      {{{.85, .35}, {.1, .35}, {.1, .35}, {.65, 1}, {.65, 1}, {.65, 0}},
       {{.3, 1}, {.15, .45}, {.15, .45}, {.85, .45}, {.85, .45}, {.7, .95}, {.7, .95}, {.7, 0}}},
      {{{.8, 1},
        {.25, 1},
        {.25, 1},
        {.2, .58},
        {.2, .58},
        {.5, .66},
        {.82, .4},
        {.6, .03},
        {.12, .1}},
       {{.78, .95}, {.3, .95}, {.2, .6}, {.5, .65}, {.8, .4}, {.6, .05}, {.15, .08}}},
      {{{.7, 1}, {.3, .7}, {.12, .3}, {.4, 0}, {.8, .2}, {.65, .48}, {.3, .42}, {.15, .25}},
       {{.55, 1}, {.2, .55}, {.15, .2}, {.45, 0}, {.75, .15}, {.6, .4}, {.3, .32}}},
      {{{.12, 1}, {.85, 1}, {.85, 1}, {.4, 0}},
       {{.12, .85}, {.15, 1}, {.15, 1}, {.85, .97}, {.85, .97}, {.55, .5}, {.45, 0}}},
      {{{.75, .85},
        {.45, 1},
        {.2, .8},
        {.5, .52},
        {.8, .22},
        {.5, 0},
        {.2, .2},
        {.5, .5},
        {.78, .85}},
       {{.5, .5},
        {.22, .75},
        {.5, 1},
        {.78, .75},
        {.5, .5},
        {.18, .22},
        {.5, 0},
        {.82, .22},
        {.5, .5}}},
      {{{.8, .8}, {.5, 1}, {.2, .75}, {.45, .5}, {.78, .72}, {.8, .8}, {.75, .4}, {.6, 0}},
       {{.8, .9}, {.45, .98}, {.22, .72}, {.5, .52}, {.8, .85}, {.8, .85}, {.8, .4}, {.8, 0}}}};
  return forms;
}

// Catmull-Rom through the points, 24 steps a piece. Source: Catmull and Rom, "A class of local
// interpolating splines", 1974.
Points spline(const Points& p) {
  Points out;
  const auto at = [&](std::size_t i, long shift) {
    const long k = std::clamp(static_cast<long>(i) + shift, 0L, static_cast<long>(p.size()) - 1);
    return p[static_cast<std::size_t>(k)];
  };
  for (std::size_t i = 0; i + 1 < p.size(); ++i) {
    if (p[i] == p[i + 1]) continue;
    // A corner is an end of the curve on either side.
    const Point a = at(i, -1), b = p[i], c = p[i + 1], d = at(i, 2);
    for (int s = 0; s < 24; ++s) {
      const double t = s / 24.0, t2 = t * t, t3 = t2 * t;
      Point q;
      for (std::size_t k = 0; k < 2; ++k)
        q[k] = 0.5 * (2 * b[k] + (c[k] - a[k]) * t + (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]) * t2 +
                      (3 * b[k] - a[k] - 3 * c[k] + d[k]) * t3);
      out.push_back(q);
    }
  }
  out.push_back(p.back());
  return out;
}

double distance(const Point& a, const Point& b) { return std::hypot(a[0] - b[0], a[1] - b[1]); }

// Seconds (in units of the whole) at which the hand is at each point of the curve.
std::vector<double> timing(const Points& curve, double law) {
  std::vector<double> slowness(curve.size(), 1.0);
  for (std::size_t i = 2; i + 2 < curve.size(); ++i) {
    const Point &a = curve[i - 2], &b = curve[i], &c = curve[i + 2];
    const double sides = distance(a, b) * distance(b, c) * distance(a, c);
    const double area = std::abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
    const double curvature = sides > 1e-9 ? 2.0 * area / sides : 20.0;
    slowness[i] = std::pow(std::clamp(curvature, 1.0, 40.0), law);
  }
  slowness = smoothed(slowness, 4.0);
  std::vector<double> when = {0.0};
  for (std::size_t i = 1; i < curve.size(); ++i)
    when.push_back(when.back() + (distance(curve[i - 1], curve[i]) + 1e-6) * slowness[i]);
  for (double& t : when) t /= when.back();
  return when;
}

// A hand starts and stops gently: time of the clock to time of the path.
double eased(double t) { return t - 0.75 * std::sin(kTwoPi * t) / kTwoPi; }

Point at_time(const Points& curve, const std::vector<double>& when, double t) {
  const auto after = std::upper_bound(when.begin(), when.end(), t);
  if (after == when.begin()) return curve.front();
  if (after == when.end()) return curve.back();
  const auto i = static_cast<std::size_t>(after - when.begin());
  const double share = (t - when[i - 1]) / (when[i] - when[i - 1]);
  return {curve[i - 1][0] + share * (curve[i][0] - curve[i - 1][0]),
          curve[i - 1][1] + share * (curve[i][1] - curve[i - 1][1])};
}

// The person's form and this sample's slip: slant, turn, width, and every point a little elsewhere.
Points in_hand(const Shape& shape, const Task& task, double wildness) {
  const Rng& style = task.style;
  Rng rng = task.sample.fork(1);
  const double slant = 0.18 * trait(style, 1) + 0.06 * wildness * rng.normal();
  const double turn = 0.10 * trait(style, 2) + 0.07 * wildness * rng.normal();
  const double width = std::exp(0.16 * trait(style, 3) + 0.08 * wildness * rng.normal());
  const double loose = 0.028 + 0.010 * trait(style, 4, 0.0, 1.0);
  Points out;
  Point before = {9, 9}, moved = {};
  for (std::size_t i = 0; i < shape.points.size(); ++i) {
    const Point& p = shape.points[i];
    if (p != before) {
      const auto key = 100 + 64 * static_cast<std::uint64_t>(task.label) + 2 * i;
      const double x = (p[0] - 0.5 + 0.03 * trait(style, key) + loose * wildness * rng.normal());
      const double y = p[1] - 0.5 + 0.03 * trait(style, key + 1) + loose * wildness * rng.normal();
      const double sx = width * (x + slant * y);
      moved = {sx * std::cos(turn) - y * std::sin(turn), sx * std::sin(turn) + y * std::cos(turn)};
    }
    before = p;
    out.push_back(moved);
  }
  return out;
}

}  // namespace

Shape digit_shape(int digit, const Rng& style) {
  const auto& forms = digit_forms()[static_cast<std::size_t>(digit)];
  const double pick = trait(style, 40 + static_cast<std::uint64_t>(digit), 0.0, 1.0);
  return {forms[pick < 0.65 ? 0 : 1]};
}

Path2 draw(const Shape& shape, const Task& task, int steps, double wildness) {
  const Points curve = spline(in_hand(shape, task, wildness));
  const std::vector<double> when = timing(curve, trait(task.style, 5, 0.2, 0.42));
  Rng rng = task.sample.fork(2);
  const auto n = static_cast<std::size_t>(steps);
  Path2 path;
  for (std::size_t i = 0; i < n; ++i) {
    const Point p = at_time(curve, when, eased(static_cast<double>(i) / (steps - 1)));
    path.x.push_back(p[0]);
    path.y.push_back(p[1]);
  }
  const double round = trait(task.style, 6, 0.006, 0.03) * steps;  // haste cuts corners
  path.x = smoothed(path.x, round), path.y = smoothed(path.y, round);
  const std::vector<double> bend_x = smooth_noise(rng, n, 1.2, steps);
  const std::vector<double> bend_y = smooth_noise(rng, n, 1.2, steps);
  const double bend = 0.018 * wildness * trait(task.style, 7, 0.5, 1.5);
  for (std::size_t i = 0; i < n; ++i) {
    path.x[i] += bend * bend_x[i];
    path.y[i] += bend * bend_y[i];
  }
  return path;
}

void make_strokes(const MotionGenerator& generator, const GenerateOptions&,
                  const std::vector<Task>& tasks, SampleSet& set) {
  static const char* const kGroups[] = {"wand", "touch screen", "mouse"};
  static const double kTremor[] = {0.006, 0.002, 0.004};
  int number = 0;
  for (const Task& task : tasks) {
    Rng rng = task.sample.fork(3);
    const auto group = static_cast<std::size_t>(trait(task.style, 8, 0.0, 2.999));
    const double pace = std::exp(0.2 * trait(task.style, 9) + 0.12 * rng.normal());
    const int steps = std::clamp(static_cast<int>(62.0 / pace), 28, 140);
    const Path2 path = draw(digit_shape(task.label, task.style), task, steps, 1.0);
    const double size = std::exp(0.25 * rng.normal());
    const double shift_x = 0.15 * rng.normal(), shift_y = 0.15 * rng.normal();
    const int before = static_cast<int>(rng.below(6)), after = static_cast<int>(rng.below(5));
    std::vector<float> points;
    for (int i = -before; i < steps + after; ++i) {
      const auto k = static_cast<std::size_t>(std::clamp(i, 0, steps - 1));
      const double shake = i < 0 || i >= steps ? 0.3 : 1.0;
      const double tremor = shake * kTremor[group];
      points.push_back(static_cast<float>(size * path.x[k] + shift_x + tremor * rng.normal()));
      points.push_back(static_cast<float>(size * path.y[k] + shift_y + tremor * rng.normal()));
    }
    const int rows = static_cast<int>(points.size() / 2);
    set.add(sample_of(generator, task, number++, kGroups[group], rows, 2), points);
  }
}

}  // namespace tadpole::synthetic
