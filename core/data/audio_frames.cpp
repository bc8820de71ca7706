// SPDX-License-Identifier: Apache-2.0
#include "core/data/audio_frames.h"

#include <fmt/format.h>

#include <cmath>

namespace tadpole {
namespace {

// Two hours at 48 kHz: a small compressed file may claim far more than memory holds.
constexpr std::size_t kMostSamples = static_cast<std::size_t>(kLongestAudio_s * 48000.0);

}  // namespace

Outcome check_audio_shape(int channels, int rate_hz, const std::string& name) {
  const bool good = channels >= 1 && channels <= kMostChannels && rate_hz >= kLowestRate_hz &&
                    rate_hz <= kHighestRate_hz;
  if (good) return Done{};
  return Error{fmt::format("{} has {} channels at {} Hz; expected 1 to {} channels at {} to {} Hz",
                           name, channels, rate_hz, kMostChannels, kLowestRate_hz,
                           kHighestRate_hz)};
}

Outcome append_mono(std::span<const float> frames, Audio& audio, const std::string& name) {
  const auto channels = static_cast<std::size_t>(audio.channels);
  for (std::size_t f = 0; f < frames.size(); f += channels) {
    double sum = 0.0;
    for (std::size_t c = 0; c < channels; ++c) sum += static_cast<double>(frames[f + c]);
    if (!std::isfinite(sum)) {
      return Error{
          fmt::format("{} holds a sample that is no number (sample {}); export it again "
                      "from the program that made it",
                      name, audio.samples.size())};
    }
    audio.samples.push_back(static_cast<float>(sum / audio.channels));
  }
  if (audio.samples.size() > kMostSamples) {
    return Error{fmt::format("{} has more than {} million samples; cut it into parts", name,
                             kMostSamples / 1000000)};
  }
  const auto most = static_cast<std::size_t>(kLongestAudio_s * audio.rate_hz);
  if (audio.samples.size() > most)
    return Error{name + " is longer than two hours; cut it into parts"};
  return Done{};
}

}  // namespace tadpole
