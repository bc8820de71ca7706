// SPDX-License-Identifier: Apache-2.0
// A leaf of a bean, healthy or ill: rust is many small orange-brown points, spot a few large dark
// ones with a yellow edge. The leaf's own green, the light and the ground vary more than the
// illness changes the mean colour.
#include <algorithm>

#include "core/data/image/image_generators.h"

namespace tadpole {
namespace {

// Half the width of the leaf at t from stalk (0) to tip (1), hundredths.
double half_width(double t, double broad) { return broad * 4.2 * t * (1.0 - t) * (1.25 - 0.7 * t); }

Outline leaf_shape(double broad, double bend) {
  Line outline;
  constexpr int kSteps = 30;
  for (int i = 0; i <= kSteps; ++i) {
    const double t = static_cast<double>(i) / kSteps;
    outline.push_back({half_width(t, broad) + bend * t * (1 - t), 44 - 88 * t});
  }
  for (int i = kSteps; i >= 0; --i) {
    const double t = static_cast<double>(i) / kSteps;
    outline.push_back({-half_width(t, broad) + bend * t * (1 - t), 44 - 88 * t});
  }
  return Outline().polygon(std::move(outline));
}

struct Plant {
  Colour green, vein;
  double broad, bend, veins;
};

Plant plant_of(Rng& who) {
  const Colour green =
      hsv({who.uniform(0.2, 0.38), who.uniform(0.45, 0.85), who.uniform(0.35, 0.7)});
  return {green, mix(green, {0.85, 0.95, 0.6}, 0.45), who.uniform(23, 34), who.uniform(-14, 14),
          who.uniform(5, 8)};
}

// A place on the leaf whose surroundings of that radius are on it too, where it is broad enough.
CanvasPoint on_leaf(const Plant& plant, double radius, Rng& rng) {
  const double t = rng.uniform(0.15, 0.85);
  const double room = std::max(1.0, 0.95 * half_width(t, plant.broad) - radius);
  return {room * rng.uniform(-1, 1) + plant.bend * t * (1 - t), 44 - 88 * t};
}

bool is_on_leaf(const Plant& plant, CanvasPoint p) {
  const double t = (44 - p.y) / 88;
  const double x = p.x - plant.bend * t * (1 - t);
  return t > 0.05 && t < 0.95 &&
         x * x < 0.85 * half_width(t, plant.broad) * half_width(t, plant.broad);
}

void paint_veins(Canvas& canvas, const Plant& plant) {
  const auto middle = [&](double t) { return CanvasPoint{plant.bend * t * (1 - t), 44 - 88 * t}; };
  Line rib;
  for (int i = 0; i <= 20; ++i) rib.push_back(middle(i / 20.0));
  canvas.fill(Outline().taper(rib, 3.2, 0.8), plant.vein);
  for (int i = 1; i < static_cast<int>(plant.veins); ++i) {
    const double t = i / plant.veins, up = std::min(t + 0.13, 0.97);
    for (const double side : {-1.0, 1.0}) {
      const CanvasPoint end =
          middle(up) + CanvasPoint{side * 0.92 * half_width(up, plant.broad), 0};
      canvas.fill(Outline().taper({middle(t), end}, 1.7, 0.5), plant.vein, 0.8);
    }
  }
}

void paint_rust(Canvas& canvas, const Plant& plant, Rng& rng) {
  const int groups = 3 + static_cast<int>(rng.below(4));
  const Colour rust =
      hsv({rng.uniform(0.04, 0.085), rng.uniform(0.75, 0.95), rng.uniform(0.45, 0.75)});
  for (int g = 0; g < groups; ++g) {
    const CanvasPoint heart = on_leaf(plant, 4, rng);
    const int points = 8 + static_cast<int>(rng.below(14));
    for (int i = 0; i < points; ++i) {
      const CanvasPoint at = heart + CanvasPoint{8 * bell(rng), 8 * bell(rng)};
      if (!is_on_leaf(plant, at)) continue;
      const double size = rng.uniform(0.9, 2.1);
      canvas.fill(Outline().ellipse(at, size * 1.5, size * 1.5),
                  mix(plant.green, {0.9, 0.8, 0.3}, 0.6), 0.5);
      canvas.fill(Outline().ellipse(at, size, size), near(rust, 0.06, rng));
    }
  }
}

void paint_spots(Canvas& canvas, const Plant& plant, Rng& rng) {
  const int spots = 2 + static_cast<int>(rng.below(4));
  for (int i = 0; i < spots; ++i) {
    const double size = rng.uniform(4, 8.5), ratio = rng.uniform(0.65, 1.0), turns = rng.uniform();
    const CanvasPoint at = on_leaf(plant, size, rng);
    const Colour brown = near({0.28, 0.17, 0.08}, 0.05, rng);
    canvas.fill(Outline().ellipse(at, size * 1.3, size * 1.3 * ratio, turns),
                hsv({0.15, 0.6, rng.uniform(0.6, 0.8)}), 0.6);
    for (int k = 0; k < 4; ++k) {
      const CanvasPoint off = {0.3 * size * bell(rng) * 0.6, 0.3 * size * bell(rng) * 0.6};
      canvas.fill(Outline().ellipse(at + off, size * 0.75, size * 0.75 * ratio, turns), brown);
    }
    canvas.fill(Outline().ellipse(at, size * 0.35, size * 0.35 * ratio, turns),
                near({0.5, 0.4, 0.28}, 0.06, rng), 0.8);
  }
}

// What is behind the leaf: soil, other leaves, or a sheet of paper.
void paint_ground(Canvas& canvas, Rng& rng) {
  const double kind = rng.uniform();
  const HillNoise hills(rng, kind < 0.4 ? 6 : 30);
  const Colour soil = hsv({rng.uniform(0.05, 0.1), 0.5, rng.uniform(0.25, 0.5)});
  const Colour paper = near(grey(rng.uniform(0.7, 0.95)), 0.04, rng);
  const Colour foliage = hsv({rng.uniform(0.2, 0.4), 0.6, rng.uniform(0.2, 0.45)});
  const Colour base = kind < 0.4 ? soil : kind < 0.65 ? paper : foliage;
  const double rough = kind < 0.4 ? 0.8 : kind < 0.65 ? 0.1 : 0.9;
  canvas.fill_all([&](CanvasPoint p) { return base * (1.0 + rough * (hills.rough(p) - 0.5)); });
  if (kind < 0.65) return;
  for (int i = 0; i < 6; ++i) {
    canvas.set_view(Affine::place({{rng.uniform(0, 100), rng.uniform(0, 100)},
                                   rng.uniform(0.4, 0.8),
                                   rng.uniform(0.4, 0.8),
                                   rng.uniform()}));
    canvas.fill(leaf_shape(28, 5), near(foliage * rng.uniform(0.7, 1.4), 0.05, rng));
  }
  canvas.set_view({});
  canvas.blur(3);
}

PaintedImage paint(ImageWish w) {
  const Plant plant = plant_of(w.who);
  Canvas canvas(w.size, w.size);
  paint_ground(canvas, w.one);
  const double size = w.one.uniform(0.85, 1.08);
  const Affine view = Affine::place(
      {{50 + w.one.uniform(-6, 6), 50 + w.one.uniform(-6, 6)}, size, size, w.one.uniform()});
  canvas.set_view(view);
  canvas.fill(leaf_shape(plant.broad, plant.bend).moved(Affine::place({{3, 3}, 1, 1})), grey(0),
              0.35);
  const HillNoise patches(w.one, 25);
  canvas.fill(leaf_shape(plant.broad, plant.bend),
              [&](CanvasPoint p) { return plant.green * (0.8 + 0.4 * patches.rough(p)); });
  paint_veins(canvas, plant);
  if (w.label == 1) paint_rust(canvas, plant, w.one);
  if (w.label == 2) paint_spots(canvas, plant, w.one);
  canvas.set_view({});
  const double bright = w.one.uniform(0.65, 1.2), turn = w.one.uniform();
  const double warm = w.one.uniform(-0.08, 0.08);
  canvas.light([&](CanvasPoint p) {
    return bright + 0.0045 * (cosine(turn) * (p.x - 50) + sine(turn) * (p.y - 50));
  });
  canvas.fill(Outline().rectangle(0, 0, 100, 100),
              warm > 0 ? Colour{1, 0.8, 0.4} : Colour{0.5, 0.7, 1}, warm > 0 ? warm : -warm);
  canvas.grain(0.02, w.one);
  return {.picture = canvas.picture(3), .group = bright < 0.9 ? "shade" : "sun"};
}

}  // namespace

ImageGenerator leaves_generator() {
  return {"leaves",
          "leaves of a bean: healthy, with rust, with spots",
          64,
          3,
          {"healthy", "rust", "spot"},
          "plant",
          5,
          paint};
}

}  // namespace tadpole
