// SPDX-License-Identifier: Apache-2.0
#include "core/data/motion/body.h"

#include <cmath>

#include "core/data/motion/synthetic.h"

namespace tadpole::synthetic {
namespace {

Matrix3 product(const Matrix3& a, const Matrix3& b) {
  Matrix3 c = {};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j)
      for (std::size_t k = 0; k < 3; ++k) c[i][j] += a[i][k] * b[k][j];
  return c;
}

Vec3 turned_back(const Matrix3& m, const Vec3& v) {
  Vec3 out = {};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t k = 0; k < 3; ++k) out[i] += m[k][i] * v[k];
  return out;
}

// The turn from a to b in a's axes, small.
Vec3 turn_between(const Matrix3& a, const Matrix3& b) {
  Matrix3 back = {};
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t k = 0; k < 3; ++k) back[i][k] = a[k][i];
  const Matrix3 d = product(back, b);
  return {0.5 * (d[2][1] - d[1][2]), 0.5 * (d[0][2] - d[2][0]), 0.5 * (d[1][0] - d[0][1])};
}

double measured(double value, double noise, double bias, double step, Rng& rng) {
  const double x = value + bias + noise * rng.normal();
  return step > 0.0 ? step * std::round(x / step) : x;
}

}  // namespace

Matrix3 attitude(double yaw, double pitch, double roll) {
  const double cy = std::cos(yaw), sy = std::sin(yaw);
  const double cp = std::cos(pitch), sp = std::sin(pitch);
  const double cr = std::cos(roll), sr = std::sin(roll);
  const Matrix3 about_z = {{{cy, -sy, 0}, {sy, cy, 0}, {0, 0, 1}}};
  const Matrix3 about_x = {{{1, 0, 0}, {0, cp, -sp}, {0, sp, cp}}};
  const Matrix3 about_y = {{{cr, 0, sr}, {0, 1, 0}, {-sr, 0, cr}}};
  return product(about_z, product(about_x, about_y));
}

SensorNoise device_noise(const Rng& style, bool is_fine) {
  SensorNoise noise;
  noise.acc = is_fine ? 0.02 : 0.06;
  noise.gyro = is_fine ? 0.004 : 0.015;
  noise.acc_step = is_fine ? 0.0012 : 0.0096;
  noise.gyro_step = is_fine ? 0.0011 : 0.0043;
  for (std::size_t i = 0; i < 3; ++i) {
    noise.acc_bias[i] = (is_fine ? 0.05 : 0.15) * trait(style, 900 + i);
    noise.gyro_bias[i] = (is_fine ? 0.005 : 0.025) * trait(style, 910 + i);
  }
  return noise;
}

std::vector<float> imu_rows(const std::vector<Matrix3>& attitudes,
                            const std::vector<Vec3>& accelerations, double rate_hz,
                            const SensorNoise& noise, Rng& rng) {
  std::vector<float> rows;
  rows.reserve(attitudes.size() * 6);
  for (std::size_t i = 0; i < attitudes.size(); ++i) {
    const Vec3& a = accelerations[i];
    const Vec3 force = turned_back(attitudes[i], {a[0], a[1], a[2] + kGravity});
    const std::size_t next = i + 1 < attitudes.size() ? i + 1 : i;
    const std::size_t from = next == i && i > 0 ? i - 1 : i;
    const Vec3 turn = turn_between(attitudes[from], attitudes[next]);
    for (std::size_t k = 0; k < 3; ++k)
      rows.push_back(static_cast<float>(
          measured(force[k], noise.acc, noise.acc_bias[k], noise.acc_step, rng)));
    for (std::size_t k = 0; k < 3; ++k)
      rows.push_back(static_cast<float>(
          measured(turn[k] * rate_hz, noise.gyro, noise.gyro_bias[k], noise.gyro_step, rng)));
  }
  return rows;
}

}  // namespace tadpole::synthetic
