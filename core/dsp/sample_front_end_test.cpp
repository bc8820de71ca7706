// SPDX-License-Identifier: Apache-2.0
// A front end that was told as JSON and made again gives the same bytes.
#include "core/dsp/sample_front_end.h"

#include <gtest/gtest.h>

#include "core/data/image/generate_images.h"
#include "core/data/motion/generate_motion.h"
#include "core/data/table/generate_table.h"
#include "core/dsp/image_front_end.h"
#include "core/dsp/motion_front_end.h"
#include "core/dsp/sound_front_end.h"
#include "core/dsp/table_front_end.h"

namespace tadpole {
namespace {

// Through text, as the notes of a model keep it.
std::unique_ptr<SampleFrontEnd> again(const SampleFrontEnd& front_end) {
  const auto json = nlohmann::json::parse(front_end.to_json().dump());
  auto made = front_end_from_json(json);
  EXPECT_TRUE(made.ok()) << made.error().message;
  return made.ok() ? std::move(made).value() : nullptr;
}

void expect_same(const SampleFrontEnd& front_end, std::span<const std::uint8_t> stored,
                 std::array<int, 3> shape) {
  const auto other = again(front_end);
  ASSERT_NE(other, nullptr);
  ASSERT_TRUE(other->takes(shape));
  ASSERT_EQ(other->shape(), front_end.shape());
  EXPECT_EQ(other->fingerprint(), front_end.fingerprint());
  const auto s = front_end.shape();
  std::vector<std::int8_t> a(static_cast<std::size_t>(s[0] * s[1] * s[2])), b(a.size());
  front_end.int8(stored, shape, {0.02F, 3}, a);
  other->int8(stored, shape, {0.02F, 3}, b);
  EXPECT_EQ(a, b);
}

SampleSet split_up(SampleSet set) {
  EXPECT_TRUE(finish_samples(set, {10, 20}).ok());
  return set;
}

TEST(SampleFrontEnd, pictures_through_a_camera_are_told_and_made_again) {
  const SampleSet set = split_up(generate_images({.name = "garments", .per_class = 4}).value());
  ImageFeatureOptions options;
  options.width = 20, options.height = 16, options.colour = "grey";
  options.normalise = "training", options.camera = "rgb565_be";
  options.ink = "dark", options.ink_level = 90;
  const auto front_end = make_image_front_end(options, set).value();
  expect_same(*front_end, set.stored(set.samples[0]), set.samples[0].shape);
}

TEST(SampleFrontEnd, windows_of_motion_are_told_and_made_again) {
  const SampleSet set = split_up(generate_motion({.name = "gestures", .per_class = 4}).value());
  for (const char* kind : {"spectral", "raw"}) {
    MotionFeatureOptions options;
    options.kind = kind;
    options.amplitude = "relative";
    const std::vector<MotionPiece> pieces = {{0}, {300}};
    const auto front_end = make_motion_front_end(options, set, 50, pieces).value();
    const std::array<int, 3> window = {50, 1, static_cast<int>(set.channels.size())};
    const auto values = static_cast<std::size_t>(window[0] * window[2]);
    expect_same(*front_end, set.stored(set.samples[0]).first(values * sizeof(float)), window);
    EXPECT_FALSE(front_end->takes({49, 1, window[2]}));
  }
}

TEST(SampleFrontEnd, strokes_rows_and_sound_are_told_and_made_again) {
  const SampleSet strokes = split_up(generate_motion({.name = "strokes", .per_class = 4}).value());
  expect_same(*make_stroke_front_end({}, strokes).value(), strokes.stored(strokes.samples[0]),
              strokes.samples[0].shape);
  const SampleSet rows = split_up(generate_table({.name = "census", .rows = 60}).value());
  expect_same(*make_table_front_end({.missing_flags = true, .pieces = 5}, rows).value(),
              rows.stored(rows.samples[0]), rows.samples[0].shape);
  const SampleSet sound =
      split_up(generate_motion({.name = "machine_sound", .per_class = 4, .seconds = 1.0}).value());
  const std::vector<Window> windows = {{0, 0}, {1, 0}};
  expect_same(
      *make_sound_front_end(sound, windows).value(),
      sound.stored(sound.samples[0]).first(static_cast<std::size_t>(sound_window_samples()) * 2),
      {sound_window_samples(), 1, 1});
}

std::string refusal(const char* json) {
  const auto made = front_end_from_json(nlohmann::json::parse(json));
  return made.ok() ? "" : made.error().message;
}

TEST(SampleFrontEnd, notes_that_make_no_front_end_are_refused) {
  EXPECT_EQ(refusal(R"({"kind": "smell"})"),
            "the model's notes name the features 'smell', which this Tadpole does not know; use "
            "the one that made the model");
  for (const char* damaged :
       {R"({"kind": "raw"})", R"({"kind": "raw", "window_samples": 4, "axes": 2, "mean": [1],
          "inverse": [1, 1]})",
        R"({"kind": "spectral", "mean": [], "inverse": []})", R"({"kind": "stroke", "side": 2})",
        R"({"kind": "sound", "mean": "x"})", R"({"kind": "table", "columns": []})",
        R"({"kind": "image", "width": -3})"})
    EXPECT_NE(refusal(damaged), "") << damaged;
}

}  // namespace
}  // namespace tadpole
