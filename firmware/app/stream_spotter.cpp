// SPDX-License-Identifier: Apache-2.0
// The keyword spotter for a model that streams: each new row of features goes to the model, which
// remembers the earlier ones itself, so nothing is computed twice and no map of a second is kept.
//   clips.raw   clips of one length, one after the other: before each, the model forgets. To
//               "results.bin" go, for each, the features of all its rows, the output after the
//               last, and the instructions that both took over the clip (two 32-bit numbers,
//               little-endian).
//   stream.raw  one long recording: an answer after every row, handed to the smoothing every
//               kHopRows rows from the end of the first second on.
#include "device/port/port.h"
#include "firmware/app/listener.h"
#include "firmware/app/spotter_report.h"

namespace tadpole::app {
namespace {

using Ears = Listener<config::kFeatures>;
static_assert(model::kInputBytes == Ears::kRowLength,
              "the model takes one row of features: were both made for each other?");
constexpr int kRows = Ears::FrontEnd::kRows;  // of a clip
constexpr int kClipRowSamples = kWindow + (kRows - 1) * kStride;

Ears ears({model::kInputScale, model::kInputZeroPoint});

// One more row into the model; false at the end of the recording. inference: grows by its cost.
bool take_row(std::int8_t* row, std::uint32_t overhead, std::uint32_t& inference) {
  if (!ears.hear(row)) return false;
  __builtin_memcpy(model::input(), row, Ears::kRowLength);
  const Stopwatch watch;
  model::invoke();
  inference += watch.stop() - overhead;
  return true;
}

// More: there may be a further clip. End: there was none. Broken: the results cannot be written.
enum class Clip : std::uint8_t { more, end, broken };

Clip judge_clip(int clips, int results, std::uint32_t overhead) {
  std::array<std::int8_t, Ears::kRowLength> row;
  std::uint32_t inference = 0;
  ears.begin(clips, overhead);
  model::reset();
  for (int i = 0; i < kRows; ++i) {
    if (!take_row(row.data(), overhead, inference)) return Clip::end;
    if (!port::write_file(results, row.data(), row.size())) return Clip::broken;
  }
  ears.skip(config::kClipSamples - kClipRowSamples);
  return write_result(results, ears.instructions(), inference) ? Clip::more : Clip::broken;
}

int judge_clips(int clips) {
  const int results = port::open_file("results.bin", port::FileMode::write);
  if (results < 0) return 1;
  const std::uint32_t overhead = count_nothing();
  Clip state = Clip::more;
  for (std::uint32_t clip = 0; state == Clip::more; ++clip) {
    state = judge_clip(clips, results, overhead);
    if (state == Clip::more) report_clip(clip);
  }
  port::close_file(results);
  return state == Clip::end ? 0 : 1;
}

int listen(int recording) {
  static Smoother smoother(config::kSmoothing);
  std::array<std::int8_t, Ears::kRowLength> row;
  std::uint32_t inference = 0;
  ears.begin(recording, 0);
  model::reset();
  std::int32_t time_ms = kWindow / (config::kFeatures.rate_hz / 1000);
  int until_answer = kRows;
  for (; take_row(row.data(), 0, inference); time_ms += kStride_ms) {
    if (--until_answer > 0) continue;
    until_answer = config::kHopRows;
    report_word(time_ms, smoother.add(time_ms, scores().data()));
  }
  return 0;
}

}  // namespace

int run() { return play(judge_clips, listen); }

}  // namespace tadpole::app
