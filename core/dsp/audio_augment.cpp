// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/audio_augment.h"

#include <algorithm>
#include <cmath>

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

// Half away from zero. Not std::lround: a call per sample would cost more than the rest.
std::int16_t saturate(float value) {
  const float clamped = std::clamp(value, -32768.0F, 32767.0F);
  return static_cast<std::int16_t>(static_cast<int>(clamped + (clamped < 0.0F ? -0.5F : 0.5F)));
}

// Catmull-Rom between b and c, t in [0, 1).
float between(float a, float b, float c, float d, float t) {
  return b + 0.5F * t *
                 (c - a + t * (2.0F * a - 5.0F * b + 4.0F * c - d + t * (3.0F * (b - c) + d - a)));
}

// out[i] = sample at first + i * speed. The middle of the clip needs no look at its ends.
void resample_clip(std::span<const std::int16_t> clip, double first, double speed,
                   std::span<float> out) {
  const double last_inside = static_cast<double>(clip.size()) - 2.0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double position = first + static_cast<double>(i) * speed;
    if (!(position >= 1.0 && position < last_inside)) {
      out[i] = sample_at(clip, position);
      continue;
    }
    const auto k = static_cast<std::size_t>(position);
    const std::int16_t* p = clip.data() + k;
    out[i] =
        between(p[-1], p[0], p[1], p[2], static_cast<float>(position - static_cast<double>(k)));
  }
}

// The recording from a drawn place on, seen as endless.
class Loop {
 public:
  Loop(const std::vector<std::int16_t>& recording, double where) : recording_(recording) {
    at_ = static_cast<std::size_t>(where * static_cast<double>(recording.size()));
  }
  float next() {
    const float value = recording_[at_];
    at_ = at_ + 1 == recording_.size() ? 0 : at_ + 1;
    return value;
  }

 private:
  const std::vector<std::int16_t>& recording_;
  std::size_t at_ = 0;
};

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
  std::vector<float> mixed(clip.size());
  resample_clip(clip, middle - (middle + d.shift) * d.speed, d.speed, mixed);
  const auto gain = static_cast<float>(d.gain), volume = static_cast<float>(d.volume);
  for (float& sample : mixed) sample *= gain;
  if (background != nullptr) {
    Loop noise(*background, d.where);
    for (float& sample : mixed) sample += volume * noise.next();
  }
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = saturate(mixed[i]);
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
