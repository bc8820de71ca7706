// SPDX-License-Identifier: Apache-2.0
// Fans and pumps as MIMII and ToyADMOS record them: a hum, tones of blades, turbulent air or water,
// a hall around them.
#include <algorithm>
#include <array>

#include "core/data/motion/synthetic.h"

namespace tadpole::synthetic {
namespace {

constexpr double kRateHz = 16000.0;

enum Label { kNormal, kImbalance, kSqueak, kBlocked };

struct Machine {
  bool pump;
  double shaft_hz, blades, tone, hum, air;
  std::array<double, 4> centre_hz, width_hz, level;

  explicit Machine(const Rng& style)
      : pump(trait(style, 1, 0.0, 1.0) < 0.5),
        shaft_hz(pump ? trait(style, 2, 23.0, 25.0) : trait(style, 2, 16.0, 31.0)),
        blades(std::floor(trait(style, 3, 5.0, 9.999))),
        tone(0.016 * std::exp(0.5 * trait(style, 4))),
        hum(0.012 * std::exp(0.5 * trait(style, 5))),
        air(0.030 * std::exp(0.3 * trait(style, 6))) {
    static constexpr double kLow[] = {150, 500, 1300, 3000}, kHigh[] = {450, 1200, 2800, 6000};
    for (std::size_t k = 0; k < 4; ++k) {
      centre_hz[k] = trait(style, 10 + k, kLow[k], kHigh[k]);
      width_hz[k] = centre_hz[k] * trait(style, 20 + k, 0.15, 0.5);
      level[k] = std::exp(0.4 * trait(style, 30 + k)) / (1.0 + 0.5 * static_cast<double>(k));
    }
  }
};

using Sound = std::vector<double>;

Sound turns_of(double shaft_hz, std::size_t n, Rng& rng) {
  const Sound wander = smooth_noise(rng, n, 0.8, kRateHz);
  Sound turns;
  double turn = rng.uniform();
  for (std::size_t i = 0; i < n; ++i) {
    turn += shaft_hz * (1.0 + 0.003 * wander[i]) / kRateHz;
    turns.push_back(turn);
  }
  return turns;
}

void add_tones(Sound& x, const Machine& m, const Sound& turns, double loud, Rng& rng) {
  for (int k = 1; k <= 5; ++k) {
    const double size = loud * m.tone * std::exp(0.2 * rng.normal()) / k;
    const double phase = kTwoPi * rng.uniform();
    for (std::size_t i = 0; i < x.size(); ++i)
      x[i] += size * std::sin(kTwoPi * m.blades * k * turns[i] + phase);
  }
  for (int k = 1; k <= 3; ++k) {
    const double phase = kTwoPi * rng.uniform(), size = m.hum / k;
    for (std::size_t i = 0; i < x.size(); ++i)
      x[i] += size * std::sin(kTwoPi * 100.0 * k * static_cast<double>(i) / kRateHz + phase);
  }
}

// level: of each resonance; beat: of the shaft in the flow, 0..1.
void add_flow(Sound& x, const Machine& m, const std::array<double, 4>& level, const Sound& turns,
              double loud, double beat, Rng& rng) {
  std::vector<Resonance> bodies;
  for (std::size_t k = 0; k < 4; ++k) bodies.emplace_back(m.centre_hz[k], m.width_hz[k], kRateHz);
  const double pulse = m.pump ? 0.25 : 0.08;
  double rumble = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double white = rng.normal();
    rumble = 0.97 * rumble + 0.03 * rng.normal();
    double sum = 0.15 * white + 3.0 * rumble;
    for (std::size_t k = 0; k < 4; ++k) sum += level[k] * bodies[k].push(white) * 2.0;
    const double swell = 1.0 + beat * std::cos(kTwoPi * turns[i]) +
                         pulse * std::cos(kTwoPi * (m.pump ? 2.0 : m.blades) * turns[i]);
    x[i] += loud * m.air * swell * sum;
  }
}

void add_hall(Sound& x, Rng& rng) {
  Sound slow = smooth_noise(rng, x.size(), 1.0, kRateHz);
  Resonance low(rng.uniform(120, 400), 300, kRateHz), high(rng.uniform(600, 2500), 1200, kRateHz);
  const double size = 0.010 * std::exp(0.6 * rng.normal());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double white = rng.normal();
    x[i] += size * (1.0 + 0.3 * slow[i]) * (2.0 * low.push(white) + 1.5 * high.push(white));
  }
  if (rng.uniform() > 0.25) return;  // somebody drops a tool
  const double at = rng.uniform() * static_cast<double>(x.size());
  const double pitch_hz = rng.uniform(500, 3500), clank = 0.05 * std::exp(0.6 * rng.normal());
  for (auto i = static_cast<std::size_t>(at); i < x.size(); ++i) {
    const double t = (static_cast<double>(i) - at) / kRateHz;
    if (t > 0.5) break;
    x[i] += clank * std::exp(-t * 18.0) * std::sin(kTwoPi * pitch_hz * t) *
            (1.0 + 0.5 * std::sin(kTwoPi * 2.7 * pitch_hz * t));
  }
}

