// SPDX-License-Identifier: Apache-2.0
#include "learn/augmented.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "learn/answer.h"
#include "learn/learn.h"

namespace tadpole::learn {
namespace {

constexpr ImageAugmentOptions kNothing = {
    .shift_percent = 0, .rotate_degrees = 0, .zoom_percent = 0, .brightness_percent = 0};

Outcome check_pictures(std::span<const float> x, std::array<int, 3> shape) {
  if (shape[2] != 1 && shape[2] != 3)
    return wrong_use("samples have " + std::to_string(shape[2]) +
                     " channels; only pictures with 1 or 3 can be augmented");
  const auto odd = std::find_if(x.begin(), x.end(), [](float v) { return !(v >= 0 && v <= 1); });
  if (odd == x.end()) return Done{};
  return wrong_use("value " + std::to_string(odd - x.begin()) +
                   " is outside 0 to 1; divide pixels by 255 before they are augmented");
}

// One picture of floats in [0, 1], changed.
void change(std::span<const float> in, std::array<int, 3> shape, const ImageAugmentOptions& options,
            Rng rng, std::span<float> out) {
  std::vector<std::uint8_t> pixels(in.size()), changed(in.size());
  std::transform(in.begin(), in.end(), pixels.begin(),
                 [](float v) { return static_cast<std::uint8_t>(std::lround(255.0F * v)); });
  augment_pixels(pixels, shape, options, rng, changed);
  std::transform(changed.begin(), changed.end(), out.begin(),
                 [](std::uint8_t v) { return static_cast<float>(v) / 255.0F; });
}

Result<Answer> augment(std::span<const float> x, std::array<int, 3> shape, const char* text) {
  ImageAugmentOptions options = kNothing;
  std::uint64_t seed = 1;
  OptionSet set = describe(options);
  set.add("seed", seed, {.help = "same seed, same pictures", .max = 4294967295.0});
  TADPOLE_TRY(set_options(set, text));
  if (std::any_of(shape.begin(), shape.end(), [](int side) { return side < 1 || side > 4096; }))
    return wrong_use("a picture's height, width and channels are expected from 1 to 4096");
  const std::size_t width = at(shape[0]) * at(shape[1]) * at(shape[2]);
  if (x.empty() || x.size() % width != 0)
    return wrong_use("there are " + std::to_string(x.size()) +
                     " values, which is no whole number of pictures of " + std::to_string(width));
  TADPOLE_TRY(check_pictures(x, shape));
  std::vector<float> out(x.size());
  const Rng rng(seed);
  for (std::size_t i = 0; i < x.size() / width; ++i)
    change(x.subspan(i * width, width), shape, options, rng.fork(i),
           std::span(out).subspan(i * width, width));
  return bytes_answer<float>(out, nlohmann::json::object());
}

}  // namespace

Result<std::optional<ImageAugmentOptions>> take_augmentation(std::string& text) {
  std::string rest, mine;
  constexpr std::string_view kPrefix = "augment_";
  for (const std::string& line : split(text, '\n')) {
    const bool here = line.starts_with(kPrefix);
    (here ? mine : rest) += (here ? line.substr(kPrefix.size()) : line) + "\n";
  }
  text = rest;
  if (mine.empty()) return std::optional<ImageAugmentOptions>();
  ImageAugmentOptions options = kNothing;
  OptionSet set = describe(options);
  TADPOLE_TRY(set_options(set, mine.c_str()));
  return std::optional(options);
}

Result<Augmented> Augmented::create(const Samples& samples, std::array<int, 3> shape,
                                    const ImageAugmentOptions& options, std::uint64_t seed) {
  TADPOLE_TRY(check_pictures(samples.x(), shape));
  if (samples.reconstructs())
    return wrong_use(
        "augmentation needs labels or targets; a model that gives back its input has "
        "none");
  Augmented augmented;
  augmented.samples_ = &samples;
  augmented.shape_ = shape;
  augmented.options_ = options;
  augmented.rng_ = Rng(seed);
  return augmented;
}

int Augmented::fetch(int index, std::int64_t epoch, std::span<float> x) const {
  const int label = samples_->fetch(index, epoch, x);
  if (epoch == kPlainEpoch) return label;
  const Rng rng =
      rng_.fork(static_cast<std::uint64_t>(epoch)).fork(static_cast<std::uint64_t>(index));
  change(x, shape_, options_, rng, x);
  return label;
}

}  // namespace tadpole::learn

extern "C" int learn_pictures_augment(const float* x, size_t values, int height, int width,
                                      int channels, const char* options) {
  return tadpole::learn::answered([&] {
    return tadpole::learn::augment({x, values}, {height, width, channels}, options);
  });
}
