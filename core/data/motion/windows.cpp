// SPDX-License-Identifier: Apache-2.0
#include "core/data/motion/windows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tadpole {
namespace {

constexpr double kLongestWindow = 16777216.0;  // rows

Result<int> rows_of(const char* what, int samples, double seconds, double rate_hz) {
  if (samples > 0) return samples;
  if (samples < 0)
    return wrong_use(fmt::format("{} is {} samples; it must be above 0", what, samples));
  if (rate_hz <= 0.0)
    return wrong_use(
        fmt::format("the recordings have no rate, so that {} cannot be given in "
                    "seconds; give it in samples",
                    what));
  const double rows = std::round(seconds * rate_hz);
  if (!(rows >= 1.0 && rows <= kLongestWindow))
    return wrong_use(fmt::format("{} of {:g} s is {:g} rows at {:g} Hz; it must be 1 to {:.0f}",
                                 what, seconds, rows, rate_hz, kLongestWindow));
  return static_cast<int>(rows);
}

void add_windows(std::size_t sample, int length, int stride, const WindowOptions& o,
                 WindowPlan& w) {
  const int count = (length - w.rows) / stride + 1;
  const int wanted = o.most_per_sample > 0 ? std::min(count, o.most_per_sample) : count;
  for (int i = 0; i < wanted; ++i) {
    const auto k = static_cast<int>(static_cast<std::int64_t>(i) * count / wanted);
    w.list.push_back({sample, k * stride});
  }
}

template <typename T>
void copy_rows(const Sample& s, std::span<const T> values, const Window& window, int rows,
               std::span<T> out) {
  const auto row = static_cast<std::size_t>(s.shape[1]) * static_cast<std::size_t>(s.shape[2]);
  TADPOLE_EXPECT(out.size() == static_cast<std::size_t>(rows) * row);
  for (int i = 0; i < rows; ++i) {
    const auto from = static_cast<std::size_t>(std::clamp(window.start + i, 0, s.shape[0] - 1));
    std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(from * row), row,
                out.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(i) * row));
  }
}

}  // namespace

Result<WindowPlan> plan_windows(const SampleSet& set, const WindowOptions& o) {
  WindowPlan windows;
  windows.rows = TADPOLE_TRY(rows_of("the window", o.window_samples, o.window_s, set.rate_hz));
  const int stride = TADPOLE_TRY(rows_of("the stride", o.stride_samples, o.stride_s, set.rate_hz));
  for (std::size_t i = 0; i < set.samples.size(); ++i) {
    const Sample& sample = set.samples[i];
    const int missing = windows.rows - sample.shape[0];
    if (missing <= 0) {
      add_windows(i, sample.shape[0], stride, o, windows);
    } else if (o.too_short == ShortRecording::pad) {
      windows.list.push_back({i, -(missing / 2)});
    } else if (o.too_short == ShortRecording::refuse) {
      return Error{
          fmt::format("{} has {} rows, a window needs {}; leave the recording out, choose "
                      "a shorter window, or let short ones be padded",
                      sample.name, sample.shape[0], windows.rows)};
    }
  }
  return windows;
}

void copy_window(const SampleSet& set, const Window& window, int rows, std::span<float> out) {
  const Sample& sample = set.samples[window.sample];
  copy_rows(sample, set.float_values(sample), window, rows, out);
}

void copy_window(const SampleSet& set, const Window& window, int rows,
                 std::span<std::int16_t> out) {
  const Sample& sample = set.samples[window.sample];
  copy_rows(sample, set.int16_values(sample), window, rows, out);
}

}  // namespace tadpole
