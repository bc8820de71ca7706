// SPDX-License-Identifier: Apache-2.0
// Source of what the faults of a rotating machine look like: Randall, "Vibration-based condition
// monitoring", 2011, chapters 2 and 5.
#include <algorithm>
#include <array>

#include "core/data/motion/synthetic.h"

namespace tadpole::synthetic {
namespace {

constexpr double kRateHz = 1600.0;

enum Label { kHealthy, kImbalance, kBearing, kLooseness };

struct Machine {
  double residual_g, second, blades, blade_g, noise_g, balls, coupling;
  std::array<double, 3> resonance_hz;
  std::array<double, 2> tilt;

  explicit Machine(const Rng& style)
      : residual_g(0.05 * std::exp(0.5 * trait(style, 1))),
        second(trait(style, 2, 0.15, 0.6)),
        blades(std::floor(trait(style, 3, 4.0, 9.999))),
        blade_g(0.025 * std::exp(0.5 * trait(style, 4))),
        noise_g(0.05 * std::exp(0.35 * trait(style, 5))),
        balls(trait(style, 6, 2.9, 5.4)),
        coupling(trait(style, 7, 0.2, 0.6)),
        resonance_hz{trait(style, 8, 120, 260), trait(style, 9, 280, 460),
                     trait(style, 10, 480, 720)},
        tilt{0.1 * trait(style, 11), 0.1 * trait(style, 12)} {}
};

using Axes = std::array<std::vector<double>, 3>;

// Phase of the shaft in turns; the speed is never quite even.
std::vector<double> turns_of(double speed_hz, std::size_t n, Rng& rng) {
  const std::vector<double> wander = smooth_noise(rng, n, 1.5, kRateHz);
  std::vector<double> turns;
  double turn = rng.uniform();
  for (std::size_t i = 0; i < n; ++i) {
    turn += speed_hz * (1.0 + 0.004 * wander[i]) / kRateHz;
    turns.push_back(turn);
  }
  return turns;
}

// A harmonic that goes round: y a quarter behind x, some of it along the shaft.
void add_round(Axes& a, const std::vector<double>& turns, double order, double size, double phase,
               double coupling) {
  for (std::size_t i = 0; i < turns.size(); ++i) {
    const double angle = kTwoPi * order * turns[i] + phase;
    a[0][i] += size * std::cos(angle);
    a[1][i] += 0.8 * size * std::sin(angle);
    a[2][i] += coupling * size * std::cos(angle + 0.7);
  }
}

void add_noise(Axes& a, const Machine& m, double size, Rng& rng) {
  for (std::size_t axis = 0; axis < 3; ++axis) {
    Resonance low(m.resonance_hz[0], 40, kRateHz), middle(m.resonance_hz[1], 50, kRateHz),
        high(m.resonance_hz[2], 60, kRateHz);
    for (double& x : a[axis]) {
      const double white = rng.normal();
      x += size * (0.35 * white + 1.6 * low.push(white) + 1.6 * middle.push(white) +
                   1.2 * high.push(white));
    }
  }
}

// A pit in the outer ring: every ball that passes knocks, and the housing rings.
void add_knocks(Axes& a, const Machine& m, const std::vector<double>& turns, Rng& rng) {
  const double size = 0.22 * std::exp(0.5 * rng.normal());
  const double load = rng.uniform(0.1, 0.7), shift = rng.uniform();
  const double ring_hz = m.resonance_hz[2] * (1.0 + 0.01 * rng.normal());
  double next = turns[0] + rng.uniform() / m.balls;
  for (std::size_t i = 0; i < turns.size(); ++i) {
    if (turns[i] < next) continue;
    next += (1.0 + 0.02 * rng.normal()) / m.balls;
    const double knock =
        size * std::exp(0.25 * rng.normal()) * (1.0 + load * std::cos(kTwoPi * (turns[i] + shift)));
    for (std::size_t k = i; k < std::min(turns.size(), i + 60); ++k) {
      const double t = static_cast<double>(k - i) / kRateHz;
      const double ring = knock * std::exp(-t * 160.0) * std::sin(kTwoPi * ring_hz * t + 0.5);
      a[0][k] += 0.7 * ring, a[1][k] += ring, a[2][k] += m.coupling * ring;
    }
  }
}

// A foot that lifts: halves of the order, many harmonics, and a stop on one side.
void add_rattle(Axes& a, const Machine& m, const std::vector<double>& turns, double once,
                Rng& rng) {
  const double size = once * rng.uniform(0.5, 1.4);
  for (const double order : {0.5, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0})
    add_round(a, turns, order, size * std::exp(0.4 * rng.normal()) / (0.6 + 0.4 * order),
              kTwoPi * rng.uniform(), m.coupling);
  const double stop = (1.6 + 0.8 * rng.uniform()) * once;
  for (double& y : a[1])
    if (y > stop) y = stop + 0.25 * (y - stop);
}

Axes vibration_of(const Task& task, double speed_hz, std::size_t n, Rng& rng) {
  const Machine m(task.style);
  Axes a;
  for (auto& axis : a) axis.assign(n, 0.0);
  const std::vector<double> turns = turns_of(speed_hz, n, rng);
  double once = m.residual_g * std::pow(speed_hz / 30.0, 2) * std::exp(0.25 * rng.normal());
  if (task.label == kImbalance) once *= rng.uniform(2.2, 5.0);
  const double load = std::exp(0.2 * rng.normal());
  add_round(a, turns, 1.0, once, kTwoPi * rng.uniform(), m.coupling);
  add_round(a, turns, 2.0, m.second * m.residual_g * load, kTwoPi * rng.uniform(),
            1.3 * m.coupling);
  add_round(a, turns, m.blades, m.blade_g * load, kTwoPi * rng.uniform(), 1.0);
  if (task.label == kBearing) add_knocks(a, m, turns, rng);
  if (task.label == kLooseness) add_rattle(a, m, turns, once + 0.02, rng);
  add_noise(a, m, m.noise_g * load * (task.label == kBearing ? rng.uniform(1.0, 1.5) : 1.0), rng);
  return a;
}

}  // namespace

void make_vibration(const MotionGenerator& generator, const GenerateOptions& options,
                    const std::vector<Task>& tasks, SampleSet& set) {
  const int rows =
      static_cast<int>((options.seconds == 0.0 ? 1.0 : options.seconds) * kRateHz + 0.5);
  static const char* const kSpeeds[] = {"slow", "medium", "fast"};
  int number = 0;
  for (const Task& task : tasks) {
    Rng rng = task.sample.fork(40);
    const std::size_t speed = rng.below(3);
    const double speed_hz = 15.0 + 10.0 * static_cast<double>(speed) + 10.0 * rng.uniform();
    const Axes a = vibration_of(task, speed_hz, static_cast<std::size_t>(rows), rng);
    const Machine m(task.style);
    const double gravity[3] = {m.tilt[0], m.tilt[1], 1.0};
    std::vector<float> values;
    for (std::size_t i = 0; i < static_cast<std::size_t>(rows); ++i)
      for (std::size_t k = 0; k < 3; ++k) {
        const double x = a[k][i] + gravity[k] + 0.006 * rng.normal();
        values.push_back(static_cast<float>(0.0039 * std::round(x / 0.0039)));  // 256 steps a g
      }
    set.add(sample_of(generator, task, number++, kSpeeds[speed], rows, 3), values);
  }
}

}  // namespace tadpole::synthetic
