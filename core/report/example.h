// SPDX-License-Identifier: Apache-2.0
// One item of the dataset as the gallery shows it. It carries what its kind has: a wave, a picture,
// traces, a stroke or a row of a table; what is empty is not drawn.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tadpole {

struct NamedValue {
  std::string name;
  std::string value;  // with its unit
};

// A feature map or spectrogram, levels 0..255, time runs slowest: [time][band], band 0 lowest.
struct FeaturePicture {
  int times = 0;
  int bands = 0;
  std::vector<std::uint8_t> levels;
};

// One channel of a recording over time. "acc_x" and "acc_y" are drawn in one panel named "acc".
struct Trace {
  std::string name;
  std::vector<double> values;
};
inline constexpr std::size_t kMostTraces = 9;
inline constexpr std::size_t kTracePoints = 300;  // more are thinned when drawn

struct StrokePoint {
  double x = 0.0, y = 0.0;  // any unit, y upwards
};

struct ExampleClip {
  std::string label, word, speaker, group, split, origin;
  std::vector<std::int8_t>
      envelope;  // lowest and highest sample in turn, 2 * columns values, -127..127
  FeaturePicture features;
  std::string wav_base64;          // empty: no play button
  std::string picture_png_base64;  // the picture as it was taken
  std::string model_png_base64;    // the same as the model gets it: cut, scaled, grey
  std::vector<Trace> traces;
  double seconds = 0.0;  // length of the traces; 0: their axis counts values
  std::vector<StrokePoint> stroke;
  std::vector<NamedValue> row;
};

// samples: 16 kHz mono. features: [times * bands] real values, scaled to 0..255 between their own
// extremes.
ExampleClip make_example(std::span<const std::int16_t> samples, int times, int bands,
                         std::span<const float> features);
// png, model_png: whole PNG files; model_png may be empty.
ExampleClip make_picture_example(std::span<const std::uint8_t> png,
                                 std::span<const std::uint8_t> model_png);
// values: [time][channel], as samples are stored. Expects: at most kMostTraces names. Every trace
// is thinned to kTracePoints.
ExampleClip make_trace_example(std::span<const float> values, const std::vector<std::string>& names,
                               double seconds);

}  // namespace tadpole
