// SPDX-License-Identifier: Apache-2.0
// The way of the magic wand and its inverse: a generator turns a stroke into what a sensor feels,
// the device's tracker finds the stroke again.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/data/motion/generate_motion.h"
#include "device/dsp/stroke_raster.h"
#include "device/dsp/stroke_tracker.h"

namespace tadpole {
namespace {

struct Found {
  int strokes = 0;
  float width = 0.0F, height = 0.0F;
};

Found tracked(const SampleSet& set, const Sample& sample) {
  static device::StrokeTracker<160> tracker;
  tracker.plan({.rate_hz = 100.0F});
  const auto values = set.float_values(sample);
  Found found;
  const auto push = [&](const float* row) {
    if (tracker.push(row, row + 3) != device::StrokeState::done) return;
    float box[4] = {1e9F, -1e9F, 1e9F, -1e9F};
    for (int i = 0; i < tracker.count(); ++i)
      for (int d = 0; d < 2; ++d) {
        box[2 * d] = std::min(box[2 * d], tracker.points()[2 * i + d]);
        box[2 * d + 1] = std::max(box[2 * d + 1], tracker.points()[2 * i + d]);
      }
    ++found.strokes;
    found.width = box[1] - box[0], found.height = box[3] - box[2];
  };
  for (std::size_t i = 0; i + 6 <= values.size(); i += 6) push(&values[i]);
  // The hand stays where it is until the stroke is over.
  const float rest[6] = {values[0], values[1], values[2], 0.0F, 0.0F, 0.0F};
  for (int i = 0; i < 60; ++i) push(rest);
  return found;
}

TEST(StrokeChain, the_tracker_finds_the_generators_gestures_and_leaves_idle_hands_alone) {
  const SampleSet set = generate_motion({.name = "gestures", .per_class = 12, .seed = 3}).value();
  int wanted = 0, found = 0, false_alarms = 0;
  for (const Sample& s : set.samples) {
    const Found f = tracked(set, s);
    if (s.label == "idle") {
      false_alarms += f.strokes;
    } else if (s.label == "wing" || s.label == "ring" || s.label == "slope") {
      ++wanted;
      found += f.strokes == 1 ? 1 : 0;
    }
    // A ring is about as wide as high; styles stretch it by up to a third and a half.
    if (s.label == "ring" && f.strokes == 1) {
      EXPECT_GT(f.width, 0.45F * f.height) << s.name;
      EXPECT_LT(f.width, 2.2F * f.height) << s.name;
    }
  }
  EXPECT_GE(found, wanted * 9 / 10);
  EXPECT_LE(false_alarms, 2);  // a hand may move while it idles
}

}  // namespace
}  // namespace tadpole
