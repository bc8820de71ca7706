// SPDX-License-Identifier: Apache-2.0
// Ten kinds of clothes as a shop lays them out: the classes of Fashion-MNIST (Xiao, Rasul,
// Vollgraf, 2017), painted here.
#include "core/data/image/image_generators.h"

namespace tadpole {
namespace {

// Cut and cloth of one piece.
struct Cut {
  double wide, body, sleeve, flare, neck;  // factors about 1
  double shade, contrast;
  bool striped, dotted;
  bool other, short_sleeved, plain;  // another habit, worn in some way by every kind
};

Cut cut_of(Rng& who, Rng& one) {
  const auto about = [&](double by) {
    return 1.0 + who.uniform(-by, by) + one.uniform(-by, by) / 3;
  };
  return {about(0.17),           about(0.17),         about(0.17),
          about(0.22),           about(0.25),         who.uniform(0.35, 0.95),
          who.uniform(0.1, 0.3), who.uniform() < 0.2, who.uniform() < 0.15,
          who.uniform() < 0.35,  who.uniform() < 0.3, who.uniform() < 0.35};
}

// The right half of an outline, from the top of the middle line to its foot, and its mirror image.
Outline both_sides(Line half) {
  Line whole = half;
  for (std::size_t i = half.size(); i > 0; --i) whole.push_back({-half[i - 1].x, half[i - 1].y});
  return Outline().polygon(std::move(whole));
}

class Tailor {
 public:
  Tailor(Canvas& canvas, const Cut& cut, Rng& one) : canvas_(canvas), cut_(cut), folds_(one, 14) {}

  void cloth(const Outline& shape, double shade = 1.0) {
    canvas_.fill(shape, [this, shade](CanvasPoint p) { return grey(shade * level(p)); });
  }
  void line(const Line& line, double width, double shade) {
    canvas_.fill(Outline().stroke(line, width), grey(cut_.shade * shade));
  }
  void both(const Line& half, double width, double shade) {
    Line other = half;
    for (CanvasPoint& p : other) p.x = -p.x;
    line(half, width, shade);
    line(other, width, shade);
  }

