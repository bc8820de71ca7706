// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "core/data/motion/body.h"
#include "core/data/motion/synthetic.h"

namespace tadpole::synthetic {
namespace {

constexpr double kRateHz = 100.0;

enum Label { kWing, kRing, kSlope, kFlick, kIdle, kOther };

Shape ring(double start, double turns) {
  Shape shape;
  const int pieces = static_cast<int>(std::ceil(8 * turns));
  for (int i = 0; i <= pieces; ++i) {
    const double angle = start - kTwoPi * turns * i / pieces;
    shape.points.push_back({0.5 + 0.5 * std::cos(angle), 0.5 + 0.5 * std::sin(angle)});
  }
  return shape;
}

Shape scribble(Rng& rng) {
  Shape shape;
  const std::size_t count = 3 + rng.below(4);
  for (std::size_t i = 0; i < count; ++i) shape.points.push_back({rng.uniform(), rng.uniform()});
  return shape;
}

// Nothing that counts: digits, scribbles, and the shapes of the others done wrong.
Shape other_shape(const Task& task, Rng& rng) {
  const double pick = rng.uniform();
  if (pick < 0.35) return digit_shape(static_cast<int>(rng.below(10)), task.style);
  if (pick < 0.8) return scribble(rng);
  if (pick < 0.9) return {{{.5, 0}, {.5, 0}, {.5, 1}, {.5, 1}, {.5, .1}}};
  return {{{0, 0}, {0.5, 1}, {0.5, 1}, {1, 0}}};
}

Shape shape_of(const Task& task, Rng& rng) {
  switch (task.label) {
    case kWing:
      return {{{0, 1}, {.25, 0}, {.25, 0}, {.5, .8}, {.5, .8}, {.75, 0}, {.75, 0}, {1, 1}}};
    case kRing:
      return ring(kTwoPi / 4 + 0.5 * trait(task.style, 20), 1.0 + 0.12 * rng.uniform());
    case kSlope:
      return {{{.65, 1}, {.15, 0}, {.15, 0}, {.95, 0}}};
    case kFlick:
      return {{{.1, .45}, {.9, .6}, {.9, .6}, {.35, .5}}};
    default:
      return other_shape(task, rng);
  }
}

// A path over the whole recording: the hand waits, draws, waits.
Path2 whole_path(const Task& task, int rows, Rng& rng) {
  const double pace = std::exp(0.18 * trait(task.style, 21) + 0.10 * rng.normal());
  const double usual_s = task.label == kFlick ? 0.45 : task.label == kOther ? 1.1 : 1.15;
  const int most = std::max(rows * 4 / 5, 12);
  const int steps = std::clamp(static_cast<int>(usual_s * kRateHz / pace), 12, most);
  const Path2 stroke = draw(shape_of(task, rng), task, steps, 1.0);
  const int room = rows - steps;
  const int before = static_cast<int>(room * rng.uniform(0.25, 0.6));
  Path2 path;
  for (int i = 0; i < rows; ++i) {
    const auto k = static_cast<std::size_t>(std::clamp(i - before, 0, steps - 1));
    path.x.push_back(stroke.x[k]);
    path.y.push_back(stroke.y[k]);
  }
  return path;
}

// A hand at rest: it trembles and sinks a little, or the wand lies on the table.
Path2 resting_path(int rows, Rng& rng) {
  const auto n = static_cast<std::size_t>(rows);
  const double size = rng.uniform() < 0.25 ? 0.0 : 0.03 * std::exp(0.7 * rng.normal());
  Path2 path{smooth_noise(rng, n, 0.5, kRateHz), smooth_noise(rng, n, 0.5, kRateHz)};
  for (std::size_t i = 0; i < n; ++i) path.x[i] *= size, path.y[i] *= size;
  return path;
}

std::vector<double> second_difference(const std::vector<double>& x) {
  std::vector<double> out(x.size(), 0.0);
  for (std::size_t i = 1; i + 1 < x.size(); ++i)
    out[i] = (x[i - 1] - 2.0 * x[i] + x[i + 1]) * kRateHz * kRateHz;
  return out;
}

std::vector<float> gesture_rows(const Task& task, int rows) {
  Rng rng = task.sample.fork(10);
  const Rng& style = task.style;
  const auto n = static_cast<std::size_t>(rows);
  Path2 path = task.label == kIdle ? resting_path(rows, rng) : whole_path(task, rows, rng);
  path.x = smoothed(path.x, 2.5), path.y = smoothed(path.y, 2.5);
  // How far the wand turns and how far the arm moves for a shape of size one.
  const double angle = 0.75 * std::exp(0.2 * trait(style, 22) + 0.12 * rng.normal());
  const double reach_m = 0.16 * std::exp(0.35 * trait(style, 23) + 0.15 * rng.normal());
  const double pitch = 0.15 + 0.2 * trait(style, 24) + 0.12 * rng.normal();
  const double roll = 0.35 * trait(style, 25) + 0.15 * rng.normal();
  const double roll_with = 0.25 * trait(style, 26);  // the wrist rolls as it goes to the side
  const double shake = 0.004 * trait(style, 27, 0.3, 1.8);
  const std::vector<double> shake_yaw = smooth_noise(rng, n, 6.0, kRateHz);
  const std::vector<double> shake_pitch = smooth_noise(rng, n, 6.0, kRateHz);
  const std::vector<double> drift = smooth_noise(rng, n, 0.3, kRateHz);
  std::vector<Matrix3> attitudes;
  for (std::size_t i = 0; i < n; ++i)
    attitudes.push_back(attitude(-angle * path.x[i] + shake * shake_yaw[i],
                                 pitch + angle * path.y[i] + shake * shake_pitch[i],
                                 roll + roll_with * path.x[i] + 0.04 * drift[i]));
  const std::vector<double> right = second_difference(path.x), up = second_difference(path.y);
  std::vector<Vec3> accelerations;
  for (std::size_t i = 0; i < n; ++i)
    accelerations.push_back({reach_m * right[i], -0.3 * reach_m * up[i], reach_m * up[i]});
  const bool fine = trait(style, 28, 0.0, 1.0) < 0.6;
  return imu_rows(attitudes, accelerations, kRateHz, device_noise(style, fine), rng);
}

}  // namespace

void make_gestures(const MotionGenerator& generator, const GenerateOptions& options,
                   const std::vector<Task>& tasks, SampleSet& set) {
  const int rows =
      static_cast<int>((options.seconds == 0.0 ? 2.5 : options.seconds) * kRateHz + 0.5);
  int number = 0;
  for (const Task& task : tasks) {
    const bool fine = trait(task.style, 28, 0.0, 1.0) < 0.6;
    set.add(sample_of(generator, task, number++, fine ? "board" : "phone", rows, 6),
            gesture_rows(task, rows));
  }
}

}  // namespace tadpole::synthetic
