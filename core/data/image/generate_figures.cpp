// SPDX-License-Identifier: Apache-2.0
// Two animals, with a trap: those to train on stand on white, those to validate and test on in
// cluttered places. A model that learnt the white background fails; augmentation and other data
// help.
#include "core/data/image/image_generators.h"

namespace tadpole {
namespace {

struct Animal {
  Colour coat, dark;
  double heavy, stride, head;
};

Animal animal_of(Rng& who, Rng& one) {
  const Colour coat =
      hsv({who.uniform(0.03, 0.12), who.uniform(0.05, 0.65), who.uniform(0.3, 0.75)});
  return {near(coat, 0.03, one), coat * 0.55, who.uniform(0.88, 1.14), one.uniform(-1, 1),
          who.uniform(-1, 1) + one.uniform(-0.6, 0.6)};
}

void leg(Canvas& canvas, CanvasPoint hip, double swing, double length, double thick, Colour colour,
         double thin) {
  const CanvasPoint knee = hip + CanvasPoint{swing * 0.6, length * 0.5};
  const CanvasPoint foot = hip + CanvasPoint{swing, length};
  canvas.fill(Outline()
                  .taper({hip, knee}, thick, (thick + thin) / 2)
                  .taper({knee, foot}, (thick + thin) / 2, thin),
              colour);
}

void paint_elephant(Canvas& canvas, const Animal& a) {
  const double s = 5 * a.stride;
  leg(canvas, {-17, 10}, -s, 29, 13, a.dark, 11);
  leg(canvas, {13, 10}, s, 29, 13, a.dark, 11);
  canvas.fill(Outline().stroke(smooth({{-32, -4}, {-37, 6}, {-36, 16}}), 2.2), a.dark);
  canvas.fill(Outline().ellipse({-5, -4}, 29, 19 * a.heavy), a.coat);
  leg(canvas, {-24, 8}, s, 31, 15, a.coat, 12);
  leg(canvas, {8, 8}, -s, 31, 15, a.coat, 12);
  const double y = -9 + 2 * a.head;
  canvas.fill(Outline().ellipse({25, y}, 13, 13), a.coat);
  canvas.fill(
      Outline().taper(smooth({{33, y + 2}, {39, y + 14}, {39, y + 27}, {43 + 3 * a.head, y + 36}}),
                      10, 4),
      a.coat);
  canvas.fill(Outline().stroke(smooth({{32, y + 10}, {37, y + 13}, {44, y + 11}}), 2.6),
              {0.95, 0.93, 0.85});
  canvas.fill(Outline().ellipse({17, y + 1}, 10, 13, 0.04), mix(a.coat, a.dark, 0.6));
  canvas.fill(Outline().ellipse({31, y - 4}, 1.6, 1.6), grey(0.05));
}

void paint_horse(Canvas& canvas, const Animal& a) {
  const double s = 8 * a.stride;
  leg(canvas, {-20, 4}, -s, 37, 8, a.dark, 4);
  leg(canvas, {13, 6}, s, 35, 7, a.dark, 4);
  canvas.fill(Outline().taper(smooth({{-29, -6}, {-38, 2}, {-40, 18}, {-37, 26}}), 5, 2), a.dark);
  canvas.fill(Outline().ellipse({-3, -2}, 25, 13.5 * a.heavy, -0.01), a.coat);
  canvas.fill(Outline().ellipse({-18, -4}, 13, 14 * a.heavy).ellipse({12, -2}, 12, 13 * a.heavy),
              a.coat);
  leg(canvas, {-22, 2}, s, 39, 10, a.coat, 4);
  leg(canvas, {15, 4}, -s, 37, 8, a.coat, 4);
  const CanvasPoint poll = {31, -27 + 6 * a.head}, muzzle = poll + CanvasPoint{14, 15};
  canvas.fill(Outline().taper(smooth({{13, -3}, {21, -11}, poll}), 24, 12), a.coat);
  canvas.fill(
      Outline().ellipse(poll + CanvasPoint{3, 3}, 7.5, 6.5, 0.12).taper({poll, muzzle}, 13, 7),
      a.coat);
  canvas.fill(Outline().ellipse(muzzle, 4.6, 4), mix(a.coat, a.dark, 0.6));
  for (const double x : {-4.0, 1.0})
    canvas.fill(Outline().polygon({poll + CanvasPoint{x - 2, -4}, poll + CanvasPoint{x, -12},
                                   poll + CanvasPoint{x + 3, -4}}),
                a.coat);
  canvas.fill(
      Outline().taper(
          smooth({{6, -15}, {15, -23}, poll + CanvasPoint{-6, -4}, poll + CanvasPoint{3, -6}}), 9,
          5),
      a.dark);
  canvas.fill(Outline().ellipse(poll + CanvasPoint{6, 2}, 1.6, 1.6), grey(0.05));
}

// Grass or sand, hills, trees and stones behind.
void paint_place(Canvas& canvas, Rng& rng) {
  const double horizon = rng.uniform(35, 62);
  const Colour sky = hsv({rng.uniform(0.5, 0.65), rng.uniform(0.1, 0.5), rng.uniform(0.6, 1.0)});
  const Colour ground =
      hsv({rng.uniform(0.08, 0.35), rng.uniform(0.25, 0.65), rng.uniform(0.3, 0.75)});
  const HillNoise rough(rng, 9), ridge(rng, 30);
  canvas.fill_all([&](CanvasPoint p) {
    const double line = horizon + 14 * (ridge.at({p.x, 0}) - 0.5);
    return p.y < line ? mix(sky, grey(1), 0.5 * p.y / 100) : ground * (0.7 + 0.6 * rough.rough(p));
  });
  const int things = 4 + static_cast<int>(rng.below(5));
  for (int i = 0; i < things; ++i) {
    const CanvasPoint foot = {rng.uniform(-5, 105), horizon + rng.uniform(0, 30)};
    const double size = rng.uniform(6, 17);
    const Colour leaf = hsv({rng.uniform(0.05, 0.4), rng.uniform(0.2, 0.7), rng.uniform(0.2, 0.6)});
    if (rng.uniform() < 0.5) {
      canvas.fill(
          Outline().taper({foot, foot + CanvasPoint{0, -1.6 * size}}, 0.4 * size, 0.25 * size),
          {0.3, 0.2, 0.12});
      for (int k = 0; k < 4; ++k) {
        const CanvasPoint crown = {rng.uniform(-0.6, 0.6) * size,
                                   (-1.9 + rng.uniform(-0.5, 0.5)) * size};
        canvas.fill(Outline().ellipse(foot + crown, 0.75 * size, 0.65 * size),
                    near(leaf, 0.05, rng));
      }
    } else {
      canvas.fill(Outline().ellipse(foot, size, 0.6 * size, rng.uniform(-0.03, 0.03)), leaf);
    }
  }
}

// Of six pictures in a row of a class four train, one validates, one tests.
Split split_of(const ImageWish& w, int per_who) {
  const int part = w.index / per_who % 6;
  return part < 4 ? Split::train : part == 4 ? Split::validation : Split::test;
}

constexpr int kPerWho = 4;

PaintedImage paint(ImageWish w) {
  const Split split = split_of(w, kPerWho);
  Canvas canvas(w.size, w.size, grey(1));
  if (split != Split::train) paint_place(canvas, w.one);
  const Animal animal = animal_of(w.who, w.one);
  const double farther = split == Split::train ? 1.0 : w.one.uniform(0.8, 1.0);
  const double size = farther * w.one.uniform(0.78, 1.0);
  const double mirror = w.one.uniform() < 0.5 ? -1.0 : 1.0;
  canvas.set_view(Affine::place({{50 + w.one.uniform(-6, 6), 52 + w.one.uniform(-5, 7)},
                                 mirror * size,
                                 size,
                                 w.one.uniform(-0.012, 0.012)}));
  if (w.label == 0) paint_elephant(canvas, animal);
  if (w.label == 1) paint_horse(canvas, animal);
  canvas.set_view({});
  if (split != Split::train) {
    const double bright = w.one.uniform(0.7, 1.1);
    canvas.light([&](CanvasPoint) { return bright; });
  }
  canvas.grain(0.012, w.one);
  return {.picture = canvas.picture(3),
          .group = split == Split::train ? "white background" : "outdoors",
          .given = split};
}

}  // namespace

ImageGenerator figures_generator() {
  return {"figures",
          "two animals: to train on white, to test outdoors",
          64,
          3,
          {"elephant", "horse"},
          "animal",
          kPerWho,
          paint};
}

}  // namespace tadpole
