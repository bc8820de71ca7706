// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/signal_augment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace tadpole {
namespace {

void shift(std::span<float> x, std::size_t axes, int steps) {
  if (steps == 0) return;
  const std::vector<float> old(x.begin(), x.end());
  const int count = static_cast<int>(x.size() / axes);
  for (int t = 0; t < count; ++t) {
    const auto from = static_cast<std::size_t>(std::clamp(t - steps, 0, count - 1));
    for (std::size_t a = 0; a < axes; ++a)
      x[static_cast<std::size_t>(t) * axes + a] = old[from * axes + a];
  }
}

// Of the index 0 ... count - 1, mirrored at the ends.
std::size_t mirrored(std::int64_t i, std::int64_t count) {
  if (count == 1) return 0;
  const std::int64_t period = 2 * (count - 1);
  i = ((i % period) + period) % period;
  return static_cast<std::size_t>(i < count ? i : period - i);
}

// Time runs `speed` times as fast. Between readings lies Catmull and Rom's cubic (1974): a straight
// line would take the highest frequencies away.
void change_speed(std::span<float> x, std::size_t axes, double speed) {
  const std::vector<float> old(x.begin(), x.end());
  const auto count = static_cast<std::int64_t>(x.size() / axes);
  const double middle = static_cast<double>(count - 1) / 2.0;
  for (std::int64_t t = 0; t < count; ++t) {
    const double place = middle + (static_cast<double>(t) - middle) * speed;
    const double whole = std::floor(place), u = place - whole;
    const auto first = static_cast<std::int64_t>(whole) - 1;
    for (std::size_t a = 0; a < axes; ++a) {
      double p[4];
      for (int k = 0; k < 4; ++k)
        p[k] = static_cast<double>(old[mirrored(first + k, count) * axes + a]);
      const double bend = p[3] - p[0] + 3.0 * (p[1] - p[2]);
      const double value =
          p[1] +
          0.5 * u * (p[2] - p[0] + u * (2.0 * p[0] - 5.0 * p[1] + 4.0 * p[2] - p[3] + u * bend));
      x[static_cast<std::size_t>(t) * axes + a] = static_cast<float>(value);
    }
  }
}

// Each axis' standard deviation.
std::vector<double> deviations(std::span<const float> x, std::size_t axes) {
  std::vector<double> sum(axes), squares(axes);
  for (std::size_t i = 0; i < x.size(); ++i)
    sum[i % axes] += x[i], squares[i % axes] += static_cast<double>(x[i]) * x[i];
  const double count = static_cast<double>(x.size()) / static_cast<double>(axes);
  for (std::size_t a = 0; a < axes; ++a)
    squares[a] = std::sqrt(std::max(0.0, squares[a] / count - sum[a] * sum[a] / count / count));
  return squares;
}

using Rotation = std::array<std::array<double, 3>, 3>;

// Rodrigues' formula: by `angle` about the unit vector k.
Rotation rotation(const std::array<double, 3>& k, double angle) {
  const double c = std::cos(angle), s = std::sin(angle), v = 1.0 - c;
  return {{{c + k[0] * k[0] * v, k[0] * k[1] * v - k[2] * s, k[0] * k[2] * v + k[1] * s},
           {k[1] * k[0] * v + k[2] * s, c + k[1] * k[1] * v, k[1] * k[2] * v - k[0] * s},
           {k[2] * k[0] * v - k[1] * s, k[2] * k[1] * v + k[0] * s, c + k[2] * k[2] * v}}};
}

Rotation random_rotation(double most_degrees, Rng& rng) {
  std::array<double, 3> k{rng.normal(), rng.normal(), rng.normal()};
  const double length = std::sqrt(k[0] * k[0] + k[1] * k[1] + k[2] * k[2]) + 1e-12;
  for (double& part : k) part /= length;
  return rotation(k, rng.uniform(-most_degrees, most_degrees) * 3.14159265358979 / 180.0);
}

// The three values from p on.
void turn3(float* p, const Rotation& r) {
  const double x = p[0], y = p[1], z = p[2];
  for (std::size_t i = 0; i < 3; ++i)
    p[i] = static_cast<float>(r[i][0] * x + r[i][1] * y + r[i][2] * z);
}

void turn_plane(std::span<float> x, double degrees) {
  const double c = std::cos(degrees * 3.14159265358979 / 180.0);
  const double s = std::sin(degrees * 3.14159265358979 / 180.0);
  for (std::size_t i = 0; i + 1 < x.size(); i += 2) {
    const double a = x[i], b = x[i + 1];
    x[i] = static_cast<float>(c * a - s * b), x[i + 1] = static_cast<float>(s * a + c * b);
  }
}

}  // namespace

OptionSet describe(SignalAugmentOptions& o) {
  OptionSet set;
  set.add("scale_percent", o.scale_percent,
          {.help = "stronger or weaker, one factor for all of a window",
           .unit = "%",
           .min = 0,
           .max = 90})
      .add("noise_percent", o.noise_percent,
           {.help = "noise, of each axis' own deviation", .unit = "%", .min = 0, .max = 100})
      .add("shift_percent", o.shift_percent,
           {.help = "earlier or later, of the window", .unit = "%", .min = 0, .max = 50})
      .add("speed_percent", o.speed_percent,
           {.help = "faster or slower, about the middle of the window",
            .unit = "%",
            .min = 0,
            .max = 50})
      .add("rotate_degrees", o.rotate_degrees,
           {.help = "the sensor held otherwise; a stroke turned",
            .unit = "degrees",
            .min = 0,
            .max = 180});
  return set;
}

bool changes_signals(const SignalAugmentOptions& o) {
  return o.scale_percent > 0.0 || o.noise_percent > 0.0 || o.shift_percent > 0.0 ||
         o.speed_percent > 0.0 || o.rotate_degrees > 0.0;
}

void augment_signal(std::span<float> x, int axes, const SignalAugmentOptions& o, Rng rng) {
  const auto width = static_cast<std::size_t>(axes);
  const double steps = static_cast<double>(x.size()) / axes;
  const double most = steps * o.shift_percent / 100.0;
  shift(x, width, static_cast<int>(std::lround(rng.uniform(-most, most))));
  if (o.speed_percent > 0.0)
    change_speed(x, width, 1.0 + rng.uniform(-1.0, 1.0) * o.speed_percent / 100.0);
  const double factor = 1.0 + rng.uniform(-1.0, 1.0) * o.scale_percent / 100.0;
  for (float& value : x) value = static_cast<float>(value * factor);
  if (o.rotate_degrees > 0.0 && axes == 2)
    turn_plane(x, rng.uniform(-o.rotate_degrees, o.rotate_degrees));
  if (o.rotate_degrees > 0.0 && axes >= 3) {
    const Rotation r = random_rotation(o.rotate_degrees, rng);
    for (std::size_t t = 0; t + width <= x.size(); t += width)
      for (std::size_t a = 0; a + 3 <= std::min<std::size_t>(width, 6); a += 3)
        turn3(x.data() + t + a, r);
  }
  if (o.noise_percent <= 0.0) return;
  const std::vector<double> deviation = deviations(x, width);
  for (std::size_t i = 0; i < x.size(); ++i)
    x[i] += static_cast<float>(rng.normal() * deviation[i % width] * o.noise_percent / 100.0);
}

}  // namespace tadpole
