// SPDX-License-Identifier: Apache-2.0
#include "core/data/motion/windows.h"

#include <gtest/gtest.h>

namespace tadpole {
namespace {

// Recordings of the given lengths at 10 Hz: two axes, row i holds i and -i.
SampleSet set_of(std::initializer_list<int> lengths, double rate_hz = 10.0) {
  SampleSet set{.kind = "motion", .rate_hz = rate_hz, .channels = {{"x"}, {"y"}}};
  for (const int rows : lengths) {
    std::vector<float> values;
    for (int i = 0; i < rows; ++i)
      values.insert(values.end(), {static_cast<float>(i), -static_cast<float>(i)});
    set.add({.name = "r" + std::to_string(rows), .shape = {rows, 1, 2}}, values);
  }
  return set;
}

std::vector<int> starts(const WindowPlan& windows, std::size_t sample) {
  std::vector<int> all;
  for (const Window& w : windows.list)
    if (w.sample == sample) all.push_back(w.start);
  return all;
}

using Starts = std::vector<int>;

TEST(WindowPlan, lie_at_every_stride_that_fits_whole) {
  const WindowPlan w = plan_windows(set_of({25, 10}), {.window_s = 1.0, .stride_s = 0.5}).value();
  EXPECT_EQ(w.rows, 10);
  EXPECT_EQ(starts(w, 0), (Starts{0, 5, 10, 15}));
  EXPECT_EQ(starts(w, 1), (Starts{0}));
}

TEST(WindowPlan, of_short_recordings_are_padded_skipped_or_refused) {
  const SampleSet set = set_of({7});
  EXPECT_EQ(starts(plan_windows(set, {}).value(), 0), (Starts{-1}));
  EXPECT_TRUE(plan_windows(set, {.too_short = ShortRecording::skip}).value().list.empty());
  EXPECT_EQ(plan_windows(set, {.too_short = ShortRecording::refuse}).error().message,
            "r7 has 7 rows, a window needs 10; leave the recording out, choose a shorter window, "
            "or let short ones be padded");
}

TEST(WindowPlan, repeat_the_first_and_the_last_row_around_a_short_recording) {
  const SampleSet set = set_of({2});
  std::vector<float> out(10);
  copy_window(set, {0, -1}, 5, out);
  EXPECT_EQ(out, (std::vector<float>{0, 0, 0, 0, 1, -1, 1, -1, 1, -1}));
}

TEST(WindowPlan, of_a_long_recording_are_spread_when_few_are_wanted) {
  const WindowPlan w = plan_windows(set_of({100}), {.stride_s = 1.0, .most_per_sample = 5}).value();
  EXPECT_EQ(starts(w, 0), (Starts{0, 20, 40, 60, 80}));
}

TEST(WindowPlan, need_a_length_that_can_be_told) {
  const auto said = [](const SampleSet& set, const WindowOptions& o) {
    const auto windows = plan_windows(set, o);
    return windows.ok() ? "planned" : windows.error().message;
  };
  EXPECT_EQ(said(set_of({20}, 0.0), {}),
            "the recordings have no rate, so that the window cannot be given in seconds; give it "
            "in samples");
  EXPECT_EQ(said(set_of({20}, 0.0), {.window_samples = 5, .stride_samples = 5}), "planned");
  EXPECT_EQ(said(set_of({20}), {.window_s = 0.01}),
            "the window of 0.01 s is 0 rows at 10 Hz; it must be 1 to 16777216");
  EXPECT_EQ(said(set_of({20}), {.stride_samples = -1}),
            "the stride is -1 samples; it must be above 0");
}

}  // namespace
}  // namespace tadpole
