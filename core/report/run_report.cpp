// SPDX-License-Identifier: Apache-2.0
#include "core/report/run_report.h"

#include <algorithm>
#include <cmath>

#include "core/report/encode.h"

namespace tadpole {
namespace {

constexpr std::size_t kEnvelopeColumns = 160;
constexpr std::uint32_t kClipRateHz = 16000;

std::int8_t to_envelope(std::int16_t sample) {
  return static_cast<std::int8_t>(sample / 259);
}  // +-32768 -> +-126

std::vector<std::int8_t> envelope_of(std::span<const std::int16_t> samples) {
  std::vector<std::int8_t> envelope;
  for (std::size_t column = 0; column < kEnvelopeColumns; ++column) {
    const std::size_t begin = column * samples.size() / kEnvelopeColumns;
    const std::size_t end = std::max(begin + 1, (column + 1) * samples.size() / kEnvelopeColumns);
    if (end > samples.size()) break;
    const auto [low, high] =
        std::minmax_element(samples.begin() + static_cast<std::ptrdiff_t>(begin),
                            samples.begin() + static_cast<std::ptrdiff_t>(end));
    envelope.push_back(to_envelope(*low));
    envelope.push_back(to_envelope(*high));
  }
  return envelope;
}

}  // namespace

ExampleClip make_example(std::span<const std::int16_t> samples, int times, int bands,
                         std::span<const float> features) {
  TADPOLE_EXPECT(features.size() ==
                 static_cast<std::size_t>(times) * static_cast<std::size_t>(bands));
  ExampleClip example;
  example.envelope = envelope_of(samples);
  example.wav_base64 = base64(wav_bytes(samples, kClipRateHz));
  example.features = {times, bands, {}};
  if (features.empty()) return example;
  const auto [low, high] = std::minmax_element(features.begin(), features.end());
  const float range = *high > *low ? *high - *low : 1.0F;
  for (const float value : features) {
    example.features.levels.push_back(
        static_cast<std::uint8_t>(std::lround(255.0F * (value - *low) / range)));
  }
  return example;
}

ScoreTable make_score_table(const Predictions& predictions, std::size_t limit) {
  TADPOLE_EXPECT(predictions.labels.size() <= 255);
  ScoreTable table;
  table.labels = predictions.labels;
  const std::size_t n = predictions.items.size();
  const std::size_t kept = std::min(n, limit);
  for (std::size_t k = 0; k < kept; ++k) {
    const Prediction& item = predictions.items[k * n / kept];
    table.truths.push_back(static_cast<std::uint8_t>(item.truth));
    table.tops.push_back(static_cast<std::uint8_t>(top_class(item.probabilities)));
    for (const double p : item.probabilities) {
      table.scores.push_back(static_cast<std::uint8_t>(std::clamp(p * 255.0, 0.0, 255.0)));
    }
  }
  return table;
}

std::string report_origin_tag(const RunReport& report) {
  if (report.dataset) return origin_tag(report.dataset->origin);
  if (report.evaluation) return origin_tag(report.evaluation->origin);
  return "";
}

}  // namespace tadpole
