// SPDX-License-Identifier: Apache-2.0
#include "core/data/scenes.h"

#include <gtest/gtest.h>

#include "core/base/hash.h"
#include "core/data/audio_file.h"
#include "core/data/test_sound.h"

namespace tadpole {
namespace {

// A word of 0.4 s in the middle of its clip; background of level 100.
Dataset small_dataset(const Path& folder) {
  Dataset d;
  d.folder = folder;
  d.labels = {"silence", "unknown", "yes"};
  for (const char* label : {"yes", "unknown", "silence"}) {
    for (const Split split : {Split::train, Split::test}) {
      const double hz = 300.0 + 50.0 * static_cast<double>(d.clips.size());
      const auto samples = fit_to_clip(sine(hz, 0.4, kRateHz));
      const std::string hash = Sha256().add(samples.data(), samples.size() * 2).hex();
      d.clips.push_back({.file = "clips/" + hash + ".wav",
                         .label = label,
                         .word = label,
                         .speaker = "p",
                         .split = split,
                         .sha256 = hash});
      EXPECT_TRUE(write_wav(folder / d.clips.back().file, samples, kRateHz).ok());
    }
  }
  d.background.push_back(
      {.file = "background/b.wav", .source = "b", .duration_s = 2, .split = Split::test});
  EXPECT_TRUE(
      write_wav(folder / "background/b.wav", std::vector<std::int16_t>(32000, 2000), kRateHz).ok());
  return d;
}

double level(const Scene& scene, double from_s, double to_s) {
  double sum = 0.0;
  const auto from = static_cast<std::size_t>(from_s * kRateHz),
             to = static_cast<std::size_t>(to_s * kRateHz);
  for (std::size_t i = from; i < to; ++i) sum += std::fabs(static_cast<double>(scene.samples[i]));
  return sum / static_cast<double>(to - from);
}

TEST(Scenes, WordsAreWhereTheEventsSay) {
  const TempFolder folder;
  const Dataset d = small_dataset(folder.path());
  const Scene scene = make_scene(d, {.seconds = 120, .gap_s = 3}).value();
  ASSERT_EQ(scene.samples.size(), 120U * kRateHz);
  ASSERT_GT(scene.events.size(), 15U);
  bool yes = false, unknown = false;
  for (const SceneEvent& e : scene.events) {
    EXPECT_NEAR(e.end_s - e.start_s, 0.4, 0.03);
    EXPECT_GT(level(scene, e.start_s, e.end_s), 3.0 * level(scene, e.end_s + 0.1, e.end_s + 0.9));
    yes = yes || e.label == "yes", unknown = unknown || e.label == "unknown";
    EXPECT_NE(e.label, "silence");
  }
  EXPECT_TRUE(yes && unknown);
}

TEST(Scenes, TheSameSeedGivesTheSameScene) {
  const TempFolder folder;
  const Dataset d = small_dataset(folder.path());
  const Scene one = make_scene(d, {.seconds = 20, .seed = 5}).value();
  EXPECT_EQ(one.samples, make_scene(d, {.seconds = 20, .seed = 5}).value().samples);
  EXPECT_NE(one.samples, make_scene(d, {.seconds = 20, .seed = 6}).value().samples);
}

TEST(Scenes, WithoutAKeywordInTheTestThereIsNothingToHear) {
  const TempFolder folder;
  Dataset d = small_dataset(folder.path());
  for (Clip& clip : d.clips) clip.split = Split::train;
  const auto scene = make_scene(d, {});
  ASSERT_FALSE(scene.ok());
  EXPECT_NE(scene.error().message.find("there is no test clip of a keyword"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
