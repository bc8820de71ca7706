// SPDX-License-Identifier: Apache-2.0
// What an accelerometer and a gyroscope show of a turning, moving body. Internal to
// core/data/motion.
#pragma once
#include <array>
#include <vector>

#include "core/base/rng.h"

namespace tadpole::synthetic {

using Vec3 = std::array<double, 3>;
using Matrix3 = std::array<Vec3, 3>;  // rows; from the body's axes to the world's

// World: x right, y forward, z up. Body the same when all angles are zero: first rolled about y,
// then pitched up about x, then turned left about z. In radians.
Matrix3 attitude(double yaw, double pitch, double roll);

// The faults of a sensor; a device has one of these.
struct SensorNoise {
  double acc = 0.03;   // m/s^2
  double gyro = 0.01;  // rad/s
  Vec3 acc_bias = {}, gyro_bias = {};
  double acc_step = 0.0, gyro_step = 0.0;  // of its converter; 0: none
};
SensorNoise device_noise(const Rng& style, bool is_fine);

// attitudes, accelerations (of the world, m/s^2, without gravity): one per step. Appends rows of
// acc x y z in m/s^2 (at rest upwards 9.81) and gyro x y z in rad/s, as many as there are steps.
std::vector<float> imu_rows(const std::vector<Matrix3>& attitudes,
                            const std::vector<Vec3>& accelerations, double rate_hz,
                            const SensorNoise& noise, Rng& rng);

}  // namespace tadpole::synthetic
