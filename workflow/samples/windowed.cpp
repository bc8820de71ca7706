// SPDX-License-Identifier: Apache-2.0
#include "workflow/samples/windowed.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/data/motion/windows.h"
#include "core/dsp/motion_front_end.h"
#include "core/dsp/signal_augment.h"

namespace tadpole {

void add_log_options(OptionSet& set, MotionOptions& o) {
  set.add("rate_hz", o.rate_hz,
          {.help = "all recordings are put onto it; 0: as they are",
           .unit = "Hz",
           .min = 0,
           .max = 100000})
      .add("recorded_hz", o.recorded_hz,
           {.help = "of files without time stamps", .unit = "Hz", .min = 0, .max = 100000})
      .add("axes", o.axes, {.help = "columns to keep, e.g. acc_x; empty: all"});
}

OptionSet window_feature_options(Recipe& r) {
  WindowOptions& o = r.window;
  OptionSet set;
  set.add("window_s", o.window_s,
          {.help = "length of a window", .unit = "s", .min = 0, .max = 3600})
      .add("stride_s", o.stride_s,
           {.help = "from one window to the next", .unit = "s", .min = 0, .max = 3600})
      .add("window_samples", o.window_samples,
           {.help = "readings in a window, instead of window_s; 0: by window_s",
            .min = 0,
            .max = 8192})
      .add("stride_samples", o.stride_samples,
           {.help = "readings from one window to the next, instead of stride_s; 0: by stride_s",
            .min = 0,
            .max = 8192});
  const OptionSet features = describe(r.motion_features);
  for (const Option& option : features.all()) set.add(option);
  return set;
}

Outcome lengthen_short(const WindowOptions& options, SampleSet& set) {
  const WindowPlan windows = TADPOLE_TRY(plan_windows(set, options));
  const bool fits = std::all_of(set.samples.begin(), set.samples.end(),
                                [&](const Sample& s) { return s.shape[0] >= windows.rows; });
  if (fits) return Done{};
  SampleSet out = set;
  out.samples.clear(), out.bytes.clear();
  for (std::size_t i = 0; i < set.samples.size(); ++i) {
    Sample s = set.samples[i];
    const std::size_t step = s.values() / static_cast<std::size_t>(s.shape[0]);
    if (s.shape[0] >= windows.rows) {
      out.add(std::move(s), set.float_values(set.samples[i]));
      continue;
    }
    std::vector<float> padded(static_cast<std::size_t>(windows.rows) * step);
    copy_window(set, {i, -((windows.rows - s.shape[0]) / 2)}, windows.rows, padded);
    s.shape[0] = windows.rows;
    out.add(std::move(s), padded);
  }
  set = std::move(out);
  return Done{};
}

Result<std::vector<SampleRow>> window_rows(const WindowOptions& options, const SampleSet& set) {
  const WindowPlan windows = TADPOLE_TRY(plan_windows(set, options));
  std::vector<SampleRow> rows;
  for (const Window& w : windows.list)
    rows.push_back({static_cast<int>(w.sample), w.start, windows.rows});
  return rows;
}

Result<std::unique_ptr<SampleFrontEnd>> windowed_front_end(const Recipe& recipe,
                                                           const SampleSet& set,
                                                           const std::string& label) {
  const WindowPlan windows = TADPOLE_TRY(plan_windows(set, recipe.window));
  std::vector<MotionPiece> training;
  for (const Window& w : windows.list) {
    const Sample& s = set.samples[w.sample];
    if (s.split != Split::train || (!label.empty() && s.label != label)) continue;
    const std::size_t step = s.values() / static_cast<std::size_t>(s.shape[0]);
    training.push_back({s.offset + static_cast<std::size_t>(w.start) * step});
  }
  return make_motion_front_end(recipe.motion_features, set, windows.rows, training);
}

MotionOptions motion_options(const SourceOptions& source, const Recipe& recipe) {
  MotionOptions options = recipe.motion;
  options.label = source.label, options.who = source.speaker, options.group = source.group;
  options.licence = source.licence, options.consent = source.consent;
  return options;
}

SampleAugment signal_augment(const SignalAugmentOptions& options) {
  if (!changes_signals(options)) return {};
  return [options](std::span<std::uint8_t> stored, std::array<int, 3> shape, const Rng& rng) {
    augment_signal({reinterpret_cast<float*>(stored.data()), stored.size() / sizeof(float)},
                   shape[1] * shape[2], options, rng);
  };
}

}  // namespace tadpole
