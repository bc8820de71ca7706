// SPDX-License-Identifier: Apache-2.0
// Faces with and without a mask over mouth and nose. Every face comes with both. Beards and scarves
// under the chin are in both classes; masks have any colour, also that of the skin.
#include "core/data/image/image_generators.h"

namespace tadpole {
namespace {

// From light to dark; see generate_persons.cpp.
constexpr Colour kSkin[6] = {{0.97, 0.84, 0.75}, {0.91, 0.75, 0.62}, {0.80, 0.61, 0.45},
                             {0.66, 0.46, 0.31}, {0.47, 0.31, 0.2},  {0.3, 0.19, 0.13}};

enum class Hair { none, shaved, parted, long_straight, curls, cap, headscarf };

struct Face {
  std::size_t tone;
  Colour skin, hair, eyes, clothes, scarf;
  Hair cut;
  double wide, tall, eye_gap, nose, mouth, brow;
  bool beard, glasses, has_scarf;
};

Face face_of(Rng& who) {
  Face f{.tone = who.below(6)};
  f.skin = near(kSkin[f.tone], 0.03, who);
  f.hair = hsv({who.uniform(0.03, 0.13), who.uniform(0.0, 0.8),
                who.uniform(0.05, f.tone < 3 ? 0.85 : 0.35)});
  f.eyes = f.tone < 2 ? hsv({who.uniform(0.1, 0.6), 0.5, 0.5})
                      : hsv({0.07, 0.7, who.uniform(0.15, 0.4)});
  f.clothes = hsv({who.uniform(), who.uniform(0.1, 0.8), who.uniform(0.15, 0.95)});
  f.scarf = hsv({who.uniform(), who.uniform(0.1, 0.8), who.uniform(0.2, 0.95)});
  f.cut = static_cast<Hair>(who.below(7));
  f.wide = who.uniform(20, 25), f.tall = who.uniform(27, 33);
  f.eye_gap = who.uniform(8, 11), f.nose = who.uniform(2.5, 5), f.mouth = who.uniform(6, 10);
  f.brow = who.uniform(1.2, 2.8);
  f.beard = who.uniform() < 0.25 && f.cut != Hair::headscarf;
  f.glasses = who.uniform() < 0.25, f.has_scarf = who.uniform() < 0.3;
  return f;
}

void paint_behind_head(Canvas& canvas, const Face& f) {
  if (f.cut == Hair::long_straight)
    canvas.fill(Outline().polygon(smooth({{-f.wide - 5, -12},
                                          {-f.wide - 7, 20},
                                          {-f.wide - 3, 44},
                                          {f.wide + 3, 44},
                                          {f.wide + 7, 20},
                                          {f.wide + 5, -12},
                                          {0, -f.tall - 6},
                                          {-f.wide - 5, -12}})),
                f.hair);
  if (f.cut == Hair::curls)
    for (int i = 0; i < 13; ++i) {
      const double t = 0.42 + 0.66 * i / 12.0;
      canvas.fill(Outline().ellipse({(f.wide + 2) * cosine(t), -5 + (f.tall + 1) * sine(t)}, 9, 9),
                  f.hair * (i % 2 == 0 ? 1.0 : 0.85));
    }
  if (f.cut == Hair::headscarf)
    canvas.fill(
        Outline()
            .ellipse({0, -2}, f.wide + 7, f.tall + 7)
            .polygon({{-f.wide - 5, 5}, {f.wide + 5, 5}, {f.wide + 14, 55}, {-f.wide - 14, 55}}),
        f.scarf);
}

void paint_body(Canvas& canvas, const Face& f) {
  canvas.fill(Outline().rectangle(-9, 18, 9, 44), f.skin * 0.82);
  canvas.fill(Outline().polygon(smooth(
                  {{-52, 66}, {-42, 46}, {-10, 37}, {10, 37}, {42, 46}, {52, 66}, {-52, 66}})),
              f.clothes);
  if (f.has_scarf)
    canvas.fill(Outline().stroke(smooth({{-17, 33}, {0, 41}, {17, 33}}), 10), f.scarf);
}

void paint_hair(Canvas& canvas, const Face& f) {
  const double w = f.wide + 1, t = f.tall;
  if (f.cut == Hair::shaved)
    canvas.fill(Outline().polygon(arc({0, -4}, w, t - 2, 0.53, 0.97)), mix(f.skin, f.hair, 0.5));
  if (f.cut == Hair::parted || f.cut == Hair::long_straight)
    canvas.fill(Outline().polygon(smooth({{-w - 1, 0},
                                          {-w - 1, -16},
                                          {-12, -t - 4},
                                          {12, -t - 4},
                                          {w + 1, -16},
                                          {w + 1, 0},
                                          {w - 3, -14},
                                          {4, -22},
                                          {-8, -20},
                                          {-w + 4, -12},
                                          {-w - 1, 0}})),
                f.hair);
  if (f.cut == Hair::curls)
    for (int i = 0; i < 6; ++i)
      canvas.fill(Outline().ellipse({-17.0 + 7 * i, -t + 4 - 2.0 * (i % 2)}, 6.5, 6.5),
                  f.hair * (i % 2 == 0 ? 0.9 : 1.0));
  if (f.cut == Hair::cap) {
    canvas.fill(Outline().polygon(arc({0, -13}, w + 1, t - 8, 0.5, 1.0)), f.scarf);
    canvas.fill(Outline().ellipse({4, -14}, w + 2, 4.5), f.scarf * 0.75);
  }
  if (f.cut == Hair::headscarf)
    canvas.fill(Outline().polygon(arc({0, -11}, w, t - 8, 0.5, 1.0)), f.scarf * 0.9);
}

void paint_eyes(Canvas& canvas, const Face& f, double look) {
  for (const double side : {-1.0, 1.0}) {
    const CanvasPoint eye = {side * f.eye_gap, -4};
    canvas.fill(Outline().ellipse(eye, 4.6, 2.6), grey(0.95));
    canvas.fill(Outline().ellipse(eye + CanvasPoint{look, 0}, 2.4, 2.5), f.eyes);
    canvas.fill(Outline().ellipse(eye + CanvasPoint{look, 0}, 1.1, 1.2), grey(0.02));
    canvas.fill(Outline().stroke(arc(eye, 5, 3.4, 0.53, 0.97), 1.1), f.skin * 0.45);
    canvas.fill(Outline().stroke(smooth({eye + CanvasPoint{-5.5, -6}, eye + CanvasPoint{0, -8},
                                         eye + CanvasPoint{5.5, -6}}),
                                 f.brow),
                f.hair * 0.6);
    if (f.glasses) canvas.fill(Outline().stroke(arc(eye, 7.5, 6.2, 0, 1), 1.3), grey(0.1));
  }
  if (f.glasses) canvas.fill(Outline().stroke({{-3, -5}, {3, -5}}, 1.3), grey(0.1));
}

void paint_lower_face(Canvas& canvas, const Face& f, Rng& one) {
  const double open = one.uniform() < 0.3 ? one.uniform(1.5, 4) : 0.0, smile = one.uniform(-1.5, 3);
  canvas.fill(Outline().stroke(smooth({{0, -2}, {f.nose * 0.5, 4}, {f.nose, 8}, {0, 9}}), 1.4),
              f.skin * 0.72);
  canvas.fill(
      Outline().ellipse({-f.nose * 0.6, 8.4}, 1.2, 0.9).ellipse({f.nose * 0.6, 8.4}, 1.2, 0.9),
      f.skin * 0.5);
  if (f.beard)
    canvas.fill(Outline().polygon(smooth({{-f.wide + 2, 4},
                                          {-f.wide + 5, 18},
                                          {-8, f.tall},
                                          {8, f.tall},
                                          {f.wide - 5, 18},
                                          {f.wide - 2, 4},
                                          {10, 13},
                                          {0, 12},
                                          {-10, 13},
                                          {-f.wide + 2, 4}})),
                f.hair * 0.8);
  const Colour lips = mix(f.skin, {0.65, 0.2, 0.22}, 0.5);
  canvas.fill(Outline().stroke(
                  smooth({{-f.mouth, 17 - smile}, {0, 17.5 + open * 0.3}, {f.mouth, 17 - smile}}),
                  2.2 + open),
              lips);
  if (open > 0)
    canvas.fill(Outline().ellipse({0, 17.3}, f.mouth * 0.6, open * 0.5), {0.2, 0.05, 0.05});
}

void paint_mask(Canvas& canvas, const Face& f, Rng& one) {
  if (f.beard)
    canvas.fill(Outline().polygon(smooth({{-f.wide + 2, 6},
                                          {-f.wide + 5, 18},
                                          {-8, f.tall + 1},
                                          {8, f.tall + 1},
                                          {f.wide - 5, 18},
                                          {f.wide - 2, 6}})),
                f.hair * 0.8);
  const double kind = one.uniform();
  const Colour colour = kind < 0.3    ? Colour{0.6, 0.8, 0.9}
                        : kind < 0.5  ? grey(one.uniform(0.85, 1.0))
                        : kind < 0.65 ? grey(one.uniform(0.05, 0.2))
                        : kind < 0.75
                            ? near(f.skin, 0.06, one)
                            : hsv({one.uniform(), one.uniform(0.3, 0.9), one.uniform(0.3, 0.95)});
  const double w = f.wide - 2.5, top = one.uniform(0, 4);
  for (const double side : {-1.0, 1.0})
    canvas.fill(Outline()
                    .stroke({{side * w, top + 6}, {side * (f.wide + 1), 1}}, 1.1)
                    .stroke({{side * (w - 2), 20}, {side * (f.wide + 1), 7}}, 1.1),
                mix(colour, grey(1), 0.4));
  const Outline shape = Outline().polygon(smooth({{-w, top + 4},
                                                  {-6, top},
                                                  {0, top - 1.5},
                                                  {6, top},
                                                  {w, top + 4},
                                                  {w - 1, 17},
                                                  {9, f.tall - 1},
                                                  {-9, f.tall - 1},
                                                  {-w + 1, 17},
                                                  {-w, top + 4}}));
  const bool dotted = kind > 0.85;
  const HillNoise folds(one, 12);
  canvas.fill(shape, [&](CanvasPoint p) {
    const bool dot = dotted && (static_cast<int>(p.x / 3.5) + static_cast<int>(p.y / 3.5)) % 2 == 0;
    return colour * ((dot ? 0.6 : 1.0) * (0.88 + 0.24 * folds.rough(p)));
  });
  for (int i = 0; i < 3; ++i)
    canvas.fill(Outline().stroke(
                    smooth({{-w + 2, 9.0 + 5 * i}, {0, 10.0 + 5 * i}, {w - 2, 9.0 + 5 * i}}), 0.8),
                colour * 0.72);
}

PaintedImage paint(ImageWish w) {
  const Face f = face_of(w.who);
  Canvas canvas(w.size, w.size);
  paint_clutter(canvas, w.one, 7);
  canvas.blur(w.one.uniform(1.5, 5));
  const double size = w.one.uniform(0.95, 1.25);
  canvas.set_view(Affine::place({{50 + w.one.uniform(-7, 7), 47 + w.one.uniform(-5, 5)},
                                 size * w.one.uniform(0.93, 1.0),
                                 size,
                                 w.one.uniform(-0.025, 0.025)}));
  paint_behind_head(canvas, f);
  paint_body(canvas, f);
  if (f.cut != Hair::headscarf)
    canvas.fill(Outline().ellipse({-f.wide, 0}, 4, 6.5).ellipse({f.wide, 0}, 4, 6.5),
                f.skin * 0.88);
  const Outline head = Outline().polygon(smooth({{0, -f.tall},
                                                 {f.wide * 0.75, -f.tall * 0.72},
                                                 {f.wide, -4},
                                                 {f.wide * 0.82, 14},
                                                 {8, f.tall},
                                                 {-8, f.tall},
                                                 {-f.wide * 0.82, 14},
                                                 {-f.wide, -4},
                                                 {-f.wide * 0.75, -f.tall * 0.72},
                                                 {0, -f.tall}}));
  const double side = w.one.uniform(-0.012, 0.012);
  canvas.fill(head, [&](CanvasPoint p) { return f.skin * (1.0 + side * (p.x - 50)); });
  paint_eyes(canvas, f, w.one.uniform(-1.4, 1.4));
  if (w.label == 0) paint_mask(canvas, f, w.one);
  if (w.label == 1) paint_lower_face(canvas, f, w.one);
  paint_hair(canvas, f);
  canvas.set_view({});
  const double bright = w.one.uniform(0.5, 1.15), turn = w.one.uniform(),
               warm = w.one.uniform(0, 0.12);
  canvas.light([&](CanvasPoint p) {
    return bright * (1.0 + 0.005 * (cosine(turn) * (p.x - 50) + sine(turn) * (p.y - 50)));
  });
  canvas.fill(Outline().rectangle(0, 0, 100, 100),
              w.one.uniform() < 0.5 ? Colour{1, 0.8, 0.5} : Colour{0.5, 0.7, 1}, warm);
  canvas.grain(w.one.uniform(0.005, 0.03), w.one);
  return {.picture = canvas.picture(3),
          .group = f.tone < 2   ? "skin light"
                   : f.tone < 4 ? "skin medium"
                                : "skin dark"};
}

}  // namespace

ImageGenerator masks_generator() {
  return {"masks", "faces with a mask and without", 96, 3, {"mask", "no_mask"}, "face", 3, paint};
}

}  // namespace tadpole
