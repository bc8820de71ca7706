// SPDX-License-Identifier: Apache-2.0
// One second out of a recording of any length.
#include <algorithm>
#include <cmath>

#include "core/data/audio_file.h"
#include "core/data/dataset.h"

namespace tadpole {
namespace {

// Windows that hold nearly all the energy of the loudest hold the whole word, only elsewhere.
constexpr double kNearlyAll = 0.98;

// energy[i]: of the samples before i.
std::vector<double> running_energy(std::span<const float> samples) {
  std::vector<double> energy(samples.size() + 1, 0.0);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double x = static_cast<double>(samples[i]);
    energy[i + 1] = energy[i] + x * x;
  }
  return energy;
}

// The middle of the neighbouring starts whose window holds (nearly) the loudest second.
std::size_t loudest_start(std::span<const float> samples) {
  const std::vector<double> energy = running_energy(samples);
  const auto held = [&](std::size_t start) { return energy[start + kClipSamples] - energy[start]; };
  const std::size_t starts = samples.size() - kClipSamples + 1;
  std::size_t best = 0;
  for (std::size_t s = 1; s < starts; ++s) {
    if (held(s) > held(best)) best = s;
  }
  const double enough = kNearlyAll * held(best);
  std::size_t first = best, last = best;
  while (first > 0 && held(first - 1) >= enough) --first;
  while (last + 1 < starts && held(last + 1) >= enough) ++last;
  return first + (last - first) / 2;
}

}  // namespace

std::vector<std::int16_t> to_int16(std::span<const float> samples) {
  std::vector<std::int16_t> out(samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    out[i] = static_cast<std::int16_t>(
        std::lrint(std::clamp(samples[i] * 32768.0F, -32768.0F, 32767.0F)));
  }
  return out;
}

std::vector<std::int16_t> fit_to_clip(std::span<const float> samples) {
  if (samples.size() == kClipSamples) return to_int16(samples);  // somebody fitted it already
  if (samples.size() > kClipSamples) {
    return to_int16(samples.subspan(loudest_start(samples), kClipSamples));
  }
  std::vector<float> out(kClipSamples, 0.0F);
  std::copy(samples.begin(), samples.end(), out.begin() + (out.size() - samples.size()) / 2);
  return to_int16(out);
}

}  // namespace tadpole
