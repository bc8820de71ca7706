// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/audio_augment.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/base/result.h"

namespace tadpole {
namespace {

constexpr double kSamplesPerMs = 16.0;

// All that is drawn for one clip, always in this order.
struct Draw {
  double speed = 1.0;  // source samples per output sample
  double shift = 0.0;  // samples, positive: later
  double gain = 1.0;
  double volume = 0.0;  // of the background; 0: none
  double which = 0.0;   // share of the list of backgrounds
  double where = 0.0;   // share of the recording
};

Draw draw(const AugmentOptions& o, Rng rng) {
  Draw d;
  d.speed = 1.0 + o.speed_percent / 100.0 * rng.uniform(-1.0, 1.0);
  d.shift = o.shift_ms * kSamplesPerMs * rng.uniform(-1.0, 1.0);
  d.gain = std::pow(10.0, o.gain_db / 20.0 * rng.uniform(-1.0, 1.0));
  const bool mixed = rng.uniform() < o.background_frequency;
  d.volume = o.background_volume * rng.uniform() * (mixed ? 1.0 : 0.0);
  d.which = rng.uniform();
  d.where = rng.uniform();
  return d;
}

float at_or_zero(std::span<const std::int16_t> clip, std::ptrdiff_t i) {
  return i < 0 || i >= static_cast<std::ptrdiff_t>(clip.size())
             ? 0.0F
             : static_cast<float>(clip[static_cast<std::size_t>(i)]);
}

// Four samples at a time, in the arithmetic of one at a time.
using Four [[gnu::vector_size(16)]] = float;
using FourInts [[gnu::vector_size(16)]] = std::int32_t;
using FourDoubles [[gnu::vector_size(32)]] = double;

Four load(const float* from) {
  Four v;
  std::memcpy(&v, from, sizeof v);
  return v;
}

// Half away from zero.
FourInts saturate(Four value) {
  const Four low = Four{} - 32768.0F, high = Four{} + 32767.0F;
  value = value > low ? value : low;
  value = value < high ? value : high;
  const Four half = value < 0.0F ? Four{} - 0.5F : Four{} + 0.5F;
  return __builtin_convertvector(value + half, FourInts);
}

// Catmull-Rom between b and c, t in [0, 1).
template <class T>
T between(T a, T b, T c, T d, T t) {
  return b + 0.5F * t *
                 (c - a + t * (2.0F * a - 5.0F * b + 4.0F * c - d + t * (3.0F * (b - c) + d - a)));
}

// Four rows of four become columns.
void transpose(Four (&row)[4]) {
  const Four ab_low = __builtin_shufflevector(row[0], row[1], 0, 4, 1, 5);
  const Four ab_high = __builtin_shufflevector(row[0], row[1], 2, 6, 3, 7);
  const Four cd_low = __builtin_shufflevector(row[2], row[3], 0, 4, 1, 5);
  const Four cd_high = __builtin_shufflevector(row[2], row[3], 2, 6, 3, 7);
  row[0] = __builtin_shufflevector(ab_low, cd_low, 0, 1, 4, 5);
  row[1] = __builtin_shufflevector(ab_low, cd_low, 2, 3, 6, 7);
  row[2] = __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5);
  row[3] = __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7);
}

// out[i] = sample at first + i * speed.
class Resampling {
 public:
  Resampling(std::span<const std::int16_t> clip, double first, double speed)
      : clip_(clip), samples_(clip.begin(), clip.end()), first_(first), speed_(speed) {}

  void into(std::span<float> out) const {
    const auto size = static_cast<std::int32_t>(out.size());
    for (std::int32_t i = 0; i < size;) {
      if (i + 4 <= size && inside(i)) {
        const Four four = inside_four(i);
        std::memcpy(out.data() + i, &four, sizeof four);
        i += 4;
      } else {
        out[static_cast<std::size_t>(i)] = sample_at(clip_, position(i));
        ++i;
      }
    }
  }

 private:
  double position(std::int32_t i) const { return first_ + static_cast<double>(i) * speed_; }
  // The samples from i on have all their neighbours in the clip: no look at its ends is needed.
  bool inside(std::int32_t i) const {
    return position(i) >= 1.0 && position(i + 3) < static_cast<double>(samples_.size()) - 2.0;
  }
  Four inside_four(std::int32_t i) const {
    const FourDoubles number = static_cast<double>(i) + FourDoubles{0.0, 1.0, 2.0, 3.0};
    const FourDoubles at = first_ + number * speed_;
    const FourInts k = __builtin_convertvector(at, FourInts);
    const Four t = __builtin_convertvector(at - __builtin_convertvector(k, FourDoubles), Four);
    Four near[4];
    for (int s = 0; s < 4; ++s) near[s] = load(samples_.data() + k[s] - 1);
    transpose(near);
    return between(near[0], near[1], near[2], near[3], t);
  }

  std::span<const std::int16_t> clip_;
  std::vector<float> samples_;
  double first_, speed_;
};

// Adds the recording from a drawn place on, seen as endless.
void add_loop(const std::vector<std::int16_t>& recording, double where, float volume,
              std::span<float> to) {
  auto at = static_cast<std::size_t>(where * static_cast<double>(recording.size()));
  for (std::size_t done = 0; done < to.size();) {
    const std::size_t run = std::min(recording.size() - at, to.size() - done);
    for (std::size_t i = 0; i < run; ++i)
      to[done + i] += volume * static_cast<float>(recording[at + i]);
    done += run;
    at = 0;
  }
}

