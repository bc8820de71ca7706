// SPDX-License-Identifier: Apache-2.0
#include "core/data/image/augment_picture.h"

#include <algorithm>
#include <cstring>

#include "device/dsp/table_math.h"

namespace tadpole {
namespace {

namespace table = device::table;

constexpr std::int64_t kOne = 1 << 16;  // of the fixed-point places

// All that is drawn for one picture, always in this order.
struct Draw {
  double shift_x = 0.0, shift_y = 0.0;  // shares of the sides
  double turn = 0.0;                    // in turns
  double shear = 0.0;                   // tangent
  double zoom = 1.0;
  bool flip = false;
  double gain = 1.0;
  double noise = 0.0;  // standard deviation in levels
};

double tangent(double degrees) {
  return table::sin_turns(degrees / 360.0) / table::cos_turns(degrees / 360.0);
}

Draw draw(const ImageAugmentOptions& o, Rng& rng) {
  Draw d;
  d.shift_x = o.shift_percent / 100.0 * rng.uniform(-1.0, 1.0);
  d.shift_y = o.shift_percent / 100.0 * rng.uniform(-1.0, 1.0);
  d.turn = o.rotate_degrees / 360.0 * rng.uniform(-1.0, 1.0);
  d.shear = tangent(o.shear_degrees * rng.uniform(-1.0, 1.0));
  d.zoom = 1.0 + o.zoom_percent / 100.0 * rng.uniform(-1.0, 1.0);
  const bool heads = rng.uniform() < 0.5;
  d.flip = o.flip && heads;
  d.gain = 1.0 + o.brightness_percent / 100.0 * rng.uniform(-1.0, 1.0);
  d.noise = o.noise_percent / 100.0 * 255.0 * rng.uniform();
  return d;
}

// From a place in the output to one in the input, in 1/65536 pixel, both from the middle.
struct Warp {
  std::int64_t xx, xy, yx, yy;  // times 65536
  std::int64_t x0, y0;          // the middle of the input, shifted
};

Warp warp_of(const Draw& d, int width, int height) {
  const double cosine = table::cos_turns(d.turn) / d.zoom, sine = table::sin_turns(d.turn) / d.zoom;
  const double mirror = d.flip ? -1.0 : 1.0;
  const auto fixed = [](double x) { return table::round(x * static_cast<double>(kOne)); };
  return {fixed(mirror * cosine),
          fixed(mirror * (sine + d.shear * cosine)),
          fixed(-sine),
          fixed(cosine - d.shear * sine),
          (width - 1) * kOne / 2 - fixed(d.shift_x * width),
          (height - 1) * kOne / 2 - fixed(d.shift_y * height)};
}

// The two neighbours of a place on one axis and the weight of the second, of 256.
struct Between {
  int first, second;
  std::int64_t weight;
};
Between between(std::int64_t place, int size) {
  const std::int64_t held = std::clamp<std::int64_t>(place, 0, (size - 1) * kOne);
  const int first = static_cast<int>(held >> 16);
  return {first, std::min(first + 1, size - 1), (held & (kOne - 1)) >> 8};
}

// About normal, mean 0, standard deviation 1: eight bytes added up.
double noise(Rng& rng) {
  const std::uint64_t bits = rng.next();
  int sum = 0;
  for (int i = 0; i < 8; ++i) sum += static_cast<int>(bits >> (8 * i) & 255);
  return (sum - 1020) / 209.0;  // sqrt(8 (256^2 - 1) / 12)
}

std::uint8_t to_level(double x) {
  return static_cast<std::uint8_t>(std::clamp(x + 0.5, 0.0, 255.0));
}

void warp_pixels(std::span<const std::uint8_t> in, std::array<int, 3> shape, const Warp& w,
                 std::span<std::uint8_t> out) {
  const int height = shape[0], width = shape[1], channels = shape[2];
  std::size_t to = 0;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const std::int64_t dx = 2 * x - (width - 1), dy = 2 * y - (height - 1);  // in half pixels
      const Between h = between((w.xx * dx + w.xy * dy) / 2 + w.x0, width);
      const Between v = between((w.yx * dx + w.yy * dy) / 2 + w.y0, height);
      for (int c = 0; c < channels; ++c) {
        const auto at = [&](int row, int column) {
          return static_cast<std::int64_t>(
              in[static_cast<std::size_t>((row * width + column) * channels + c)]);
        };
        const std::int64_t upper =
            at(v.first, h.first) * (256 - h.weight) + at(v.first, h.second) * h.weight;
        const std::int64_t lower =
            at(v.second, h.first) * (256 - h.weight) + at(v.second, h.second) * h.weight;
        out[to++] =
            static_cast<std::uint8_t>((upper * (256 - v.weight) + lower * v.weight + 32768) >> 16);
      }
    }
  }
}

