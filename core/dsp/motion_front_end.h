// SPDX-License-Identifier: Apache-2.0
// Windows of motion, of vibration or of any slow signal, and strokes, to the input of a model, by
// device/dsp/spectral.h and stroke_raster.h.
#pragma once
#include <memory>
#include <string>

#include "core/base/options.h"
#include "core/data/sample_set.h"
#include "core/dsp/sample_front_end.h"

namespace tadpole {

// Declared once; recipe keys, CLI flags and docs are made from describe() (core/base/options.h).
struct MotionFeatureOptions {
  std::string kind = "spectral";  // spectral | raw
  int bands = 8;
  int peaks = 1;
  int percentiles = 3;
  std::string band_scale = "linear";  // linear | logarithmic
  double low_hz = 0.5;
  double high_hz = 0.0;  // 0: half the rate
  int fft_samples = 0;   // 0: the power of two that holds the window, 256 at most
  bool magnitude = true;
  bool correlation = true;
  std::string amplitude = "absolute";  // absolute | relative
  std::string scaling = "standard";    // standard | robust
};
// The options with their ranges and help. The struct must outlive the set.
OptionSet describe(MotionFeatureOptions& options);

// A piece of a recording that features are fitted on.
struct MotionPiece {
  std::size_t first = 0;  // of its values in the set's float values
};

// window_samples: time steps of every window. Each feature gets mean 0 and deviation 1 over the
// training pieces; raw: each axis; scaling robust: median 0, the quartiles 1.349 apart (those of a
// normal distribution of deviation 1), and what is beyond -4 or 4 held there. Fails (wrong_use)
// when the set is no float recording, when there is no training piece, or when options do not fit
// the rate or the window.
Result<std::unique_ptr<SampleFrontEnd>> make_motion_front_end(
    const MotionFeatureOptions& options, const SampleSet& set, int window_samples,
    std::span<const MotionPiece> training);

Result<std::unique_ptr<SampleFrontEnd>> motion_front_end_from_json(const nlohmann::json& json);

struct StrokeFeatureOptions {
  int side = 32;
  std::string colour = "time";  // time: red, green, blue from start to end | line: one channel
};
OptionSet describe(StrokeFeatureOptions& options);

// Samples: [points, 1, 2]. Fails (wrong_use) when the set holds no strokes.
Result<std::unique_ptr<SampleFrontEnd>> make_stroke_front_end(const StrokeFeatureOptions& options,
                                                              const SampleSet& set);

Result<std::unique_ptr<SampleFrontEnd>> stroke_front_end_from_json(const nlohmann::json& json);

}  // namespace tadpole
