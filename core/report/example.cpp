// SPDX-License-Identifier: Apache-2.0
#include "core/report/example.h"

#include <algorithm>
#include <cmath>

#include "core/base/result.h"
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

ExampleClip make_picture_example(std::span<const std::uint8_t> png,
                                 std::span<const std::uint8_t> model_png) {
  ExampleClip example;
  example.picture_png_base64 = base64(png);
  example.model_png_base64 = base64(model_png);
  return example;
}

ExampleClip make_trace_example(std::span<const float> values, const std::vector<std::string>& names,
                               double seconds) {
  TADPOLE_EXPECT(!names.empty() && names.size() <= kMostTraces);
  TADPOLE_EXPECT(values.size() % names.size() == 0);
  const std::size_t times = values.size() / names.size();
  const std::size_t kept = std::min(times, kTracePoints);
  ExampleClip example;
  example.seconds = seconds;
  for (std::size_t channel = 0; channel < names.size(); ++channel) {
    Trace trace{names[channel], {}};
    for (std::size_t i = 0; i < kept; ++i)
      trace.values.push_back(values[i * times / kept * names.size() + channel]);
    example.traces.push_back(std::move(trace));
  }
  return example;
}

}  // namespace tadpole
