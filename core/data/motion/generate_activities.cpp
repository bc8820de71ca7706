// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "core/data/motion/body.h"
#include "core/data/motion/synthetic.h"

namespace tadpole::synthetic {
namespace {

constexpr double kRateHz = 50.0;

enum Label { kWalk, kRun, kStairs, kSit, kStand };

// What a gait does to the body, in m/s^2; harmonics of the step.
struct Gait {
  double steps_hz, up[3], ahead[2], side, uneven, swing;  // swing: radians of arm or leg
};
constexpr Gait kGaits[] = {{1.85, {2.3, 1.0, 0.5}, {1.5, 0.7}, 0.9, 0.030, 0.30},   // walk
                           {2.65, {6.5, 2.6, 1.3}, {3.0, 1.4}, 1.8, 0.025, 0.50},   // run
                           {1.65, {2.1, 1.2, 0.9}, {1.2, 0.9}, 1.3, 0.070, 0.42}};  // stairs

struct Movement {
  std::vector<Vec3> acceleration;
  std::vector<double> swing, twist;  // radians
};

Movement walking(const Task& task, std::size_t n, Rng& rng) {
  const Rng& style = task.style;
  Gait g = kGaits[task.label];
  const bool down = task.label == kStairs && rng.uniform() < 0.5;
  const double pace = std::exp(0.07 * trait(style, 1) + 0.05 * rng.normal()) * (down ? 1.14 : 1.0);
  const double force = std::pow(pace, 1.5) * (down ? 1.25 : 1.0) *
                       std::exp(0.22 * trait(style, 2) + 0.08 * rng.normal());
  const std::vector<double> wander = smooth_noise(rng, n, 0.4, kRateHz);
  const std::vector<double> strength = smooth_noise(rng, n, 0.6, kRateHz);
  double phase = kTwoPi * rng.uniform();
  double phases[6];
  for (std::size_t k = 0; k < 6; ++k)
    phases[k] = 0.5 * trait(style, 10 + k) +
                0.3 * trait(style, 20 + 8 * static_cast<std::uint64_t>(task.label) + k);
  const double limp = 0.15 * trait(style, 3);  // left and right differ
  const double swing = g.swing * trait(style, 4, 0.5, 1.3);
  Movement m;
  for (std::size_t i = 0; i < n; ++i) {
    phase += kTwoPi * g.steps_hz * pace * (1.0 + g.uneven * wander[i]) / kRateHz;
    const double size =
        force * (1.0 + 1.8 * g.uneven * strength[i]) * (1.0 + limp * std::cos(0.5 * phase));
    const double up = g.up[0] * std::cos(phase) + g.up[1] * std::cos(2 * phase + phases[0]) +
                      g.up[2] * std::cos(3 * phase + phases[1]);
    const double ahead = g.ahead[0] * std::cos(phase + 1.3 + phases[2]) +
                         g.ahead[1] * std::cos(2 * phase + phases[3]);
    const double side = g.side * std::cos(0.5 * phase + phases[4]) +
                        0.4 * g.side * std::cos(1.5 * phase + phases[5]);
    m.acceleration.push_back({size * side, size * ahead, size * up});
    m.swing.push_back(swing *
                      (std::sin(0.5 * phase + phases[4]) + 0.25 * std::sin(phase + phases[2])));
    m.twist.push_back(0.25 * swing * std::sin(0.5 * phase + phases[5]));
  }
  return m;
}

// Sitting or standing: breath, sway, and now and then a move.
Movement resting(const Task& task, std::size_t n, Rng& rng) {
  const double breath_hz = 0.25 * std::exp(0.2 * rng.normal()), start = rng.uniform();
  const double sway = (task.label == kStand ? 0.09 : 0.04) * std::exp(0.5 * rng.normal());
  const std::vector<double> slow = smooth_noise(rng, n, 0.35, kRateHz);
  const std::vector<double> twist = smooth_noise(rng, n, 0.3, kRateHz);
  std::vector<double> fidget(n, 0.0);
  const std::size_t moves = rng.below(3);
  for (std::size_t k = 0; k < moves; ++k) {
    const double at = rng.uniform() * static_cast<double>(n);
    const double width = kRateHz * rng.uniform(0.15, 0.5), size = 0.25 * rng.normal();
    for (std::size_t i = 0; i < n; ++i) {
      const double t = (static_cast<double>(i) - at) / width;
      fidget[i] += size * std::exp(-0.5 * t * t);
    }
  }
  Movement m;
  for (std::size_t i = 0; i < n; ++i) {
    const double t = static_cast<double>(i) / kRateHz;
    const double breath = 0.03 * std::sin(kTwoPi * (breath_hz * t + start));
    m.acceleration.push_back({0.4 * sway * slow[i], sway * slow[i] + 1.2 * fidget[i], breath});
    m.swing.push_back(0.03 * sway / 0.05 * slow[i] + fidget[i]);
    m.twist.push_back(0.02 * twist[i] + 0.5 * fidget[i]);
  }
  return m;
}

// How the sensor lies on the body: pitch and roll. In the pocket sitting lays the thigh flat; at
// the wrist the forearm hangs or lies on a table, and standing people hold things, too.
std::array<double, 2> mounting(const Task& task, bool at_wrist, Rng& rng) {
  const Rng& style = task.style;
  double pitch = (at_wrist ? -1.1 : -1.35) + 0.15 * trait(style, 5) + 0.08 * rng.normal();
  double roll = (at_wrist ? 0.3 : 0.15) * trait(style, 6) + 0.1 * rng.normal();
  const bool flat = at_wrist ? (task.label == kSit ? rng.uniform() < 0.75
                                                   : task.label == kStand && rng.uniform() < 0.3)
                             : task.label == kSit;
  if (flat) pitch += 1.2 + 0.2 * rng.normal();
  if (flat && at_wrist) roll += 0.5 * rng.normal();
  return {pitch, roll};
}

}  // namespace

void make_activities(const MotionGenerator& generator, const GenerateOptions& options,
                     const std::vector<Task>& tasks, SampleSet& set) {
  const int rows =
      static_cast<int>((options.seconds == 0.0 ? 10.0 : options.seconds) * kRateHz + 0.5);
  int number = 0;
  for (const Task& task : tasks) {
    Rng rng = task.sample.fork(20);
    const bool at_wrist = rng.uniform() < 0.5;
    const auto n = static_cast<std::size_t>(rows);
    const bool moves = task.label == kWalk || task.label == kRun || task.label == kStairs;
    const Movement m = moves ? walking(task, n, rng) : resting(task, n, rng);
    const auto [pitch, roll] = mounting(task, at_wrist, rng);
    const std::vector<double> slip = smooth_noise(rng, n, 0.2, kRateHz);
    const std::vector<double> jolt = smooth_noise(rng, n, 8.0, kRateHz);
    const double loose = moves ? 0.35 * trait(task.style, 7, 0.3, 1.5) : 0.0;
    const double yaw = kTwoPi * rng.uniform(), arm = at_wrist ? 1.0 : 0.85;
    std::vector<Matrix3> attitudes;
    std::vector<Vec3> accelerations = m.acceleration;
    for (std::size_t i = 0; i < n; ++i) {
      attitudes.push_back(attitude(yaw + 0.5 * m.twist[i],
                                   pitch + arm * m.swing[i] + 0.03 * slip[i], roll + m.twist[i]));
      for (double& a : accelerations[i]) a += loose * jolt[i];
      // Ahead is where the person faces.
      const Vec3 a = accelerations[i];
      accelerations[i] = {a[0] * std::cos(yaw) - a[1] * std::sin(yaw),
                          a[0] * std::sin(yaw) + a[1] * std::cos(yaw), a[2]};
    }
    const SensorNoise noise = device_noise(task.style, !at_wrist);
    set.add(sample_of(generator, task, number++, at_wrist ? "wrist" : "pocket", rows, 6),
            imu_rows(attitudes, accelerations, kRateHz, noise, rng));
  }
}

}  // namespace tadpole::synthetic