void enlarge_into(const Picture& from, int left, int top, int scale, Picture& sheet) {
  for (int y = 0; y < from.height * scale; ++y)
    for (int x = 0; x < from.width * scale; ++x)
      std::memcpy(&sheet.pixels[sheet.at(left + x, top + y)],
                  &from.pixels[from.at(x / scale, y / scale)],
                  static_cast<std::size_t>(sheet.channels));
}

}  // namespace

OptionSet describe(ImageAugmentOptions& o) {
  OptionSet set;
  set.add("shift_percent", o.shift_percent,
          {.help = "moves pictures, at most so much of a side", .unit = "%", .min = 0, .max = 50})
      .add("rotate_degrees", o.rotate_degrees,
           {.help = "turns pictures both ways", .unit = "degrees", .min = 0, .max = 180})
      .add("shear_degrees", o.shear_degrees,
           {.help = "slants pictures both ways", .unit = "degrees", .min = 0, .max = 45})
      .add("zoom_percent", o.zoom_percent,
           {.help = "makes things larger or smaller", .unit = "%", .min = 0, .max = 50})
      .add("flip", o.flip, {.help = "mirrors every other picture, left to right"})
      .add("brightness_percent", o.brightness_percent,
           {.help = "makes pictures darker or brighter", .unit = "%", .min = 0, .max = 90})
      .add("noise_percent", o.noise_percent,
           {.help = "noise of the sensor, up to this share of white",
            .unit = "%",
            .min = 0,
            .max = 50});
  return set;
}

void augment_pixels(std::span<const std::uint8_t> in, std::array<int, 3> shape,
                    const ImageAugmentOptions& options, Rng rng, std::span<std::uint8_t> out) {
  TADPOLE_EXPECT(in.size() == out.size() && in.size() == static_cast<std::size_t>(shape[0]) *
                                                             static_cast<std::size_t>(shape[1]) *
                                                             static_cast<std::size_t>(shape[2]));
  const Draw d = draw(options, rng);
  warp_pixels(in, shape, warp_of(d, shape[1], shape[0]), out);
  if (d.gain != 1.0)
    for (std::uint8_t& level : out) level = to_level(level * d.gain);
  if (d.noise > 0.0)
    for (std::uint8_t& level : out) level = to_level(level + d.noise * noise(rng));
}

Picture augment_picture(const Picture& picture, const ImageAugmentOptions& options, Rng rng) {
  Picture out = picture;
  augment_pixels(picture.pixels, {picture.height, picture.width, picture.channels}, options, rng,
                 out.pixels);
  return out;
}

Picture contact_sheet(std::span<const Picture> pictures, int columns, int scale) {
  TADPOLE_EXPECT(!pictures.empty() && columns >= 1 && scale >= 1);
  constexpr int kGap = 2;
  int width = 0, height = 0, channels = 1;
  for (const Picture& p : pictures) {
    width = std::max(width, p.width * scale);
    height = std::max(height, p.height * scale);
    channels = std::max(channels, p.channels);
  }
  const int count = static_cast<int>(pictures.size());
  const int across = std::min(columns, count), rows = (count + columns - 1) / columns;
  Picture sheet =
      blank_picture(across * (width + kGap) + kGap, rows * (height + kGap) + kGap, channels, 128);
  for (int i = 0; i < count; ++i)
    enlarge_into(with_channels(pictures[static_cast<std::size_t>(i)], channels),
                 kGap + i % columns * (width + kGap), kGap + i / columns * (height + kGap), scale,
                 sheet);
  return sheet;
}

Picture augmentation_sheet(std::span<const Picture> originals, const ImageAugmentOptions& options,
                           int versions, std::uint64_t seed, int scale) {
  std::vector<Picture> all;
  const Rng rng(seed);
  for (const Picture& original : originals) {
    all.push_back(original);
    for (int i = 0; i < versions; ++i)
      all.push_back(augment_picture(original, options, rng.fork(all.size())));
  }
  return contact_sheet(all, versions + 1, scale);
}

}  // namespace tadpole
