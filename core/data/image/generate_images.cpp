// SPDX-License-Identifier: Apache-2.0
#include "core/data/image/generate_images.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/data/image/image_generators.h"

namespace tadpole {
namespace {

std::vector<ImageGenerator> all_generators() {
  return {figures_generator(), garments_generator(), glyphs_generator(), leaves_generator(),
          masks_generator(),   objects_generator(),  persons_generator()};
}

Outcome check_options(const GenerateImagesOptions& o) {
  if (o.per_class < 1 || o.per_class > 100000)
    return wrong_use(
        fmt::format("per_class is {}, expected 1 to 100000 pictures a class", o.per_class));
  if (o.size != 0 && (o.size < 16 || o.size > 256))
    return wrong_use(fmt::format(
        "size is {}, expected 16 to 256 pixels a side, or 0 for the generator's own", o.size));
  return Done{};
}

std::uint64_t key_of(std::string_view name) {
  std::uint64_t key = 0;
  for (const char c : name) key = mix64(key ^ static_cast<std::uint8_t>(c));
  return key;
}

void add_picture(SampleSet& set, const ImageGenerator& g, const GenerateImagesOptions& o, int label,
                 int index) {
  const int who = index / g.per_who;
  const Rng root = Rng(o.seed).fork(key_of(g.name));
  const auto place =
      static_cast<std::uint64_t>(index) * g.labels.size() + static_cast<std::uint64_t>(label);
  PaintedImage painted = g.paint({.label = label,
                                  .size = o.size != 0 ? o.size : g.size,
                                  .index = index,
                                  .count = o.per_class,
                                  .who = root.fork(2 * static_cast<std::uint64_t>(who)),
                                  .one = root.fork(2 * place + 1)});
  const Picture& p = painted.picture;
  const std::string& name = g.labels[static_cast<std::size_t>(label)];
  set.add({.name = fmt::format("{} {}", name, index),
           .label = name,
           .who = fmt::format("{} {}", g.who, who),
           .group = std::move(painted.group),
           .given = painted.given,
           .origin = Origin::synthetic,
           .licence = "none needed: rendered",
           .source = fmt::format("generator {}, seed {}", g.name, o.seed),
           .shape = {p.height, p.width, p.channels}},
          std::span(p.pixels));
}

}  // namespace

std::vector<ImageGeneratorInfo> image_generators() {
  std::vector<ImageGeneratorInfo> infos;
  for (const ImageGenerator& g : all_generators())
    infos.push_back({g.name, g.help, g.size, g.channels, g.labels});
  return infos;
}

std::vector<std::string> generator_names() {
  std::vector<std::string> names;
  for (const ImageGenerator& g : all_generators()) names.emplace_back(g.name);
  return names;
}

Result<SampleSet> generate_images(const GenerateImagesOptions& options) {
  TADPOLE_TRY(check_options(options));
  for (const ImageGenerator& g : all_generators()) {
    if (g.name != options.name) continue;
    SampleSet set{.kind = "image", .type = ValueType::uint8, .labels = g.labels};
    if (g.channels == 1) {
      set.channels = {{.name = "grey"}};
    } else {
      set.channels = {{.name = "red"}, {.name = "green"}, {.name = "blue"}};
    }
    for (int i = 0; i < options.per_class; ++i)
      for (int label = 0; label < static_cast<int>(g.labels.size()); ++label)
        add_picture(set, g, options, label, i);
    return set;
  }
  const std::vector<std::string> names = generator_names();
  return wrong_use(fmt::format("there is no picture generator '{}'; expected one of {}{}",
                               options.name, join(names, ", "), did_you_mean(options.name, names)));
}

void paint_clutter(Canvas& canvas, Rng& rng, int shapes) {
  const Colour a = hsv({rng.uniform(), rng.uniform(0.0, 0.6), rng.uniform(0.2, 0.9)});
  const Colour b = hsv({rng.uniform(), rng.uniform(0.0, 0.6), rng.uniform(0.2, 0.9)});
  const HillNoise hills(rng, rng.uniform(8, 40));
  const bool stripes = rng.uniform() < 0.3;
  const double turn = rng.uniform(), width = rng.uniform(6, 20);
  const double c = cosine(turn), s = sine(turn);
  canvas.fill_all([&](CanvasPoint p) {
    const double along = (c * p.x + s * p.y) / width + 1000.0;
    const double wave = along - static_cast<double>(static_cast<int>(along));
    return mix(a, b,
               stripes ? 0.7 * (wave < 0.5 ? 0.0 : 1.0) + 0.3 * hills.rough(p) : hills.rough(p));
  });
  for (int i = 0; i < shapes; ++i) {
    const CanvasPoint at = {rng.uniform(0, 100), rng.uniform(0, 100)};
    const Colour colour = hsv({rng.uniform(), rng.uniform(0.0, 0.7), rng.uniform(0.1, 1.0)});
    const double size = rng.uniform(4, 22), ratio = rng.uniform(0.3, 1.0), turns = rng.uniform();
    const std::size_t kind = rng.below(3);
    Outline shape;
    if (kind == 0) shape.ellipse(at, size, size * ratio, turns);
    if (kind == 1)
      shape = Outline()
                  .rectangle(-size, -size * ratio, size, size * ratio)
                  .moved(Affine::place({at, 1.0, 1.0, turns}));
    if (kind == 2)
      shape.stroke({at, at + CanvasPoint{cosine(turns), sine(turns)} * (2 * size)},
                   1.0 + 3.0 * ratio);
    canvas.fill(shape, colour, rng.uniform(0.5, 1.0));
  }
}

}  // namespace tadpole
