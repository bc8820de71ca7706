// SPDX-License-Identifier: Apache-2.0
// From the stream of an accelerometer and a gyroscope to the strokes that a pointing hand draws in
// the air. The wand is a stick of length one: where its tip goes, seen from the hand, is the
// stroke; how it is rolled does not matter.
//
//   static tadpole::device::StrokeTracker<160> tracker;
//   tracker.plan({.rate_hz = 104.0f, .rate_unit = 0.0174533f, .gravity = 1.0f});
//   if (tracker.push(acc, gyro) == tadpole::device::StrokeState::done)
//     rasterize_stroke({}, tracker.points(), tracker.count(), picture);
//
// Method: (1) drift: while the rate hardly changes its slow mean is taken for the gyroscope's
// offset; (2) gravity: the up direction is turned with the gyroscope and drawn towards the
// accelerometer whenever that measures about one g; (3) orientation: right = forward x up; (4) the
// tip moves with w x forward, of which the parts along right and along right x forward are summed
// up; (5) a stroke begins when the tip is fast and ends when it has been slow for a while. Own
// method after Mahony, Hamel and Pflimlin, "Nonlinear complementary filters on the special
// orthogonal group", 2008. Float with one rounding per operation: the same bytes on every target.
#pragma once
#include <array>
#include <cstdint>

#include "device/dsp/square_root.h"
#include "device/model/types.h"

