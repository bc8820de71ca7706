// SPDX-License-Identifier: Apache-2.0
#include "core/data/motion/synthetic.h"

#include <fmt/format.h>

#include <algorithm>

namespace tadpole::synthetic {

std::vector<double> smooth_noise(Rng& rng, std::size_t n, double corner_hz, double rate_hz) {
  const double keep = std::exp(-kTwoPi * corner_hz / rate_hz);
  // Variance of white noise through two equal poles: (1 - k)^4 (1 + k^2) / (1 - k^2)^3.
  const double k2 = keep * keep;
  const double variance = std::pow(1.0 - keep, 4) * (1.0 + k2) / std::pow(1.0 - k2, 3);
  const double gain = 1.0 / std::sqrt(variance);
  double one = 0.0, two = 0.0;
  const auto lead = static_cast<std::size_t>(std::min(4.0 * rate_hz / corner_hz, 20000.0));
  std::vector<double> out;
  for (std::size_t i = 0; i < lead + n; ++i) {
    one = keep * one + (1.0 - keep) * rng.normal();
    two = keep * two + (1.0 - keep) * one;
    if (i >= lead) out.push_back(gain * two);
  }
  return out;
}

std::vector<double> smoothed(const std::vector<double>& x, double sigma) {
  const auto reach = static_cast<long>(std::ceil(3.0 * sigma));
  std::vector<double> weights;
  for (long k = -reach; k <= reach; ++k)
    weights.push_back(std::exp(-0.5 * static_cast<double>(k * k) / (sigma * sigma)));
  const auto n = static_cast<long>(x.size());
  std::vector<double> out;
  for (long i = 0; i < n; ++i) {
    double sum = 0.0, total = 0.0;
    for (long k = -reach; k <= reach; ++k) {
      const double w = weights[static_cast<std::size_t>(k + reach)];
      sum += w * x[static_cast<std::size_t>(std::clamp(i + k, 0L, n - 1))];
      total += w;
    }
    out.push_back(sum / total);
  }
  return out;
}

std::string person_of(const MotionGenerator& generator, int person) {
  const std::string kind = generator.kind;
  const bool machine = kind == "sound" || std::string(generator.name) == "vibration";
  const char* word = machine ? "machine" : kind == "series" ? "patient" : "person";
  return fmt::format("{} {:02}", word, person + 1);
}

Sample sample_of(const MotionGenerator& generator, const Task& task, int number,
                 const std::string& group, int rows, int axes) {
  Sample s{.name = fmt::format("{} {}", generator.name, number),
           .label = generator.labels[static_cast<std::size_t>(task.label)],
           .who = person_of(generator, task.person),
           .group = group,
           .origin = Origin::synthetic};
  s.licence = kLicence;
  s.source = fmt::format("generator {}", generator.name);
  s.shape = {rows, 1, axes};
  return s;
}

std::vector<std::int16_t> to_pcm(const std::vector<double>& x) {
  std::vector<std::int16_t> pcm;
  pcm.reserve(x.size());
  for (const double v : x)
    pcm.push_back(static_cast<std::int16_t>(std::lround(std::clamp(v, -1.0, 1.0) * 32767.0)));
  return pcm;
}

}  // namespace tadpole::synthetic
