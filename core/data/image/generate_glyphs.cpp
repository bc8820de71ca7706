// SPDX-License-Identifier: Apache-2.0
// Digits by hand: strokes, slanted and bent as each writer does, then a little otherwise each time.
#include <array>

#include "core/data/image/image_generators.h"

namespace tadpole {
namespace {

using Strokes = std::vector<std::vector<CanvasPoint>>;

// Smooth lines through these, in a box of 100; the second form of a digit is another habit.
Strokes strokes_of(int digit, bool other) {
  switch (digit) {
    case 0:
      return {{{54, 10},
               {30, 22},
               {22, 50},
               {30, 78},
               {50, 90},
               {70, 78},
               {78, 50},
               {70, 22},
               {50, 10},
               {44, 13}}};
    case 1:
      if (other)
        return {{{34, 28}, {54, 10}}, {{54, 10}, {54, 50}, {54, 90}}, {{34, 90}, {74, 90}}};
      return {{{52, 10}, {51, 50}, {50, 90}}};
    case 2:
      if (other)
        return {{{25, 30},
                 {34, 14},
                 {54, 10},
                 {70, 20},
                 {68, 42},
                 {48, 68},
                 {26, 86},
                 {34, 78},
                 {48, 82},
                 {62, 90},
                 {78, 84}}};
      return {{{24, 30}, {33, 14}, {52, 10}, {70, 20}, {70, 38}, {52, 62}, {24, 89}},
              {{24, 89}, {50, 89}, {77, 88}}};
    case 3:
      if (other)
        return {{{26, 12}, {72, 12}},
                {{72, 12}, {46, 44}},
                {{46, 44}, {68, 50}, {76, 68}, {66, 86}, {44, 91}, {25, 82}}};
      return {{{26, 20}, {44, 10}, {64, 14}, {70, 30}, {60, 43}, {44, 48}},
              {{44, 48}, {66, 52}, {76, 68}, {66, 86}, {44, 91}, {24, 81}}};
    case 4:
      if (other)
        return {
            {{62, 10}, {40, 38}, {22, 64}}, {{22, 64}, {82, 64}}, {{62, 10}, {62, 50}, {62, 92}}};
      return {{{32, 10}, {28, 34}, {26, 54}},
              {{26, 54}, {50, 55}, {78, 52}},
              {{70, 14}, {66, 50}, {62, 92}}};
    case 5:
      return {{{74, 12}, {34, 12}},
              {{34, 12}, {30, 44}},
              {{30, 44}, {50, 38}, {70, 48}, {75, 66}, {64, 84}, {44, 90}, {24, 82}}};
    case 6:
      return {{{66, 10},
               {46, 24},
               {30, 48},
               {26, 70},
               {38, 88},
               {58, 89},
               {73, 74},
               {66, 56},
               {48, 52},
               {29, 66}}};
    case 7:
      if (other)
        return {{{24, 14}, {76, 12}}, {{76, 12}, {56, 48}, {44, 90}}, {{36, 52}, {70, 48}}};
      return {{{24, 13}, {76, 12}}, {{76, 12}, {58, 46}, {44, 90}}};
    case 8:
      return {{{66, 20},
               {50, 10},
               {32, 18},
               {32, 34},
               {50, 48},
               {70, 62},
               {72, 80},
               {50, 91},
               {28, 80},
               {32, 62},
               {52, 47},
               {68, 34},
               {66, 20}}};
    default:
      return {{{71, 32}, {60, 12}, {40, 12}, {29, 28}, {38, 46}, {56, 46}, {71, 30}},
              {{71, 30}, {70, 60}, {62, 91}}};
  }
}

Affine hand_of(Rng& who, Rng& one) {
  const double slant = who.uniform(-0.12, 0.35) + one.uniform(-0.05, 0.05);
  const double wide = who.uniform(0.48, 0.68) * one.uniform(0.92, 1.08);
  const double high = who.uniform(0.62, 0.76) * one.uniform(0.94, 1.06);
  const double turn = who.uniform(-0.02, 0.02) + one.uniform(-0.018, 0.018);
  Affine to = Affine::place({{50 + one.uniform(-5, 5), 50 + one.uniform(-5, 5)}, wide, high, turn});
  to.xy -= slant * to.xx;  // the upper part to the right
  to.yy -= slant * to.yx;
  return to;
}

PaintedImage paint(ImageWish w) {
  std::array<bool, 10> habit{};
  for (bool& other : habit) other = w.who.uniform() < 0.5;
  const double pen = w.who.uniform(6.5, 12.0), shaking = w.who.uniform(0.5, 2.2);
  const Affine hand = hand_of(w.who, w.one);
  Outline ink;
  for (std::vector<CanvasPoint>& stroke :
       strokes_of(w.label, habit[static_cast<std::size_t>(w.label)])) {
    for (CanvasPoint& p : stroke)
      p = hand(p + CanvasPoint{-50 + shaking * bell(w.one), -50 + shaking * bell(w.one)});
    const double pressed = pen * w.one.uniform(0.85, 1.15);
    ink.taper(smooth(stroke), pressed, pressed * w.one.uniform(0.75, 1.1));
  }
  Canvas canvas(w.size, w.size);
  canvas.fill(ink, grey(w.one.uniform(0.85, 1.0)));
  const HillNoise sideways(w.one, 28), upwards(w.one, 28);
  const double amount = w.one.uniform(2.0, 14.0);
  canvas.bend([&](CanvasPoint p) {
    return p + CanvasPoint{(sideways.at(p) - 0.5) * amount, (upwards.at(p) - 0.5) * amount};
  });
  return {.picture = canvas.picture(1)};
}

}  // namespace

ImageGenerator glyphs_generator() {
  return {"glyphs",
          "digits 0 to 9 in many hands, white on black",
          28,
          1,
          {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"},
          "writer",
          4,
          paint};
}

}  // namespace tadpole