namespace tadpole::device {

struct StrokeTrackerOptions {
  float rate_hz = 100.0f;    // samples a second
  float rate_unit = 1.0f;    // radians per second of one unit of the gyroscope; degrees: 0.0174533
  float gravity = 9.81f;     // what the accelerometer shows at rest, upwards positive
  std::int32_t forward = 1;  // the axis of the sensor that points away from the hand: 0 x, 1 y, 2 z
  float start_rate = 0.9f;   // of the tip, radians per second
  float stop_rate = 0.45f;
  float stop_s = 0.25f;            // slow for so long: the stroke is over
  float shortest_s = 0.2f;         // what is shorter or smaller is no stroke
  float smallest = 0.12f;          // radians, the longer side of its box
  float still_rate = 0.08f;        // the rate changes by less: the hand rests
  float point_interval_s = 0.02f;  // of the points; doubles whenever the memory is full
};

constexpr Status check(const StrokeTrackerOptions& o) {
  const bool positive = o.rate_hz >= 1.0f && o.rate_hz <= 1e5f && o.rate_unit > 0.0f &&
                        o.gravity > 0.0f && o.stop_rate > 0.0f && o.still_rate > 0.0f &&
                        o.stop_s > 0.0f && o.shortest_s >= 0.0f && o.smallest >= 0.0f &&
                        o.point_interval_s > 0.0f;
  if (!positive || o.forward < 0 || o.forward > 2) return Status::bad_argument;
  return o.start_rate > o.stop_rate ? Status::ok : Status::bad_argument;
}

enum class StrokeState : std::uint8_t { waiting, drawing, done };

struct Vector3 {
  float x, y, z;
};
inline Vector3 cross(Vector3 a, Vector3 b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
inline float dot(Vector3 a, Vector3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
inline Vector3 sum(Vector3 a, Vector3 b, float share = 1.0f) {
  return {a.x + share * b.x, a.y + share * b.y, a.z + share * b.z};
}
inline float length(Vector3 a) { return square_root(dot(a, a)); }

// Where the wand points, without memory for strokes.
class PointingFilter {
 public:
  void reset(const StrokeTrackerOptions& options) {
    *this = PointingFilter();
    options_ = options;
    step_s_ = 1.0f / options.rate_hz;
    forward_ = {options.forward == 0 ? 1.0f : 0.0f, options.forward == 1 ? 1.0f : 0.0f,
                options.forward == 2 ? 1.0f : 0.0f};
  }

  // acc, gyro: [3] in the units of the options. Moves x() and y(). Cannot fail.
  void push(const float* acc, const float* gyro) {
    const Vector3 rate = {gyro[0] * options_.rate_unit, gyro[1] * options_.rate_unit,
                          gyro[2] * options_.rate_unit};
    learn_drift(rate);
    const Vector3 w = sum(rate, drift_, -1.0f);
    follow_gravity({acc[0], acc[1], acc[2]}, w);
    const Vector3 side = cross(forward_, up_);
    const float size = length(side);
    if (size > 0.2f) right_ = {side.x / size, side.y / size, side.z / size};
    const Vector3 raised = cross(right_, forward_);
    const Vector3 tip = cross(w, forward_);
    const float along = dot(tip, right_), above = dot(tip, raised);
    speed_ = square_root(along * along + above * above);
    x_ += along * step_s_;
    y_ += above * step_s_;
  }

  float x() const { return x_; }            // radians to the right of where it began
  float y() const { return y_; }            // and above it
  float speed() const { return speed_; }    // of the tip, radians per second
  Vector3 up() const { return up_; }        // in the sensor's axes
  Vector3 drift() const { return drift_; }  // of the gyroscope, radians per second

 private:
  // The slow mean of the rate, and how far the rate strays from it.
  void learn_drift(Vector3 rate) {
    if (first_) mean_ = rate;
    const float share = step_s_ / (0.2f + step_s_);
    mean_ = sum(mean_, sum(rate, mean_, -1.0f), share);
    const float stray = length(sum(rate, mean_, -1.0f));
    stray_ += share * (stray - stray_);
    still_s_ = stray_ < options_.still_rate && length(mean_) < 4.0f * options_.still_rate
                   ? still_s_ + step_s_
                   : 0.0f;
    if (still_s_ < 0.3f) return;
    const float slow = drift_known_ ? step_s_ / (1.0f + step_s_) : 1.0f;
    drift_ = sum(drift_, sum(mean_, drift_, -1.0f), slow);
    drift_known_ = true;
  }

  void follow_gravity(Vector3 acc, Vector3 w) {
    const float size = length(acc);
    const bool usable = size > 0.5f * options_.gravity;
    const Vector3 measured =
        usable ? Vector3{acc.x / size, acc.y / size, acc.z / size} : Vector3{up_};
    if (first_) {
      up_ = measured;
      first_ = !usable;
      return;
    }
    up_ = sum(up_, cross(w, up_), -step_s_);
    const float error = size / options_.gravity - 1.0f;
    if (error > -0.15f && error < 0.15f)
      up_ = sum(up_, sum(measured, up_, -1.0f), step_s_ / (1.0f + step_s_));
    const float up_size = length(up_);
    if (up_size > 0.0f) up_ = {up_.x / up_size, up_.y / up_size, up_.z / up_size};
  }

  StrokeTrackerOptions options_{};
  float step_s_ = 0.01f;
  Vector3 forward_{0.0f, 1.0f, 0.0f}, right_{1.0f, 0.0f, 0.0f}, up_{0.0f, 0.0f, 1.0f};
  Vector3 mean_{0.0f, 0.0f, 0.0f}, drift_{0.0f, 0.0f, 0.0f};
  float stray_ = 1.0f, still_s_ = 0.0f, speed_ = 0.0f, x_ = 0.0f, y_ = 0.0f;
  bool first_ = true, drift_known_ = false;
};

// kMaxPoints: memory for the points of a stroke, 8 bytes each.
template <int kMaxPoints>
class StrokeTracker {
  static_assert(kMaxPoints >= 32 && kMaxPoints % 2 == 0, "a stroke needs an even number of points");

 public:
  // Expects check(options) == ok. Call once before push(), and again to forget everything. Cannot
  // fail.
  void plan(const StrokeTrackerOptions& options) {
    options_ = options;
    filter_.reset(options);
    begin();
  }

  // acc, gyro: [3], one sample. done: points() holds a stroke until the next call. Cannot fail.
  StrokeState push(const float* acc, const float* gyro) {
    if (state_ == StrokeState::done) begin();
    filter_.push(acc, gyro);
    since_point_s_ += 1.0f / options_.rate_hz;
    if (since_point_s_ + 0.25f / options_.rate_hz >= interval_s_) add_point();
    if (state_ == StrokeState::waiting) {
      if (filter_.speed() > options_.start_rate) state_ = StrokeState::drawing;
      return state_;
    }
    slow_s_ = filter_.speed() < options_.stop_rate ? slow_s_ + 1.0f / options_.rate_hz : 0.0f;
    if (slow_s_ >= options_.stop_s) finish();
    return state_;
  }

  const float* points() const { return points_.data(); }  // [count(), 2] in radians, y up
  int count() const { return count_; }
  const PointingFilter& filter() const { return filter_; }

 private:
  static constexpr int kBefore = 6;  // points kept from before the tip was fast

  void begin() {
    state_ = StrokeState::waiting;
    count_ = 0;
    slow_s_ = since_point_s_ = 0.0f;
    interval_s_ = options_.point_interval_s;
  }

  void drop_first() {
    for (int i = 0; i + 2 < 2 * count_; ++i) points_[i] = points_[i + 2];
    --count_;
  }

  void add_point() {
    since_point_s_ = 0.0f;
    if (state_ == StrokeState::waiting && count_ == kBefore) drop_first();
    if (count_ == kMaxPoints) {
      for (int i = 0; i < kMaxPoints / 2; ++i)
        for (int d = 0; d < 2; ++d) points_[2 * i + d] = points_[4 * i + d];
      count_ = kMaxPoints / 2;
      interval_s_ *= 2.0f;
    }
    points_[2 * count_] = filter_.x();
    points_[2 * count_ + 1] = filter_.y();
    ++count_;
  }

  float extent() const {
    float most = 0.0f;
    for (int d = 0; d < 2; ++d) {
      float least = points_[d], greatest = points_[d];
      for (int i = 1; i < count_; ++i) {
        const float x = points_[2 * i + d];
        if (x < least) least = x;
        if (x > greatest) greatest = x;
      }
      if (greatest - least > most) most = greatest - least;
    }
    return most;
  }

  // The slow end belongs to no stroke, but for its first point.
  void finish() {
    const int slow = static_cast<int>(slow_s_ / interval_s_) - 1;
    if (slow > 0 && slow < count_) count_ -= slow;
    const bool is_stroke =
        static_cast<float>(count_ - kBefore) * interval_s_ >= options_.shortest_s &&
        extent() >= options_.smallest;
    if (is_stroke) {
      state_ = StrokeState::done;
    } else {
      begin();
    }
  }

  StrokeTrackerOptions options_{};
  PointingFilter filter_;
  StrokeState state_ = StrokeState::waiting;
  std::array<float, 2 * kMaxPoints> points_{};
  int count_ = 0;
  float since_point_s_ = 0.0f, interval_s_ = 0.02f, slow_s_ = 0.0f;
};

}  // namespace tadpole::device