// A dry bearing: every turn or every other one a short cry, for a while, then not.
void add_squeak(Sound& x, const Sound& turns, Rng& rng) {
  const double pitch_hz = rng.uniform(1800, 5200), size = 0.020 * std::exp(0.5 * rng.normal());
  const double part = rng.uniform(0.12, 0.35), bend = rng.uniform(-0.12, 0.12);
  const double every = rng.uniform() < 0.6 ? 1.0 : 0.5;  // of a turn
  Sound gate = smooth_noise(rng, x.size(), 0.7, kRateHz);
  const double lift = std::max(0.0, 1.0 - *std::max_element(gate.begin(), gate.end()));
  for (double& g : gate) g += lift;  // every clip is heard to squeak
  double phase = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double turn = turns[i] * every - std::floor(turns[i] * every);
    const double inside = turn / part;
    phase += kTwoPi * pitch_hz * (1.0 + bend * inside) / kRateHz;
    if (inside >= 1.0 || gate[i] < -0.5) continue;
    const double swell = std::sin(0.5 * kTwoPi * inside) * std::clamp(gate[i] + 0.5, 0.0, 1.5);
    x[i] += size * swell * (std::sin(phase) + 0.4 * std::sin(2.0 * phase));
  }
}

// A starved pump: bubbles burst.
void add_crackle(Sound& x, Rng& rng) {
  const double per_second = 150.0 * std::exp(0.5 * rng.normal());
  const double size = 0.05 * std::exp(0.4 * rng.normal());
  Resonance body(rng.uniform(2500, 5500), 1500, kRateHz);
  for (double& v : x) {
    const bool burst = rng.uniform() < per_second / kRateHz;
    v += body.push(burst ? size * std::exp(0.5 * rng.normal()) * 8.0 : 0.0);
  }
}

Sound sound_of(const Task& task, std::size_t n, Rng& rng) {
  const Machine m(task.style);
  const auto label = static_cast<Label>(task.label);
  double speed = m.shaft_hz * std::exp(0.02 * rng.normal());
  const double loud = std::exp(0.18 * rng.normal());
  std::array<double, 4> level = m.level;
  double tones = 1.0, beat = 0.03 + 0.03 * rng.uniform();
  if (label == kImbalance) beat = rng.uniform(0.18, 0.5);
  if (label == kBlocked) {
    speed *= m.pump ? rng.uniform(0.93, 0.98) : rng.uniform(1.02, 1.08);
    tones = rng.uniform(1.1, 2.2);
    level[0] *= rng.uniform(1.2, 2.4);
    for (const std::size_t k : {2U, 3U}) level[k] *= rng.uniform(0.4, 0.85);
  }
  const Sound turns = turns_of(speed, n, rng);
  Sound x(n, 0.0);
  add_tones(x, m, turns, loud * tones, rng);
  add_flow(x, m, level, turns, loud, beat, rng);
  if (label == kImbalance) {
    const double size = 0.030 * std::exp(0.4 * rng.normal());
    for (std::size_t i = 0; i < n; ++i)
      x[i] += size * (std::cos(kTwoPi * turns[i]) + 0.5 * std::cos(2 * kTwoPi * turns[i] + 1.0));
  }
  if (label == kSqueak) add_squeak(x, turns, rng);
  if (label == kBlocked && m.pump) add_crackle(x, rng);
  add_hall(x, rng);
  return x;
}

}  // namespace

void make_machine_sound(const MotionGenerator& generator, const GenerateOptions& options,
                        const std::vector<Task>& tasks, SampleSet& set) {
  const int rows =
      static_cast<int>((options.seconds == 0.0 ? 2.0 : options.seconds) * kRateHz + 0.5);
  int number = 0;
  for (const Task& task : tasks) {
    Rng rng = task.sample.fork(50);
    const std::vector<std::int16_t> pcm =
        to_pcm(sound_of(task, static_cast<std::size_t>(rows), rng));
    const char* group = Machine(task.style).pump ? "pump" : "fan";
    set.add(sample_of(generator, task, number++, group, rows, 1), pcm);
  }
}

}  // namespace tadpole::synthetic
