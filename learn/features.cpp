// SPDX-License-Identifier: Apache-2.0
// Features of what a learner has at hand, by the front ends that the device runs.
#include <fmt/format.h>

#include <algorithm>

#include "core/dsp/feature_extractor.h"
#include "core/dsp/image_front_end.h"
#include "core/dsp/motion_front_end.h"
#include "learn/answer.h"
#include "learn/learn.h"

namespace tadpole::learn {
namespace {

std::size_t size_of(std::array<int, 3> shape) { return at(shape[0]) * at(shape[1]) * at(shape[2]); }

Result<Answer> sound(std::span<const std::int16_t> clip, const char* text) {
  FeatureOptions options;
  OptionSet set = describe(options);
  TADPOLE_TRY(set_options(set, text));
  const std::unique_ptr<FeatureExtractor> extractor =
      TADPOLE_TRY(FeatureExtractor::create(options));
  constexpr std::size_t kLongest = 16000 * 600;
  if (clip.size() > kLongest)
    return wrong_use("the clip is longer than ten minutes; cut it into parts");
  const int rows = extractor->rows(clip.size());
  if (rows < 1)
    return wrong_use(
        fmt::format("the clip has {} samples, less than one window; give more", clip.size()));
  const int bands = extractor->shape()[1];
  std::vector<float> out(at(rows) * at(bands));
  extractor->extract(clip, out);
  return bytes_answer<float>(out, {{"shape", {rows, bands, 1}}});
}

Result<Answer> picture(std::span<const std::uint8_t> pixels, std::array<int, 3> shape,
                       const char* text) {
  const bool fits = shape[0] >= 1 && shape[1] >= 1 && shape[0] <= 4096 && shape[1] <= 4096 &&
                    (shape[2] == 1 || shape[2] == 3);
  if (!fits)
    return wrong_use(
        fmt::format("the picture is {}x{}x{}; expected height and width from 1 to "
                    "4096 and 1 or 3 channels",
                    shape[0], shape[1], shape[2]));
  ImageFeatureOptions options;
  OptionSet described = describe(options);
  TADPOLE_TRY(set_options(described, text));
  if (options.normalise == "training")
    return wrong_use("normalise = 'training' needs a training set; give mean and sd instead");
  SampleSet set{.kind = "image", .type = ValueType::uint8};
  set.channels.resize(at(shape[2]));
  set.add(Sample{.shape = shape}, pixels);
  const std::unique_ptr<SampleFrontEnd> front_end = TADPOLE_TRY(make_image_front_end(options, set));
  std::vector<float> out(size_of(front_end->shape()));
  front_end->real(set.stored(set.samples[0]), shape, out);
  return bytes_answer<float>(out, {{"shape", front_end->shape()}});
}

struct MotionOptions {
  MotionFeatureOptions features;
  double rate_hz = 100.0;
};

Result<MotionOptions> motion_options(const char* text) {
  MotionOptions options;
  OptionSet set = describe(options.features);
  set.add("rate_hz", options.rate_hz,
          {.help = "steps per second", .unit = "Hz", .min = 0.01, .max = 100000});
  TADPOLE_TRY(set_options(set, text));
  return options;
}

Outcome check_windows(const learn_windows& windows) {
  if (windows.count < 1 || windows.steps < 2 || windows.axes < 1)
    return wrong_use(
        fmt::format("there are {} windows of {} steps and {} axes; expected at least "
                    "one window of two steps and one axis",
                    windows.count, windows.steps, windows.axes));
  if (windows.fitted < 1 || windows.fitted > windows.count)
    return wrong_use(fmt::format("{} windows are to be fitted on; expected 1 to {}", windows.fitted,
                                 windows.count));
  const std::size_t values = windows.count * at(windows.steps) * at(windows.axes);
  return check_numbers({windows.values, values}, "the windows");
}

Result<Answer> motion(const learn_windows& windows, const char* text) {
  const MotionOptions options = TADPOLE_TRY(motion_options(text));
  TADPOLE_TRY(check_windows(windows));
  const std::size_t width = at(windows.steps) * at(windows.axes);
  SampleSet set{.kind = "motion", .type = ValueType::float32, .rate_hz = options.rate_hz};
  set.channels.resize(at(windows.axes));
  std::vector<MotionPiece> pieces;
  for (std::size_t i = 0; i < windows.count; ++i) {
    set.add(Sample{.shape = {windows.steps, 1, windows.axes}},
            std::span(windows.values + i * width, width));
    if (i < windows.fitted) pieces.push_back({i * width});
  }
  const std::unique_ptr<SampleFrontEnd> front_end =
      TADPOLE_TRY(make_motion_front_end(options.features, set, windows.steps, pieces));
  const std::size_t features = size_of(front_end->shape());
  std::vector<float> out(windows.count * features);
  for (std::size_t i = 0; i < windows.count; ++i)
    front_end->real(set.stored(set.samples[i]), set.samples[i].shape,
                    std::span(out).subspan(i * features, features));
  return bytes_answer<float>(out, {{"shape", front_end->shape()}});
}

}  // namespace
}  // namespace tadpole::learn

using namespace tadpole::learn;

extern "C" {

int learn_features_sound(const int16_t* clip, size_t samples, const char* options) {
  return answered([&] { return sound({clip, samples}, options); });
}

int learn_features_picture(const uint8_t* pixels, int height, int width, int channels,
                           const char* options) {
  const std::size_t count =
      height > 0 && width > 0 && channels > 0 ? at(height) * at(width) * at(channels) : 0;
  return answered([&] { return picture({pixels, count}, {height, width, channels}, options); });
}

int learn_features_motion(const learn_windows* windows, const char* options) {
  return answered([&] { return motion(*windows, options); });
}
}
