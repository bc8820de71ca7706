// SPDX-License-Identifier: Apache-2.0
// Source of the sum of Gaussians: McSharry, Clifford, Tarassenko and Smith, "A dynamical model for
// generating synthetic electrocardiogram signals", 2003.
#include <algorithm>

#include "core/data/motion/synthetic.h"

namespace tadpole::synthetic {
namespace {

constexpr int kRows = 140;
constexpr double kRateHz = 125.0;
constexpr double kBeatAt_s = 0.42;  // where the R wave of the middle beat lies

enum Label { kNormal, kEarly, kVentricular, kStShift, kDropped };

struct Wave {
  double at_s, width_s, height_mv;
};

// P, Q, R, S, T about the R wave. rr_s: to the beat before, which moves P and T.
struct Beat {
  Wave waves[6];
};

Beat patient_beat(const Rng& style, double rr_s) {
  const double stretch = std::sqrt(rr_s);
  const double axis = std::exp(0.2 * trait(style, 1));
  return {{{-0.17 * stretch * (1 + 0.08 * trait(style, 2)), 0.022, 0.13 + 0.03 * trait(style, 3)},
           {-0.028, 0.008, -0.10 - 0.05 * trait(style, 4)},
           {0.0, 0.011 * (1 + 0.1 * trait(style, 5)), 1.05 * axis},
           {0.030, 0.010, -0.24 - 0.09 * trait(style, 6)},
           {0.26 * stretch * (1 + 0.06 * trait(style, 7)), 0.045, 0.28 + 0.08 * trait(style, 8)},
           {0.10, 0.040, 0.0}}};  // between S and T: flat in health
}

void change(Beat& beat, Label label, Rng& rng) {
  Wave* w = beat.waves;
  if (label == kEarly) {  // from the wrong place in the atrium: another P wave
    w[0].height_mv *= rng.uniform() < 0.5 ? -0.6 : 0.5;
    w[0].at_s *= rng.uniform(0.6, 0.9);
  } else if (label == kVentricular) {  // no P, wide QRS, T against it
    w[0].height_mv = 0.0;
    const double wide = rng.uniform(1.8, 3.0);
    for (int k = 1; k <= 3; ++k) w[k].width_s *= wide, w[k].at_s *= wide;
    if (rng.uniform() < 0.4) w[2].height_mv *= -0.9, w[3].height_mv *= -1.0;
    w[4].height_mv *= w[2].height_mv > 0 ? -rng.uniform(0.5, 1.3) : rng.uniform(0.8, 1.5);
  } else if (label == kStShift) {
    const double sign = rng.uniform() < 0.6 ? -1.0 : 1.0;
    w[5].height_mv = sign * (0.14 + 0.2 * rng.uniform());
    if (sign < 0) w[4].height_mv *= rng.uniform(-0.4, 0.7);
  }
}

void add_beat(const Beat& beat, double at_s, std::vector<double>& x) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double t = static_cast<double>(i) / kRateHz - at_s;
    for (const Wave& w : beat.waves) {
      const double z = (t - w.at_s) / w.width_s;
      if (std::abs(z) < 6.0) x[i] += w.height_mv * std::exp(-0.5 * z * z);
    }
  }
}

std::vector<double> heartbeats(const Task& task, Rng& rng) {
  const auto label = static_cast<Label>(task.label);
  const double rr_s =
      std::clamp(0.84 * std::exp(0.14 * trait(task.style, 10) + 0.05 * rng.normal()), 0.55, 1.3);
  const bool premature = label == kEarly || label == kVentricular;
  const double before_s =
      premature ? rr_s * rng.uniform(0.62, 0.82) : rr_s * std::exp(0.03 * rng.normal());
  const double after_s =
      premature ? rr_s * rng.uniform(1.05, 1.3) : rr_s * std::exp(0.03 * rng.normal());
  const Beat usual = patient_beat(task.style, rr_s);
  Beat middle = usual;
  change(middle, label, rng);
  std::vector<double> x(kRows, 0.0);
  Beat before = usual, after = usual;
  if (label == kStShift) before = after = middle;  // every beat has it
  add_beat(before, kBeatAt_s - before_s, x);
  if (label == kDropped) {  // the P wave is not answered, or nothing comes at all
    Beat lone = usual;
    for (int k = 1; k < 6; ++k) lone.waves[k].height_mv = 0.0;
    if (rng.uniform() < 0.65) add_beat(lone, kBeatAt_s, x);
  } else {
    add_beat(middle, kBeatAt_s, x);
  }
  add_beat(after, kBeatAt_s + after_s, x);
  return x;
}

// Mean 0, deviation 1.
std::vector<float> normalised(const std::vector<double>& x) {
  double sum = 0.0, squares = 0.0;
  for (const double v : x) sum += v, squares += v * v;
  const double mean = sum / static_cast<double>(x.size());
  const double deviation = std::sqrt(squares / static_cast<double>(x.size()) - mean * mean);
  std::vector<float> values;
  for (const double v : x) values.push_back(static_cast<float>((v - mean) / deviation));
  return values;
}

}  // namespace

void make_ecg(const MotionGenerator& generator, const GenerateOptions&,
              const std::vector<Task>& tasks, SampleSet& set) {
  int number = 0;
  for (const Task& task : tasks) {
    Rng rng = task.sample.fork(30);
    std::vector<double> x = heartbeats(task, rng);
    const bool home = trait(task.style, 11, 0.0, 1.0) < 0.4;
    const double muscle = (home ? 0.022 : 0.010) * std::exp(0.4 * rng.normal());
    const double hum = (home ? 0.015 : 0.005) * rng.uniform(), at = rng.uniform();
    const std::vector<double> wander = smooth_noise(rng, kRows, 0.4, kRateHz);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double t = static_cast<double>(i) / kRateHz;
      x[i] += 0.03 * wander[i] + muscle * rng.normal() + hum * std::sin(kTwoPi * (50.0 * t + at));
    }
    const std::vector<float> values = normalised(x);
    set.add(sample_of(generator, task, number++, home ? "home recorder" : "clinic", kRows, 1),
            values);
  }
}

}  // namespace tadpole::synthetic
