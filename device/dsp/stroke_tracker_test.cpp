// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/stroke_tracker.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace tadpole::device {
namespace {

// A wand with known angles: yaw to the left, pitch up, roll about its forward axis y. Exact rates
// of the body and the direction of gravity in its axes.
struct Wand {
  double roll = 0.0;
  StrokeTracker<64> tracker;
  StrokeState state = StrokeState::waiting;
  std::vector<float> stroke;
  double drift = 0.0;

  Wand() { tracker.plan({}); }

  void step(double pitch, double yaw_rate, double pitch_rate) {
    // Rates without roll: pitch about x (right), yaw about the vertical, (0, sin pitch, cos pitch).
    const double w[3] = {pitch_rate, yaw_rate * std::sin(pitch), yaw_rate * std::cos(pitch)};
    const double g[3] = {0.0, 9.81 * std::sin(pitch), 9.81 * std::cos(pitch)};
    float acc[3], gyro[3];
    rolled(w, gyro);
    rolled(g, acc);
    for (float& rate : gyro) rate += static_cast<float>(drift);
    state = tracker.push(acc, gyro);
    if (state == StrokeState::done)
      stroke.assign(tracker.points(), tracker.points() + 2 * tracker.count());
  }
  void rolled(const double* v, float* out) const {
    const double c = std::cos(roll), s = std::sin(roll);
    out[0] = static_cast<float>(c * v[0] - s * v[2]);
    out[1] = static_cast<float>(v[1]);
    out[2] = static_cast<float>(s * v[0] + c * v[2]);
  }
  void rest(int samples) {
    for (int i = 0; i < samples; ++i) step(0.0, 0.0, 0.0);
  }
  // A circle of radius 0.3 radians, a second long, beginning at its right.
  void circle() {
    for (int i = 0; i < 100; ++i) {
      const double t = 2 * M_PI * (i + 0.5) / 100;
      const double speed = 0.3 * 2 * M_PI;
      step(0.3 * std::sin(t), speed * std::sin(t) / std::cos(0.3 * std::sin(t)),
           speed * std::cos(t));
    }
  }
};

struct Extent {
  float width, height;
};
Extent extent_of(const std::vector<float>& s) {
  float box[4] = {s[0], s[0], s[1], s[1]};
  for (std::size_t i = 0; i < s.size(); ++i) {
    const std::size_t d = 2 * (i % 2);
    box[d] = std::min(box[d], s[i]);
    box[d + 1] = std::max(box[d + 1], s[i]);
  }
  return {box[1] - box[0], box[3] - box[2]};
}

TEST(StrokeTracker, a_circle_in_the_air_becomes_a_circle) {
  for (const double roll : {0.0, 0.7, -1.4}) {
    Wand wand;
    wand.roll = roll;
    wand.rest(100);
    wand.circle();
    wand.rest(40);
    ASSERT_FALSE(wand.stroke.empty()) << roll;
    // Twice the radius; the Euler steps of 10 ms and points of 20 ms lose little.
    EXPECT_NEAR(extent_of(wand.stroke).width, 0.6, 0.02) << roll;
    EXPECT_NEAR(extent_of(wand.stroke).height, 0.6, 0.02) << roll;
    const std::size_t n = wand.stroke.size();
    EXPECT_NEAR(wand.stroke[0], wand.stroke[n - 2], 0.03) << roll;  // it closes
    EXPECT_NEAR(wand.stroke[1], wand.stroke[n - 1], 0.03) << roll;
  }
}

TEST(StrokeTracker, right_is_positive_x_and_up_is_positive_y) {
  Wand wand;
  wand.rest(100);
  for (int i = 0; i < 50; ++i) wand.step(0.0, -1.5, 0.0);
  EXPECT_GT(wand.tracker.filter().x(), 0.6f);
  for (int i = 0; i < 30; ++i) wand.step(0.0, 0.0, 1.5);
  EXPECT_GT(wand.tracker.filter().y(), 0.3f);
}

TEST(StrokeTracker, the_drift_of_the_gyroscope_is_learnt_at_rest) {
  Wand wand;
  wand.drift = 0.05;
  wand.rest(400);
  EXPECT_NEAR(wand.tracker.filter().drift().x, 0.05f, 0.002f);
  const float x = wand.tracker.filter().x();
  wand.rest(400);
  EXPECT_NEAR(wand.tracker.filter().x(), x, 0.01f);  // 0.2 without
}

TEST(StrokeTracker, a_long_stroke_keeps_every_second_point) {
  Wand wand;
  wand.rest(100);
  for (int i = 0; i < 4; ++i) wand.circle();  // 200 points of 20 ms do not fit into 64
  wand.rest(60);
  ASSERT_FALSE(wand.stroke.empty());
  EXPECT_LE(wand.stroke.size(), 128U);
  EXPECT_NEAR(extent_of(wand.stroke).width, 0.6, 0.05);
}

TEST(StrokeTracker, a_twitch_is_no_stroke) {
  Wand wand;
  wand.rest(100);
  for (int i = 0; i < 6; ++i) wand.step(0.0, 1.5, 0.0);
  wand.rest(100);
  EXPECT_TRUE(wand.stroke.empty());
  EXPECT_EQ(wand.state, StrokeState::waiting);
}

TEST(StrokeTracker, numbers_outside_their_range_are_refused) {
  const auto refused = [](void (*change)(StrokeTrackerOptions&)) {
    StrokeTrackerOptions o;
    EXPECT_EQ(check(o), Status::ok);
    change(o);
    return check(o) == Status::bad_argument;
  };
  EXPECT_TRUE(refused([](StrokeTrackerOptions& o) { o.rate_hz = 0.0f; }));
  EXPECT_TRUE(refused([](StrokeTrackerOptions& o) { o.forward = 3; }));
  EXPECT_TRUE(refused([](StrokeTrackerOptions& o) { o.stop_rate = 2.0f; }));
}

}  // namespace
}  // namespace tadpole::device
