// SPDX-License-Identifier: Apache-2.0
// Rooms and streets, with a person or without: the task of Visual Wake Words, painted. Both classes
// share places, light and the things that stand about; things with the outline of a person (coats
// on a stand, signs on a post) are in both.
#include <algorithm>

#include "core/data/image/image_generators.h"

namespace tadpole {
namespace {

// Six tones from light to dark. Source: Fitzpatrick, The validity and practicality of sun-reactive
// skin types (1988), the number of types; the colours are ours.
constexpr Colour kSkin[6] = {{0.97, 0.84, 0.75}, {0.91, 0.75, 0.62}, {0.80, 0.61, 0.45},
                             {0.66, 0.46, 0.31}, {0.47, 0.31, 0.2},  {0.3, 0.19, 0.13}};

Colour cloth(Rng& rng) {
  return hsv({rng.uniform(), rng.uniform(0.1, 0.85), rng.uniform(0.15, 0.95)});
}

// A thing that stands at a foot point, `size` high.
struct Thing {
  std::size_t kind;
  CanvasPoint foot;
  double size;
  Colour a, b;
};

Thing draw_thing(Rng& rng, double floor) {
  const double depth = rng.uniform();
  return {rng.below(8),
          {rng.uniform(2, 98), floor + depth * (96 - floor)},
          (24 + 34 * depth) * rng.uniform(0.7, 1.2),
          cloth(rng),
          cloth(rng)};
}

void paint_thing(Canvas& canvas, const Thing& t) {
  const double s = t.size / 100;
  canvas.set_view(Affine::place({t.foot, s, s}));
  const Colour dark = t.a * 0.6;
  switch (t.kind) {
    case 0:  // a chair
      canvas.fill(Outline()
                      .rectangle(-24, -90, -16, 0)
                      .rectangle(16, -42, 23, 0)
                      .rectangle(-24, -48, 24, -38),
                  dark);
      canvas.fill(Outline().rectangle(-24, -92, -17, -46), t.a);
      break;
    case 1:  // a lamp
      canvas.fill(Outline().rectangle(-2.5, -110, 2.5, -4).ellipse({0, -3}, 16, 4), grey(0.2));
      canvas.fill(Outline().polygon({{-12, -140}, {12, -140}, {22, -106}, {-22, -106}}),
                  mix(t.a, {1, 0.95, 0.75}, 0.6));
      break;
    case 2:  // a coat on a stand
      canvas.fill(Outline().rectangle(-2.5, -140, 2.5, 0).stroke({{-14, -2}, {14, -2}}, 5),
                  {0.3, 0.2, 0.1});
      canvas.fill(
          Outline().polygon(smooth(
              {{-4, -132}, {-17, -118}, {-22, -50}, {20, -46}, {18, -116}, {5, -132}, {-4, -132}})),
          t.a);
      canvas.fill(Outline().stroke({{0, -126}, {1, -50}}, 2), dark);
      break;
    case 3:  // a sign on a post
      canvas.fill(Outline().rectangle(-3, -125, 3, 0), grey(0.5));
      canvas.fill(Outline().ellipse({0, -135}, 19, 19), t.a);
      canvas.fill(Outline().rectangle(-11, -139, 11, -131), grey(0.95));
      break;
    case 4:  // a tree
      canvas.fill(Outline().taper({{0, 0}, {0, -80}}, 14, 9), {0.33, 0.22, 0.13});
      canvas.fill(Outline()
                      .ellipse({0, -120}, 34, 36)
                      .ellipse({-24, -98}, 24, 22)
                      .ellipse({24, -96}, 24, 23),
                  mix(t.a, {0.15, 0.42, 0.15}, 0.8));
      break;
    case 5:  // a box or cupboard
      canvas.fill(Outline().rectangle(-30, -95, 30, 0), t.a);
      canvas.fill(Outline().rectangle(-26, -90, -2, -5).rectangle(2, -90, 26, -5), t.a * 0.8);
      canvas.fill(Outline().ellipse({-5, -48}, 2.5, 2.5).ellipse({5, -48}, 2.5, 2.5), grey(0.1));
      break;
    case 6:  // a plant in a pot
      for (int i = 0; i < 7; ++i) {
        const double turn = 0.55 + 0.4 * i / 6.0;
        canvas.fill(Outline().taper({{0, -30}, {38 * cosine(turn), -42 + 50 * sine(turn)}}, 5, 11),
                    mix(t.b, {0.15, 0.5, 0.2}, 0.8));
      }
      canvas.fill(Outline().polygon({{-17, -34}, {17, -34}, {12, 0}, {-12, 0}}), t.a);
      break;
    default:  // a ball or a bin
      canvas.fill(Outline().rectangle(-15, -42, 15, 0).ellipse({0, -42}, 15, 5), t.a);
      canvas.fill(Outline().ellipse({0, -42}, 12, 3.5), grey(0.1));
  }
  canvas.set_view({});
}

// The same for all pictures of a place.
struct Place {
  bool inside;
  double floor;
  Colour wall, ground, trim;
  double pattern;
  std::vector<Thing> things;
};

Place place_of(Rng& who) {
  Place p{.inside = who.uniform() < 0.5,
          .floor = who.uniform(48, 70),
          .wall = hsv({who.uniform(), who.uniform(0.05, 0.45), who.uniform(0.35, 0.95)}),
          .ground = hsv({who.uniform(0.02, 0.4), who.uniform(0.05, 0.5), who.uniform(0.25, 0.75)}),
          .trim = hsv({who.uniform(), who.uniform(0.0, 0.5), who.uniform(0.2, 0.95)}),
          .pattern = who.uniform(6, 16)};
  const std::size_t count = 3 + who.below(3);
  for (std::size_t i = 0; i < count; ++i) p.things.push_back(draw_thing(who, p.floor));
  return p;
}

void paint_walls(Canvas& canvas, const Place& place, double shift, Rng& rng) {
  const HillNoise rough(rng, 7), clouds(rng, 35);
  const Colour sky = mix({0.45, 0.65, 0.95}, place.wall, 0.4);
  canvas.fill_all([&](CanvasPoint p) {
    if (p.y > place.floor) {
      const double depth = 6.0 / (p.y - place.floor + 6.0);
      const double tile = (p.x - 50 + shift) * (0.4 + depth) / place.pattern + 500;
      const bool odd = place.inside && (static_cast<int>(tile) & 1) != 0;
      return place.ground * ((odd ? 0.85 : 1.0) * (0.85 + 0.3 * rough.rough(p)));
    }
    if (!place.inside) return mix(sky, grey(0.95), 0.7 * clouds.rough(p));
    const bool stripe = (static_cast<int>((p.x + shift + 500) / place.pattern) & 1) != 0;
    return place.wall * ((stripe ? 0.92 : 1.0) * (0.93 + 0.14 * rough.rough(p)));
  });
}

// Windows and pictures on a wall, or houses along a street.
void paint_behind(Canvas& canvas, const Place& place, double shift) {
  for (int i = 0; i < 3; ++i) {
    const double left = -20 + 45 * i + shift,
                 top = place.inside ? 10 + 5 * (i % 2) : place.floor - 26 - 12 * ((i + 1) % 2);
    const double right = left + (place.inside ? 22 : 36),
                 bottom = place.inside ? top + 24 : place.floor;
    canvas.fill(Outline().rectangle(left, top, right, bottom),
                mix(place.trim, place.wall, 0.2 * i));
    for (int k = 0; k < 4; ++k) {
      const double x = left + (right - left) * (0.14 + 0.42 * (k % 2)),
                   y = top + (place.inside ? 12 : 18) * (0.25 + 0.9 * (k / 2));
      canvas.fill(Outline().rectangle(x, y, x + (right - left) * 0.3, y + (place.inside ? 8 : 10)),
                  place.inside ? Colour{0.7, 0.82, 0.92} : grey(0.25));
    }
  }
}

struct Person {
  Colour skin, hair, top, legs, shoes;
  double broad;
  bool long_hair, skirt, short_sleeves;
};

Person draw_person(Rng& rng, std::size_t& tone) {
  tone = rng.below(6);
  return {near(kSkin[tone], 0.03, rng),
          hsv({rng.uniform(0.04, 0.12), rng.uniform(0.1, 0.8), rng.uniform(0.05, 0.7)}),
          cloth(rng),
          cloth(rng) * 0.8,
          grey(rng.uniform(0.05, 0.4)),
          rng.uniform(0.85, 1.25),
          rng.uniform() < 0.4,
          rng.uniform() < 0.25,
          rng.uniform() < 0.4};
}

CanvasPoint hanging(CanvasPoint from, double turns, double length) {  // 0 turns: straight down
  return from + CanvasPoint{length * sine(turns), length * cosine(turns)};
}

void paint_arm(Canvas& canvas, const Person& p, CanvasPoint shoulder, double upper, double lower) {
  const CanvasPoint elbow = hanging(shoulder, upper, 17), hand = hanging(elbow, lower, 16);
  canvas.fill(Outline().taper({shoulder, elbow}, 7 * p.broad, 5.5), p.top);
  canvas.fill(Outline().taper({elbow, hand}, 5.5, 4), p.short_sleeves ? p.skin : p.top * 0.95);
  canvas.fill(Outline().ellipse(hanging(elbow, lower, 18), 3, 3.2), p.skin);
}

void paint_leg(Canvas& canvas, const Person& p, CanvasPoint hip, double upper, double lower) {
  const CanvasPoint knee = hanging(hip, upper, 23), foot = hanging(knee, lower, 23);
  canvas.fill(Outline().taper({hip, knee}, 10 * p.broad, 7.5), p.skirt ? p.skin : p.legs);
  canvas.fill(Outline().taper({knee, foot}, 7.5, 5), p.skirt ? p.skin : p.legs * 0.95);
  canvas.fill(Outline().ellipse(foot + CanvasPoint{2, 1}, 5.5, 3), p.shoes);
}

void paint_head(Canvas& canvas, const Person& p, double look) {
  if (p.long_hair) canvas.fill(Outline().ellipse({0, -41}, 9.5, 12), p.hair);
  canvas.fill(Outline().rectangle(-3, -40, 3, -30), p.skin * 0.85);
  canvas.fill(Outline().ellipse({0, -45}, 7, 9), p.skin);
  canvas.fill(Outline().polygon(arc({0, -47}, 8, 9, 0.48, 1.02)), p.hair);
  for (const double side : {-2.6, 2.6})
    canvas.fill(Outline().ellipse({side + look, -44.5}, 1.0, 1.0), grey(0.08));
  canvas.fill(Outline().stroke({{look - 1.8, -39.6}, {look + 1.8, -39.6}}, 1.1), p.skin * 0.6);
}

void paint_person(Canvas& canvas, const Person& p, Rng& rng) {
  const double w = p.broad, stride = rng.uniform(0.0, 0.07), lean = rng.uniform(-0.02, 0.02);
  const bool waves = rng.uniform() < 0.25, bends = rng.uniform() < 0.4;
  paint_arm(canvas, p, {-10 * w, -28}, -0.03 + lean - stride, bends ? 0.2 : -0.02 - stride);
  paint_leg(canvas, p, {-4.5 * w, 2}, -stride, -stride * 0.3);
  paint_leg(canvas, p, {4.5 * w, 2}, stride, stride * 0.3);
  canvas.fill(Outline().polygon(smooth({{-6, -33},
                                        {-12 * w, -28},
                                        {-9.5 * w, -8},
                                        {-9 * w, 5},
                                        {9 * w, 5},
                                        {9.5 * w, -8},
                                        {12 * w, -28},
                                        {6, -33},
                                        {-6, -33}})),
              p.top);
  if (p.skirt)
    canvas.fill(Outline().polygon({{-9 * w, 1}, {9 * w, 1}, {14 * w, 26}, {-14 * w, 26}}), p.legs);
  paint_arm(canvas, p, {10 * w, -28}, waves ? 0.36 : 0.04 + lean + stride,
            waves   ? 0.47
            : bends ? -0.22
                    : 0.03 + stride);
  paint_head(canvas, p, rng.uniform(-2, 2));
}

// Standing on the floor at some depth, or near the camera and cut off by the lower edge.
void place_person(Canvas& canvas, const Place& place, Rng& rng, std::size_t& tone) {
  const Person person = draw_person(rng, tone);
  const bool close = rng.uniform() < 0.35;
  const double size = close ? rng.uniform(1.0, 1.7) : rng.uniform(0.42, 0.85);
  const double foot = std::min(97.0, place.floor + 8 + 45 * (size - 0.35));
  const double y = close ? rng.uniform(0.55, 0.85) * 100 + 22 * (size - 1) : foot - 49 * size;
  const double mirror = rng.uniform() < 0.5 ? -1.0 : 1.0;
  const CanvasPoint at = {rng.uniform(22, 78), y};
  if (!close) {
    canvas.set_view(Affine::place({{at.x, foot}, size, size}));
    canvas.fill(Outline().ellipse({4, 0}, 18, 4), grey(0), 0.35);
  }
  canvas.set_view(Affine::place({at, mirror * size, size, rng.uniform(-0.015, 0.015)}));
  paint_person(canvas, person, rng);
  canvas.set_view({});
}

PaintedImage paint(ImageWish w) {
  const Place place = place_of(w.who);
  const double shift = w.one.uniform(-15, 15);
  Canvas canvas(w.size, w.size);
  paint_walls(canvas, place, shift, w.one);
  paint_behind(canvas, place, shift);
  std::vector<Thing> things = place.things;
  for (Thing& t : things) t.foot.x += shift;
  // Where nobody stands, something else does.
  const std::size_t more = w.one.below(3) + (w.label == 0 ? 1 : 0);
  for (std::size_t i = 0; i < more; ++i) things.push_back(draw_thing(w.one, place.floor));
  std::sort(things.begin(), things.end(),
            [](const Thing& a, const Thing& b) { return a.foot.y < b.foot.y; });
  const std::size_t behind =
      w.label == 1 && things.size() > 1 ? things.size() - w.one.below(2) : things.size();
  std::size_t tone = 0;
  for (std::size_t i = 0; i < behind; ++i) paint_thing(canvas, things[i]);
  if (w.label == 1) place_person(canvas, place, w.one, tone);
  for (std::size_t i = behind; i < things.size(); ++i) {
    things[i].size *= 0.5;  // in front, but not over the face
    paint_thing(canvas, things[i]);
  }
  const double bright = w.one.uniform(0.45, 1.15), turn = w.one.uniform();
  canvas.light([&](CanvasPoint p) {
    return bright * (1.0 + 0.004 * (cosine(turn) * (p.x - 50) + sine(turn) * (p.y - 50)));
  });
  if (w.one.uniform() < 0.3) canvas.blur(1.0);
  canvas.grain(w.one.uniform(0.005, 0.04), w.one);
  return {.picture = canvas.picture(3),
          .group = bright < 0.7    ? "dark"
                   : bright < 0.95 ? "normal"
                                   : "bright"};
}

}  // namespace

ImageGenerator persons_generator() {
  return {"persons",
          "rooms and streets with a person or without",
          96,
          3,
          {"no_person", "person"},
          "place",
          4,
          paint};
}

}  // namespace tadpole
