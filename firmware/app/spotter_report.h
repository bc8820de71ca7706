// SPDX-License-Identifier: Apache-2.0
// What a keyword spotter says: the model's output as scores, and lines on the console.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include "device/stream/posterior_smoother.h"
#include "firmware/app/console.h"
#include "generated/app_config.h"
#include "generated/model.h"

namespace tadpole::app {

static_assert(model::kOutputBytes == config::kLabelCount,
              "as many labels as the model has outputs");

inline constexpr int kWindow = config::kFeatures.window_samples;
inline constexpr int kStride = config::kFeatures.stride_samples;
inline constexpr int kStride_ms = kStride * 1000 / config::kFeatures.rate_hz;
inline constexpr std::size_t kMostResults =
    config::kSmoothing.average_window_ms / (config::kHopRows * kStride_ms) + 2;
using Scores = std::array<std::uint8_t, config::kLabelCount>;
using Smoother = device::PosteriorSmoother<config::kLabelCount, kMostResults>;

// What one measurement costs by itself.
[[gnu::noinline]] inline std::uint32_t count_nothing() { return Stopwatch().stop(); }

// A class's probability on the scale 0..255.
inline std::uint8_t score(std::size_t label) {
  const int above_zero = model::output()[label] - model::kOutputZeroPoint;
  const auto scaled =
      static_cast<int>(static_cast<float>(above_zero) * (model::kOutputScale * 256.0f) + 0.5f);
  return static_cast<std::uint8_t>(scaled < 0 ? 0 : (scaled > 255 ? 255 : scaled));
}

inline Scores scores() {
  Scores all;
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = score(i);
  return all;
}

inline std::uint32_t hundredths(std::uint32_t score) { return (score * 100 + 128) / 256; }

inline void report_clip(std::uint32_t clip) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < config::kLabelCount; ++i) {
    if (model::output()[i] > model::output()[best]) best = i;
  }
  Console console;
  console.text("clip ").number(clip).text(": heard ").text(config::kLabels[best]).text(" ");
  console.probability(hundredths(score(best))).end();
}

inline void report_word(std::int32_t time_ms, const device::Heard& heard) {
  if (!heard.is_new || !config::kIsKeyword[heard.label]) return;
  Console console;
  const auto tenths = static_cast<std::uint32_t>(time_ms / 100);
  console.number(tenths / 10)
      .text(".")
      .number(tenths % 10)
      .text(" s: heard ")
      .text(config::kLabels[heard.label]);
  console.text(" ").probability(hundredths(static_cast<std::uint32_t>(heard.score))).end();
}

// After the features: the model's output, and the instructions that both took.
inline bool write_result(int file, std::uint32_t features, std::uint32_t inference) {
  const std::uint32_t counts[2] = {features, inference};
  return port::write_file(file, model::output(), model::kOutputBytes) &&
         port::write_file(file, counts, sizeof counts);
}

// Plays clips.raw to one, else stream.raw to the other; then says how much stack was used.
inline int play(int (*judge_clips)(int clips), int (*listen)(int recording)) {
  const int clips = port::open_file("clips.raw", port::FileMode::read);
  const int recording = clips < 0 ? port::open_file("stream.raw", port::FileMode::read) : -1;
  if (clips < 0 && recording < 0) return 1;
  const int code = clips >= 0 ? judge_clips(clips) : listen(recording);
  Console().text("stack: ").number(port::stack_high_water()).end();
  return code;
}

}  // namespace tadpole::app