const std::vector<std::int16_t>* chosen(std::span<const std::vector<std::int16_t>> backgrounds,
                                        const Draw& d) {
  if (backgrounds.empty() || d.volume <= 0.0) return nullptr;
  const auto& recording =
      backgrounds[static_cast<std::size_t>(d.which * static_cast<double>(backgrounds.size()))];
  return recording.empty() ? nullptr : &recording;
}

// A run of at most `longest` places among `count`.
struct Run {
  int first = 0, size = 0;
};
Run draw_run(int count, int longest, Rng& rng) {
  const int size =
      static_cast<int>(rng.below(static_cast<std::size_t>(std::min(longest, count)) + 1));
  return {static_cast<int>(rng.below(static_cast<std::size_t>(count - size) + 1)), size};
}

float mean_of(std::span<const float> values) {
  double sum = 0.0;
  for (const float v : values) sum += static_cast<double>(v);
  return static_cast<float>(sum / static_cast<double>(std::max<std::size_t>(1, values.size())));
}

}  // namespace

OptionSet describe(AugmentOptions& o) {
  OptionSet set;
  set.add("shift_ms", o.shift_ms,
          {.help = "moves clips in time, at most so far", .unit = "ms", .min = 0, .max = 500})
      .add("speed_percent", o.speed_percent,
           {.help = "plays clips slower or faster (pitch moves along)",
            .unit = "%",
            .min = 0,
            .max = 50})
      .add("gain_db", o.gain_db,
           {.help = "makes clips softer or louder", .unit = "dB", .min = 0, .max = 40})
      .add("background_frequency", o.background_frequency,
           {.help = "share of the clips that get background noise", .min = 0, .max = 1})
      .add("background_volume", o.background_volume,
           {.help = "loudest background, as a factor on its recording", .min = 0, .max = 1})
      .add("time_masks", o.time_masks,
           {.help = "hidden stretches of time per clip; 0: none", .min = 0, .max = 10})
      .add("time_mask_frames", o.time_mask_frames,
           {.help = "longest hidden stretch", .unit = "frames", .min = 0, .max = 100})
      .add("band_masks", o.band_masks,
           {.help = "hidden stretches of bands per clip; 0: none", .min = 0, .max = 10})
      .add("band_mask_bands", o.band_mask_bands,
           {.help = "most bands hidden by one mask", .unit = "bands", .min = 0, .max = 100});
  return set;
}

float sample_at(std::span<const std::int16_t> clip, double position) {
  const double whole = std::floor(position);
  const auto i = static_cast<std::ptrdiff_t>(whole);
  const auto t = static_cast<float>(position - whole);
  const float a = at_or_zero(clip, i - 1), b = at_or_zero(clip, i), c = at_or_zero(clip, i + 1),
              d = at_or_zero(clip, i + 2);
  return between(a, b, c, d, t);
}

void augment_clip(std::span<const std::int16_t> clip, const AugmentOptions& options,
                  std::span<const std::vector<std::int16_t>> backgrounds, Rng rng,
                  std::span<std::int16_t> out) {
  TADPOLE_EXPECT(out.size() == clip.size());
  const Draw d = draw(options, rng);
  const std::vector<std::int16_t>* background = chosen(backgrounds, d);
  const double middle = 0.5 * static_cast<double>(clip.size());
  std::vector<float> mixed((clip.size() + 3) / 4 * 4);
  Resampling(clip, middle - (middle + d.shift) * d.speed, d.speed)
      .into(std::span(mixed).first(clip.size()));
  const auto gain = static_cast<float>(d.gain), volume = static_cast<float>(d.volume);
  for (float& sample : mixed) sample *= gain;
  if (background != nullptr)
    add_loop(*background, d.where, volume, std::span(mixed).first(clip.size()));
  for (std::size_t i = 0; i < out.size(); i += 4) {
    const FourInts rounded = saturate(load(mixed.data() + i));
    for (std::size_t s = 0; s < std::min<std::size_t>(4, out.size() - i); ++s)
      out[i + s] = static_cast<std::int16_t>(rounded[s]);
  }
}

void mask_features(std::span<float> map, std::array<int, 3> shape, const AugmentOptions& options,
                   Rng rng) {
  const auto [frames, bands, channels] = shape;
  TADPOLE_EXPECT(map.size() ==
                 static_cast<std::size_t>(frames) * static_cast<std::size_t>(bands * channels));
  const float mean = mean_of(map);
  const auto width = static_cast<std::size_t>(bands * channels);
  for (int m = 0; m < options.time_masks; ++m) {
    const Run run = draw_run(frames, options.time_mask_frames, rng);
    const auto hidden = map.subspan(static_cast<std::size_t>(run.first) * width,
                                    static_cast<std::size_t>(run.size) * width);
    std::fill(hidden.begin(), hidden.end(), mean);
  }
  for (int m = 0; m < options.band_masks; ++m) {
    const Run run = draw_run(bands, options.band_mask_bands, rng);
    for (std::size_t frame = 0; frame < map.size(); frame += width) {
      const auto hidden = map.subspan(frame + static_cast<std::size_t>(run.first * channels),
                                      static_cast<std::size_t>(run.size * channels));
      std::fill(hidden.begin(), hidden.end(), mean);
    }
  }
}

}  // namespace tadpole