  void top(double sleeve_x, double sleeve_y, double hem, double waist) {
    const double w = cut_.wide, n = 8 * cut_.neck;
    cloth(both_sides({{0, -36},
                      {n, -38},
                      {20 * w, -32},
                      {sleeve_x * w, sleeve_y},
                      {(sleeve_x - 8) * w, sleeve_y + 5},
                      {17 * w, -14},
                      {16 * w * waist, 8},
                      {17 * w * cut_.flare, hem},
                      {0, hem + 1}}));
  }
  void tshirt() {
    top(33 * cut_.sleeve, cut_.other ? -6 : -14, 36 * cut_.body, 1.0);
    if (!cut_.plain) both({{0, -31}, {8 * cut_.neck, -37}}, 2.5, 0.35);
  }
  void pullover() {
    top(35 * cut_.sleeve, 30, 34 * cut_.body, 1.05);
    line({{-15 * cut_.wide, 33 * cut_.body}, {15 * cut_.wide, 33 * cut_.body}}, 4, 0.6);
    both({{27 * cut_.wide * cut_.sleeve, 32}, {34 * cut_.wide * cut_.sleeve, 28}}, 4, 0.6);
    if (cut_.other) cloth(Outline().rectangle(-9 * cut_.neck, -44, 9 * cut_.neck, -33), 0.85);
    both({{0, -32}, {8 * cut_.neck, -36}}, 4, 0.6);
  }
  void shirt() {
    top(34 * cut_.sleeve, cut_.short_sleeved ? -8 : 26, 37 * cut_.body, 0.95);
    line({{0, -30}, {0, 36 * cut_.body}}, 1.6, cut_.plain ? 0.8 : 0.45);
    for (int i = 0; i < 5 && !cut_.plain; ++i)
      canvas_.fill(Outline().ellipse({2.5, -20.0 + 12 * i}, 1.6, 1.6), grey(cut_.shade * 0.15));
    for (const double side : {-1.0, 1.0})
      canvas_.fill(Outline().polygon({{0, -28}, {side * 9, -41}, {side * 13, -32}}),
                   grey(cut_.shade * (cut_.other ? 0.7 : 1.35)));
  }
  void coat() {
    const double w = cut_.wide * 1.06;
    cloth(both_sides({{0, -38},
                      {10, -42},
                      {22 * w, -36},
                      {35 * w * cut_.sleeve, 26},
                      {26 * w * cut_.sleeve, 30},
                      {18 * w, -10},
                      {17 * w, 6},
                      {22 * w * cut_.flare, 44},
                      {0, 45}}));
    const double open = cut_.plain ? 0.3 : 1.0;  // or closed
    canvas_.fill(Outline().polygon({{0, 44},
                                    {-1.5 * open, -8},
                                    {-9 * open, -42},
                                    {9 * open, -42},
                                    {1.5 * open, -8},
                                    {2.5 * open, 44}}),
                 grey(cut_.plain ? cut_.shade * 0.5 : 0.06));
    both({{9, -42}, {14, -24}, {2, -4}}, 2.5, 0.5);
    both({{7, 16}, {15 * w, 14}}, 2, 0.45);
  }
  void dress() {
    const double w = cut_.wide * 0.9;
    cloth(both_sides({{4, -30},
                      {7 * cut_.neck, -42},
                      {12 * w, -42},
                      {15 * w, -26},
                      {11 * w, -8},
                      {25 * w * cut_.flare, 42 * cut_.body},
                      {0, 44 * cut_.body}}));
    if (cut_.short_sleeved)
      for (const double side : {-1.0, 1.0})
        cloth(Outline().polygon({{side * 9 * w, -42},
                                 {side * 17 * w, -38},
                                 {side * 27 * w * cut_.sleeve, cut_.other ? 4.0 : -14.0},
                                 {side * 19 * w * cut_.sleeve, cut_.other ? 7.0 : -10.0},
                                 {side * 13 * w, -24}}));
    if (!cut_.plain) line({{-11 * w, -8}, {11 * w, -8}}, 2.5, 0.5);
  }
  void trouser() {
    const double w = cut_.wide;
    cloth(both_sides({{0, -42},
                      {16 * w, -42},
                      {19 * w, -18},
                      {17 * w * cut_.flare, 43},
                      {6 * w, 43},
                      {2, -8},
                      {0, -10}}));
    line({{-16 * w, -39}, {16 * w, -39}}, 4, 0.6);
    line({{0, -38}, {0, -14}}, 1.5, 0.4);
  }
  void bag() {
    const double w = 30 * cut_.wide, top = -8 * cut_.body;
    canvas_.fill(Outline().stroke(arc({0, top}, w * 0.5, 26 * cut_.sleeve, 0.5, 1.0), 4),
                 grey(cut_.shade * 0.8));
    cloth(Outline().polygon({{-w, top}, {w, top}, {w * cut_.flare, 34}, {-w * cut_.flare, 34}}));
    line({{-w, top + 11}, {w, top + 11}}, 2, 0.5);
    canvas_.fill(Outline().rectangle(-4, top + 7, 4, top + 15), grey(0.95));
  }
  void sole(double left, double right, double y, double height, double shade) {
    canvas_.fill(Outline().polygon({{left, y - height},
                                    {right - 4, y - height},
                                    {right, y - height / 2},
                                    {right - 3, y},
                                    {left + 1, y}}),
                 grey(shade));
  }
  void sneaker() {
    cloth(Outline().polygon(smooth({{-38, 16},
                                    {-40, -6},
                                    {-32, -14},
                                    {-22, -8},
                                    {-10, -14},
                                    {4, -2},
                                    {24, 4},
                                    {40, 12},
                                    {38, 18},
                                    {-38, 18}})));
    sole(-40, 42, 25, 8, 0.92);
    for (int i = 0; i < 4; ++i)
      line({{-10.0 + 7 * i, -8.0 + 3.5 * i}, {-14.0 + 7 * i, 2.0 + 2.0 * i}}, 2, 1.6);
    line({{-34, 0}, {-16, 14}}, 3, 0.5);
  }
  void sandal() {
    sole(-38, 40, 24, 6, cut_.shade * 0.9);
    canvas_.fill(Outline().polygon({{-38, 24}, {-38, 12 - 8 * cut_.flare}, {-22, 14}, {-18, 24}}),
                 grey(cut_.shade));
    for (int i = 0; i < 3; ++i)
      line(arc({8.0 + 11 * i, 20.0}, 9, 20.0 - 3 * i, 0.5, 0.8), 3.2, 1.0);
    line(smooth({{-34, 14}, {-30, -14}, {-14, -18}}), 3.2, 1.0);
    line(smooth({{-14, -18}, {-8, 0}, {4, 18}}), 3.2, 1.0);
  }
  void ankle_boot() {
    const double top = -38 * cut_.body;
    cloth(
        Outline().polygon({{-30, top}, {2, top}, {4, -6}, {20, 4}, {36, 10}, {38, 20}, {-32, 20}}));
    sole(-33, 40, 26, 6, 0.25);
    canvas_.fill(Outline().rectangle(-33, 22, -16, 34 * cut_.flare), grey(0.25));
    line({{-30, top + 3}, {2, top + 3}}, 3, 0.55);
    line({{-10, top + 4}, {-10, 8}}, 2, 0.6);
  }

 private:
  double level(CanvasPoint p) const {
    double value = cut_.shade - cut_.contrast * (folds_.rough(p) - 0.3);
    if (cut_.striped && (static_cast<int>(p.y / 7.0) & 1) != 0) value *= 0.65;
    if (cut_.dotted && (static_cast<int>(p.y / 6.0) & 1) != 0 &&
        (static_cast<int>(p.x / 6.0) & 1) != 0)
      value *= 0.5;
    return value;
  }
  Canvas& canvas_;
  const Cut& cut_;
  HillNoise folds_;
};

void sew(Tailor& tailor, int label) {
  switch (label) {
    case 0:
      return tailor.tshirt();
    case 1:
      return tailor.trouser();
    case 2:
      return tailor.pullover();
    case 3:
      return tailor.dress();
    case 4:
      return tailor.coat();
    case 5:
      return tailor.sandal();
    case 6:
      return tailor.shirt();
    case 7:
      return tailor.sneaker();
    case 8:
      return tailor.bag();
    default:
      return tailor.ankle_boot();
  }
}

PaintedImage paint(ImageWish w) {
  Canvas canvas(w.size, w.size);
  const Cut cut = cut_of(w.who, w.one);
  const double scale = w.one.uniform(0.84, 1.08);
  canvas.set_view(Affine::place({{50 + w.one.uniform(-4, 4), 50 + w.one.uniform(-4, 4)},
                                 scale,
                                 scale,
                                 w.one.uniform(-0.025, 0.025)}));
  Tailor tailor(canvas, cut, w.one);
  sew(tailor, w.label);
  canvas.grain(0.015, w.one);
  return {.picture = canvas.picture(1)};
}

}  // namespace

ImageGenerator garments_generator() {
  return {"garments",
          "ten kinds of clothes, grey on black",
          28,
          1,
          {"tshirt_top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker",
           "bag", "ankle_boot"},
          "tailor",
          4,
          paint};
}

}  // namespace tadpole
