// SPDX-License-Identifier: Apache-2.0
#include "core/dsp/signal_augment.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace tadpole {
namespace {

// 50 readings of a sensor at rest that is turned: gravity on three axes.
std::vector<float> at_rest() {
  std::vector<float> x;
  for (int t = 0; t < 50; ++t) x.insert(x.end(), {1.0F, 2.0F, -2.0F});
  return x;
}

TEST(SignalAugment, leaves_a_window_alone_when_nothing_is_asked_for) {
  std::vector<float> x = at_rest();
  augment_signal(x, 3, {}, Rng(1));
  EXPECT_EQ(x, at_rest());
  EXPECT_FALSE(changes_signals({}));
}

TEST(SignalAugment, turning_the_sensor_keeps_the_length_of_gravity) {
  std::vector<float> x = at_rest();
  augment_signal(x, 3, {.rotate_degrees = 90.0}, Rng(3));
  EXPECT_NE(x, at_rest());
  for (std::size_t t = 0; t < x.size(); t += 3)
    EXPECT_NEAR(std::hypot(x[t], x[t + 1], x[t + 2]), 3.0, 1e-5);
}

TEST(SignalAugment, scales_a_window_by_one_factor_within_its_limit) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    std::vector<float> x = at_rest();
    augment_signal(x, 3, {.scale_percent = 20.0}, Rng(seed));
    EXPECT_GE(x[0], 0.8F - 1e-6F);
    EXPECT_LE(x[0], 1.2F + 1e-6F);
    EXPECT_FLOAT_EQ(x[1], 2.0F * x[0]);
    EXPECT_FLOAT_EQ(x[149], -2.0F * x[0]);
  }
}

TEST(SignalAugment, shifts_along_time_and_repeats_the_end) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    std::vector<float> x(20);
    for (std::size_t i = 0; i < 20; ++i) x[i] = static_cast<float>(i);
    augment_signal(x, 1, {.shift_percent = 25.0}, Rng(seed));
    const float by = 10.0F - x[10];
    EXPECT_LE(std::abs(by), 5.0F);
    for (std::size_t i = 0; i < 20; ++i)
      EXPECT_EQ(x[i], std::min(19.0F, std::max(0.0F, static_cast<float>(i) - by)));
  }
}

// A line is kept by the cubic: about the middle 9.5 it becomes as steep as the speed says, and is
// mirrored where it leaves the window.
TEST(SignalAugment, changes_speed_about_the_middle_of_the_window) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    std::vector<float> x(20);
    for (std::size_t i = 0; i < 20; ++i) x[i] = static_cast<float>(i);
    augment_signal(x, 1, {.speed_percent = 20.0}, Rng(seed));
    const float speed = x[10] - x[9];
    EXPECT_GE(speed, 0.8F - 1e-5F);
    EXPECT_LE(speed, 1.2F + 1e-5F);
    for (std::size_t i = 3; i < 17; ++i)
      EXPECT_NEAR(x[i], 9.5F + speed * (static_cast<float>(i) - 9.5F), 1e-4F) << seed;
    for (const float v : x) EXPECT_TRUE(v > -1.0F && v < 20.0F) << v;
  }
  EXPECT_TRUE(changes_signals({.speed_percent = 1.0}));
}

// A tone of 0.1 turns a reading comes out with a frequency within 10 % of it, as strong as before.
TEST(SignalAugment, a_tone_keeps_its_strength_at_another_speed) {
  std::vector<float> x(400);
  for (std::size_t i = 0; i < x.size(); ++i)
    x[i] = static_cast<float>(std::sin(0.2 * M_PI * static_cast<double>(i)));
  augment_signal(x, 1, {.speed_percent = 10.0}, Rng(4));
  double squares = 0.0;
  int crossings = 0;
  for (std::size_t i = 1; i < x.size(); ++i) {
    squares += static_cast<double>(x[i]) * x[i];
    crossings += (x[i - 1] < 0.0F) != (x[i] < 0.0F) ? 1 : 0;
  }
  EXPECT_NEAR(squares / 400.0, 0.5, 0.02);
  EXPECT_NE(crossings, 80);
  EXPECT_NEAR(crossings, 80, 9);
}

TEST(SignalAugment, adds_noise_in_proportion_to_the_axis) {
  std::vector<float> x(40000);
  for (std::size_t i = 0; i < x.size(); i += 2) {
    x[i] = i % 4 == 0 ? 10.0F : -10.0F;  // deviation 10
    x[i + 1] = 0.0F;                     // an axis that is still stays still
  }
  const std::vector<float> before = x;
  augment_signal(x, 2, {.noise_percent = 10.0}, Rng(5));
  double squares = 0.0;
  for (std::size_t i = 0; i < x.size(); i += 2) {
    squares += (x[i] - before[i]) * (x[i] - before[i]);
    EXPECT_EQ(x[i + 1], 0.0F);
  }
  EXPECT_NEAR(std::sqrt(squares / 20000.0), 1.0, 0.02);  // 4 standard errors of a deviation
}

TEST(SignalAugment, is_the_same_for_the_same_seed) {
  const SignalAugmentOptions all{20.0, 10.0, 10.0, 30.0};
  std::vector<float> a = at_rest(), b = at_rest(), c = at_rest();
  augment_signal(a, 3, all, Rng(9));
  augment_signal(b, 3, all, Rng(9));
  augment_signal(c, 3, all, Rng(10));
  EXPECT_EQ(a, b);
  EXPECT_NE(a, c);
}

}  // namespace
}  // namespace tadpole
