// SPDX-License-Identifier: Apache-2.0
// Collect, infer, report: hears 16 kHz mono audio (raw int16), computes features, runs the model,
// says what it heard.
//   clips.raw   clips of one length, one after the other: every clip is judged on its own. To
//   "results.bin" go, for each,
//               the features, the output, and the instructions that both took (two 32-bit numbers,
//               little-endian).
//   stream.raw  one long recording: an inference every kHopRows rows, smoothed over a second, as in
//   a room.
#include "device/port/port.h"
#include "device/stream/posterior_smoother.h"
#include "firmware/app/console.h"
#include "firmware/app/listener.h"
#include "generated/app_config.h"
#include "generated/model.h"

namespace tadpole::app {
namespace {

using Ears = Listener<config::kFeatures>;
constexpr int kRows = static_cast<int>(model::kInputBytes) / Ears::kRowLength;
static_assert(
    model::kInputBytes == static_cast<std::size_t>(kRows) * Ears::kRowLength,
    "the model's input is no whole number of feature rows: were both made for each other?");
static_assert(model::kOutputBytes == config::kLabelCount,
              "as many labels as the model has outputs");

constexpr int kWindow = config::kFeatures.window_samples;
constexpr int kStride = config::kFeatures.stride_samples;
constexpr int kMapSamples = kWindow + (kRows - 1) * kStride;
constexpr int kStride_ms = kStride * 1000 / config::kFeatures.rate_hz;
constexpr std::size_t kMostResults =
    config::kSmoothing.average_window_ms / (config::kHopRows * kStride_ms) + 2;

Ears ears({model::kInputScale, model::kInputZeroPoint});
std::array<std::int8_t, model::kInputBytes>
    map;  // the features of the last second, oldest row first

[[gnu::noinline]] std::uint32_t count_nothing() { return Stopwatch().stop(); }

std::uint32_t infer(std::uint32_t overhead) {
  __builtin_memcpy(model::input(), map.data(), map.size());
  const Stopwatch watch;
  model::invoke();
  return watch.stop() - overhead;
}

// A class's probability on the scale 0..255.
std::uint8_t score(std::size_t label) {
  const int above_zero = model::output()[label] - model::kOutputZeroPoint;
  const auto scaled =
      static_cast<int>(static_cast<float>(above_zero) * (model::kOutputScale * 256.0f) + 0.5f);
  return static_cast<std::uint8_t>(scaled < 0 ? 0 : (scaled > 255 ? 255 : scaled));
}

std::uint32_t hundredths(std::uint32_t score) { return (score * 100 + 128) / 256; }

void report_clip(std::uint32_t clip) {
  std::size_t best = 0;
  for (std::size_t i = 1; i < config::kLabelCount; ++i) {
    if (model::output()[i] > model::output()[best]) best = i;
  }
  Console console;
  console.text("clip ").number(clip).text(": heard ").text(config::kLabels[best]).text(" ");
  console.probability(hundredths(score(best))).end();
}

bool write_result(int file, std::uint32_t features, std::uint32_t inference) {
  const std::uint32_t counts[2] = {features, inference};
  return port::write_file(file, model::output(), model::kOutputBytes) &&
         port::write_file(file, counts, sizeof counts);
}

bool fill_map() {
  for (int row = 0; row < kRows; ++row) {
    if (!ears.hear(map.data() + row * Ears::kRowLength)) return false;
  }
  return true;
}

int judge_clips(int clips) {
  const int results = port::open_file("results.bin", port::FileMode::write);
  if (results < 0) return 1;
  const std::uint32_t overhead = count_nothing();
  for (std::uint32_t clip = 0;; ++clip) {
    ears.begin(clips, overhead);
    if (!fill_map()) break;
    ears.skip(config::kClipSamples - kMapSamples);
    if (!port::write_file(results, map.data(), map.size())) return 1;
    const std::uint32_t inference = infer(overhead);
    if (!write_result(results, ears.instructions(), inference)) return 1;
    report_clip(clip);
  }
  port::close_file(results);
  return 0;
}

void report_word(std::int32_t time_ms, const device::Heard& heard) {
  if (!config::kIsKeyword[heard.label]) return;
  Console console;
  const auto tenths = static_cast<std::uint32_t>(time_ms / 100);
  console.number(tenths / 10)
      .text(".")
      .number(tenths % 10)
      .text(" s: heard ")
      .text(config::kLabels[heard.label]);
  console.text(" ").probability(hundredths(static_cast<std::uint32_t>(heard.score))).end();
}

// Makes room for `rows` new rows at the end of the map.
void slide_map(int rows) {
  const std::size_t gone = static_cast<std::size_t>(rows) * Ears::kRowLength;
  __builtin_memmove(map.data(), map.data() + gone, map.size() - gone);
}

bool hear_hop() {
  slide_map(config::kHopRows);
  for (int row = kRows - config::kHopRows; row < kRows; ++row) {
    if (!ears.hear(map.data() + row * Ears::kRowLength)) return false;
  }
  return true;
}

int listen(int recording) {
  static device::PosteriorSmoother<config::kLabelCount, kMostResults> smoother(config::kSmoothing);
  ears.begin(recording, 0);
  std::int32_t time_ms = kMapSamples / (config::kFeatures.rate_hz / 1000);
  for (bool more = fill_map(); more; more = hear_hop(), time_ms += config::kHopRows * kStride_ms) {
    infer(0);
    std::array<std::uint8_t, config::kLabelCount> scores;
    for (std::size_t i = 0; i < scores.size(); ++i) scores[i] = score(i);
    const device::Heard heard = smoother.add(time_ms, scores.data());
    if (heard.is_new) report_word(time_ms, heard);
  }
  return 0;
}

}  // namespace

int run() {
  const int clips = port::open_file("clips.raw", port::FileMode::read);
  const int recording = clips < 0 ? port::open_file("stream.raw", port::FileMode::read) : -1;
  if (clips < 0 && recording < 0) return 1;
  const int code = clips >= 0 ? judge_clips(clips) : listen(recording);
  Console().text("stack: ").number(port::stack_high_water()).end();
  return code;
}

}  // namespace tadpole::app
