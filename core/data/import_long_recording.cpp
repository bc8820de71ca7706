// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/data/audio_file.h"
#include "core/data/recording.h"
#include "core/data/split.h"

namespace tadpole {
namespace {

constexpr double kFrame_s = 0.01;
constexpr double kPause_s = 0.25;  // shorter gaps lie within a word
constexpr double kShortest_s = 0.08;
constexpr double kMargin_s = 0.1;

std::vector<double> frame_levels(std::span<const float> samples, std::size_t frame) {
  std::vector<double> levels;
  for (std::size_t at = 0; at + frame <= samples.size(); at += frame) {
    double sum = 0.0;
    for (std::size_t i = 0; i < frame; ++i)
      sum += static_cast<double>(samples[at + i]) * static_cast<double>(samples[at + i]);
    levels.push_back(10.0 * std::log10(sum / static_cast<double>(frame) + 1e-10));
  }
  return levels;
}

// Between the recording's own background (20th percentile) and its loud parts (95th), nearer to the
// background.
double speech_threshold(std::vector<double> levels) {
  std::sort(levels.begin(), levels.end());
  const double background = levels[levels.size() / 5], loud = levels[levels.size() * 19 / 20];
  return background + std::max(6.0, 0.3 * (loud - background));
}

}  // namespace

std::vector<Passage> split_at_pauses(std::span<const float> samples, int rate_hz) {
  const auto frame = static_cast<std::size_t>(kFrame_s * rate_hz);
  std::vector<Passage> passages;
  const std::vector<double> levels = frame_levels(samples, std::max<std::size_t>(1, frame));
  if (levels.empty()) return passages;
  const double threshold = speech_threshold(levels);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (levels[i] < threshold) continue;
    const double at = static_cast<double>(i) * kFrame_s;
    if (passages.empty() || at - passages.back().to_s > kPause_s) passages.push_back({at, at});
    passages.back().to_s = at + kFrame_s;
  }
  passages.erase(std::remove_if(passages.begin(), passages.end(),
                                [](const Passage& p) { return p.to_s - p.from_s < kShortest_s; }),
                 passages.end());
  const double end = static_cast<double>(samples.size()) / rate_hz;
  for (Passage& p : passages)
    p.from_s = std::max(0.0, p.from_s - kMargin_s), p.to_s = std::min(end, p.to_s + kMargin_s);
  return passages;
}

Result<std::vector<Recording>> list_long_recording(const Path& file, const ImportOptions& options) {
  if (options.word.empty())
    return wrong_use(
        file.string() +
        " is one recording: say which word it holds with --label yes (or several in turn: yes,no)");
  const std::vector<std::string> words = split(options.word, ',');
  const Audio audio = TADPOLE_TRY(read_audio(file));
  const std::vector<Passage> passages = split_at_pauses(audio.samples, audio.rate_hz);
  if (passages.empty())
    return Error{file.string() +
                 " holds no sound that stands out from its background; record nearer to the "
                 "microphone, with pauses between the words"};
  std::vector<Recording> found;
  for (std::size_t i = 0; i < passages.size(); ++i) {
    found.push_back(
        {.file = file,
         .from_s = passages[i].from_s,
         .to_s = passages[i].to_s,
         .word = trim(words[i % words.size()]),
         .speaker =
             options.speaker.empty() ? speaker_of_file(file.filename().string()) : options.speaker,
         .group = options.group,
         .split = {},
         .licence = options.licence,
         .consent = options.consent,
         .source = fmt::format("{} at {:.2f} s", file.filename().string(), passages[i].from_s)});
  }
  return found;
}

}  // namespace tadpole
