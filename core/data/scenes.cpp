// SPDX-License-Identifier: Apache-2.0
#include "core/data/scenes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/rng.h"

namespace tadpole {
namespace {

// Background pieces one after the other, each with its own level.
Outcome lay_background(const Dataset& d, const SceneOptions& o, Rng& rng, std::vector<float>& out) {
  std::vector<const Background*> usable;
  for (const Background& b : d.background) {
    if (b.split == o.split) usable.push_back(&b);
  }
  for (std::size_t at = 0; !usable.empty() && at < out.size();) {
    const std::vector<std::int16_t> piece =
        TADPOLE_TRY(load_background(d, *usable[rng.below(usable.size())]));
    const double gain = o.background * rng.uniform();
    const std::size_t count = std::min<std::size_t>(out.size() - at, 20 * kRateHz);
    for (std::size_t i = 0; i < count && !piece.empty(); ++i)
      out[at + i] = static_cast<float>(gain * static_cast<double>(piece[i % piece.size()]));
    at += count;
  }
  return Done{};
}

// Where the word lies inside its clip: between the first and last frame louder than a tenth of the
// loudest.
std::pair<std::size_t, std::size_t> word_span(const std::vector<std::int16_t>& clip) {
  constexpr std::size_t kFrame = 160;
  std::vector<double> level;
  for (std::size_t at = 0; at + kFrame <= clip.size(); at += kFrame) {
    double sum = 0.0;
    for (std::size_t i = 0; i < kFrame; ++i) sum += std::fabs(static_cast<double>(clip[at + i]));
    level.push_back(sum);
  }
  const double limit = *std::max_element(level.begin(), level.end()) * 0.1;
  std::size_t first = 0, last = level.size();
  while (first + 1 < level.size() && level[first] < limit) ++first;
  while (last > first + 1 && level[last - 1] < limit) --last;
  return {first * kFrame, last * kFrame};
}

}  // namespace

Result<Scene> make_scene(const Dataset& d, const SceneOptions& o) {
  std::vector<const Clip*> spoken;
  bool has_keyword = false;
  for (const Clip& clip : d.clips) {
    if (clip.split != o.split || clip.label == "silence") continue;
    spoken.push_back(&clip);
    has_keyword = has_keyword || clip.label != "unknown";
  }
  if (!has_keyword)
    return Error{
        "there is no test clip of a keyword, so there is nothing to hear in a streaming test; "
        "collect more speakers"};
  Rng rng = Rng(o.seed).fork(303);
  std::vector<float> out(static_cast<std::size_t>(o.seconds * kRateHz), 0.0F);
  TADPOLE_TRY(lay_background(d, o, rng, out));
  Scene scene{
      .name = fmt::format("{:.0f} s, background up to {:.0f} %", o.seconds, 100 * o.background),
      .samples = {},
      .events = {}};
  rng.shuffle(spoken);
  std::size_t next = 0;
  for (double at = 2.0; at + 2.0 < o.seconds; at += 1.0 + o.gap_s * rng.uniform(0.5, 1.5)) {
    const Clip& clip = *spoken[next++ % spoken.size()];
    const std::vector<std::int16_t> samples = TADPOLE_TRY(load_clip(d, clip));
    const auto gain = static_cast<float>(rng.uniform(0.5, 1.0));
    const auto start = static_cast<std::size_t>(at * kRateHz);
    for (std::size_t i = 0; i < samples.size(); ++i)
      out[start + i] += gain * static_cast<float>(samples[i]);
    const auto [first, last] = word_span(samples);
    scene.events.push_back({clip.label, static_cast<double>(start + first) / kRateHz,
                            static_cast<double>(start + last) / kRateHz});
  }
  scene.samples.resize(out.size());
  for (std::size_t i = 0; i < out.size(); ++i)
    scene.samples[i] =
        static_cast<std::int16_t>(std::lround(std::clamp(out[i], -32768.0F, 32767.0F)));
  return scene;
}

}  // namespace tadpole
