// SPDX-License-Identifier: Apache-2.0
// Ten kinds of things on cluttered backgrounds, small and in colour, as in CIFAR. No class has a
// colour of its own: shape must be learnt.
#include "core/data/image/image_generators.h"

namespace tadpole {
namespace {

// Paints about (0, 0), about 80 wide and high.
struct Painter {
  Canvas& canvas;
  Rng& rng;
  Colour main, second, dark;

  void fill(const Outline& shape, Colour colour) { canvas.fill(shape, colour); }

  void apple() {
    fill(Outline().ellipse({-13, 6}, 24, 31).ellipse({13, 6}, 24, 31), main);
    fill(Outline().ellipse({-16, -6}, 7, 10, 0.08), mix(main, grey(1), 0.5));
    fill(Outline().stroke(smooth({{0, -18}, {2, -30}, {8, -38}}), 5), {0.35, 0.22, 0.1});
    fill(Outline().ellipse({18, -32}, 12, 5, -0.08), {0.2, 0.55, 0.2});
  }
  void boat() {
    fill(Outline().polygon({{-40, 16}, {40, 16}, {28, 36}, {-28, 36}}), main);
    fill(Outline().rectangle(-2.5, -40, 2.5, 16), dark);
    fill(Outline().polygon({{5, -38}, {5, 10}, {36, 10}}), second);
    fill(Outline().polygon({{-5, -28}, {-5, 10}, {-28, 10}}), mix(second, grey(1), 0.4));
  }
  void car() {
    fill(Outline().polygon(smooth({{-27, 0}, {-18, -20}, {14, -20}, {26, 0}})), main);
    fill(Outline().rectangle(-42, -2, 42, 18), main);
    fill(Outline().polygon({{-20, -2}, {-14, -15}, {-2, -15}, {-2, -2}}), {0.75, 0.88, 0.95});
    fill(Outline().polygon({{2, -2}, {2, -15}, {12, -15}, {20, -2}}), {0.75, 0.88, 0.95});
    for (const double x : {-23.0, 23.0}) {
      fill(Outline().ellipse({x, 19}, 10, 10), grey(0.08));
      fill(Outline().ellipse({x, 19}, 4.5, 4.5), grey(0.75));
    }
    fill(Outline().ellipse({39, 6}, 3, 4), {1, 0.9, 0.5});
  }
  void cup() {
    fill(Outline().stroke(arc({22, 4}, 17, 15, -0.25, 0.25), 7), main * 0.85);
    fill(Outline().polygon({{-30, -24}, {26, -24}, {20, 34}, {-24, 34}}), main);
    fill(Outline().ellipse({-2, -24}, 28, 7), mix(main, grey(1), 0.45));
    fill(Outline().ellipse({-2, -23}, 23, 4.5), dark);
    fill(Outline().polygon({{-28, -4}, {24, -4}, {22.5, 8}, {-26.5, 8}}), second);
  }
  void fish() {
    fill(Outline().polygon({{14, 0}, {42, -24}, {36, 0}, {42, 24}}), second);
    fill(Outline().polygon(smooth({{-6, -18}, {4, -34}, {18, -14}})), second);
    fill(Outline().ellipse({-8, 0}, 34, 21), main);
    for (int i = 0; i < 3; ++i)
      fill(Outline().stroke(arc({-8.0 + 10 * i, 0}, 7, 12, -0.2, 0.2), 2.5), second);
    fill(Outline().ellipse({-28, -5}, 5.5, 5.5), grey(1));
    fill(Outline().ellipse({-29, -5}, 2.8, 2.8), grey(0));
  }
  void flower() {
    fill(Outline().stroke(smooth({{0, 0}, {3, 24}, {0, 44}}), 5), {0.15, 0.5, 0.15});
    fill(Outline().ellipse({14, 30}, 14, 5, -0.08), {0.2, 0.6, 0.2});
    const int petals = 5 + static_cast<int>(rng.below(4));
    for (int i = 0; i < petals; ++i) {
      const double t = static_cast<double>(i) / petals;
      fill(Outline().ellipse({18 * cosine(t), -14 + 18 * sine(t)}, 14, 7.5, t),
           mix(main, dark, i % 2 * 0.2));
    }
    fill(Outline().ellipse({0, -14}, 9.5, 9.5), second);
  }
  void house() {
    fill(Outline().rectangle(16, -36, 25, -14), dark);
    fill(Outline().rectangle(-30, -8, 30, 38), main);
    fill(Outline().polygon({{-40, -7}, {0, -40}, {40, -7}}), second);
    fill(Outline().rectangle(-7, 12, 8, 38), dark);
    for (const double x : {-24.0, 14.0})
      fill(Outline().rectangle(x, -2, x + 11, 10), {0.95, 0.92, 0.6});
  }
  void mushroom() {
    fill(Outline().polygon(smooth({{-9, 2}, {-10, 20}, {-15, 38}, {15, 38}, {10, 20}, {9, 2}})),
         {0.93, 0.9, 0.8});
    Line cap = arc({0, 2}, 38, 38, 0.5, 1.0);
    fill(Outline().polygon(cap), main);
    fill(Outline().ellipse({0, 2}, 38, 6), main * 0.7);
    for (int i = 0; i < 5; ++i)
      fill(Outline().ellipse({-24.0 + 12 * i + rng.uniform(-3, 3), -10 - (i % 2) * 13.0}, 4.5, 4),
           mix(second, grey(1), 0.6));
  }
  void tree() {
    fill(Outline().taper({{0, 42}, {0, 0}}, 14, 8), {0.38, 0.25, 0.13});
    for (int i = 0; i < 9; ++i) {
      const double t = i / 9.0;
      fill(Outline().ellipse({19 * cosine(t), -14 + 17 * sine(t)}, 15, 13), near(main, 0.08, rng));
    }
    fill(Outline().ellipse({0, -15}, 17, 15), main);
  }
  void umbrella() {
    // The lower edge is cut in four bows.
    Line outline = arc({0, 0}, 42, 38, 0.5, 1.0);
    for (int i = 3; i >= 0; --i) {
      const Line bow = arc({-31.5 + 21 * i, 0}, 10.5, 6, 1.0, 0.5);
      outline.insert(outline.end(), bow.begin(), bow.end());
    }
    fill(Outline().stroke({{0, -42}, {0, 34}}, 3.5), dark);
    fill(Outline().stroke(arc({-6, 34}, 6, 7, 0.0, 0.5), 3.5), dark);
    fill(Outline().polygon(outline), main);
    fill(Outline().polygon({{0, -38}, {-21, -1}, {0, -5}}), second);
    fill(Outline().polygon({{0, -38}, {21, -1}, {42, -1}, {28, -26}}), second);
  }
};

void paint_thing(Painter& p, int label) {
  switch (label) {
    case 0:
      return p.apple();
    case 1:
      return p.boat();
    case 2:
      return p.car();
    case 3:
      return p.cup();
    case 4:
      return p.fish();
    case 5:
      return p.flower();
    case 6:
      return p.house();
    case 7:
      return p.mushroom();
    case 8:
      return p.tree();
    default:
      return p.umbrella();
  }
}

PaintedImage paint(ImageWish w) {
  const Colour main = hsv({w.who.uniform(), w.who.uniform(0.45, 1.0), w.who.uniform(0.5, 1.0)});
  const Colour second = hsv({w.who.uniform(), w.who.uniform(0.0, 0.9), w.who.uniform(0.6, 1.0)});
  Canvas canvas(w.size, w.size);
  paint_clutter(canvas, w.one, 4);
  canvas.blur(w.one.uniform(2, 5));
  const double size = w.one.uniform(0.72, 0.98);
  const double mirror = w.one.uniform() < 0.5 ? -1.0 : 1.0;
  const CanvasPoint at = {50 + w.one.uniform(-9, 9), 50 + w.one.uniform(-9, 9)};
  canvas.set_view(Affine::place(
      {at, mirror * size, size * w.one.uniform(0.9, 1.1), w.one.uniform(-0.05, 0.05)}));
  Painter painter{canvas, w.one, near(main, 0.06, w.one), near(second, 0.06, w.one), main * 0.3};
  paint_thing(painter, w.label);
  const double bright = w.one.uniform(0.7, 1.1), slope = w.one.uniform(-0.004, 0.004);
  canvas.light([&](CanvasPoint p) { return bright + slope * (p.x - 50); });
  canvas.grain(0.02, w.one);
  return {.picture = canvas.picture(3), .group = bright < 0.85 ? "dim" : "bright"};
}

}  // namespace

ImageGenerator objects_generator() {
  return {
      "objects",
      "ten kinds of things on cluttered backgrounds, in colour",
      32,
      3,
      {"apple", "boat", "car", "cup", "fish", "flower", "house", "mushroom", "tree", "umbrella"},
      "maker",
      4,
      paint};
}

}  // namespace tadpole
