// SPDX-License-Identifier: Apache-2.0
// Collect, infer, report: hears 16 kHz mono audio (raw int16), computes features, runs the model,
// says what it heard.
//   clips.raw   clips of one length, one after the other: every clip is judged on its own. To
//   "results.bin" go, for each,
//               the features, the output, and the instructions that both took (two 32-bit numbers,
//               little-endian).
//   stream.raw  one long recording: an inference every kHopRows rows, smoothed over a second, as in
//   a room.
// The model takes the features of a whole second; stream_spotter.cpp is for one that takes a row.
#include "device/port/port.h"
#include "firmware/app/listener.h"
#include "firmware/app/spotter_report.h"

namespace tadpole::app {
namespace {

using Ears = Listener<config::kFeatures>;
constexpr int kRows = static_cast<int>(model::kInputBytes) / Ears::kRowLength;
static_assert(
    model::kInputBytes == static_cast<std::size_t>(kRows) * Ears::kRowLength,
    "the model's input is no whole number of feature rows: were both made for each other?");
constexpr int kMapSamples = kWindow + (kRows - 1) * kStride;

Ears ears({model::kInputScale, model::kInputZeroPoint});
std::array<std::int8_t, model::kInputBytes>
    map;  // the features of the last second, oldest row first

std::uint32_t infer(std::uint32_t overhead) {
  __builtin_memcpy(model::input(), map.data(), map.size());
  const Stopwatch watch;
  model::invoke();
  return watch.stop() - overhead;
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
  static Smoother smoother(config::kSmoothing);
  ears.begin(recording, 0);
  std::int32_t time_ms = kMapSamples / (config::kFeatures.rate_hz / 1000);
  for (bool more = fill_map(); more; more = hear_hop(), time_ms += config::kHopRows * kStride_ms) {
    infer(0);
    report_word(time_ms, smoother.add(time_ms, scores().data()));
  }
  return 0;
}

}  // namespace

int run() { return play(judge_clips, listen); }

}  // namespace tadpole::app
