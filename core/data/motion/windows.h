// SPDX-License-Identifier: Apache-2.0
// Long recordings as windows of one length, which is what a model sees.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/data/sample_set.h"

namespace tadpole {

enum class ShortRecording : std::uint8_t {
  pad,     // lies in the middle of one window; its first and last rows are repeated around it
  refuse,  // is an error
  skip,    // gives no window
};

struct WindowOptions {
  double window_s = 1.0;
  double stride_s = 0.5;
  int window_samples = 0;  // instead of window_s, above 0; needed where the set has no rate
  int stride_samples = 0;  // instead of stride_s
  ShortRecording too_short = ShortRecording::pad;
  int most_per_sample = 0;  // evenly spread over the recording; 0: all that fit
};

struct Window {
  std::size_t sample = 0;  // index into the set
  int start = 0;           // first row; below 0, or past the last whole window: padded
};

struct WindowPlan {
  int rows = 0;  // of each
  std::vector<Window> list = {};
};

// In the order of the samples, then of time. Fails (wrong_use) when lengths are not positive, the
// set has no rate and no length in samples is given, or a recording is too short and refused.
Result<WindowPlan> plan_windows(const SampleSet& set, const WindowOptions& options);

// out: [rows, 1 * width * channels] of the window, padded where it reaches beyond the recording.
void copy_window(const SampleSet& set, const Window& window, int rows, std::span<float> out);
void copy_window(const SampleSet& set, const Window& window, int rows, std::span<std::int16_t> out);

}  // namespace tadpole
