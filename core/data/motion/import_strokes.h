// SPDX-License-Identifier: Apache-2.0
// Strokes: lines that a hand drew, in the air or on a screen, as points in their order.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/base/files.h"
#include "core/data/sample_set.h"

namespace tadpole {

struct StrokeOptions {
  // Where the source names none. Without a writer every stroke stands for itself.
  std::string label = {}, who = {}, group = {}, licence = {}, consent = {};
};

struct Stroke {
  std::string label = {};
  double index = 0.0;              // as the file numbers it
  std::vector<float> points = {};  // x, y, x, y, ...
};

// {"strokes": [{"index": 3, "label": "7", "strokePoints": [{"x": 0.1, "y": -0.2}, ...]}, ...]}, the
// format of the magic wand's recorder (Warden, "magic_wand", 2021). Strokes without a point are
// left out, as the recorder's own are that were begun and deleted. Fails when the text is no such
// JSON, or names the stroke whose points are no numbers.
Result<std::vector<Stroke>> parse_strokes(std::string_view text, const std::string& name);

// A .json file, a .csv file of x and y, or a folder of either (a manifest.csv or one sub-folder per
// label, see import_motion()). Gives kind "stroke", type float32, shape {points, 1, 2}, channels x
// and y. Fails as the readers do, with the file.
Result<SampleSet> import_strokes(const Path& path, const StrokeOptions& options);

// An empty set of strokes, for what fills one.
SampleSet stroke_set();

}  // namespace tadpole
