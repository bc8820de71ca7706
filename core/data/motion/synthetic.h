// SPDX-License-Identifier: Apache-2.0
// What the generators share: noise with a colour, resonances, smoothing. Internal to
// core/data/motion.
#pragma once
#include <cmath>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "core/data/motion/generate_motion.h"

namespace tadpole::synthetic {

inline constexpr double kTwoPi = 6.283185307179586;
inline constexpr double kGravity = 9.81;  // m/s^2
inline constexpr const char* kLicence = "made by a generator, nobody was recorded";

// One sample to make: of which label, by whom, with randomness of its own.
struct Task {
  int label = 0;
  int person = 0;
  Rng sample;  // differs from sample to sample
  Rng style;   // the same for every sample of one person
};

// Value `key` of a person's style: standard normal, within two deviations.
inline double trait(const Rng& style, std::uint64_t key) {
  Rng rng = style.fork(key);
  const double x = rng.normal();
  return x > 2.0 ? 2.0 : x < -2.0 ? -2.0 : x;
}
// Another, uniform.
inline double trait(const Rng& style, std::uint64_t key, double low, double high) {
  Rng rng = style.fork(key + 1000);
  return rng.uniform(low, high);
}

// Low-passed white noise of variance 1: two one-pole filters with the corner, in steps of the rate.
std::vector<double> smooth_noise(Rng& rng, std::size_t n, double corner_hz, double rate_hz);

// Gaussian smoothing; ends are held. sigma in steps.
std::vector<double> smoothed(const std::vector<double>& x, double sigma);

// A two-pole resonance with gain about 1 at its centre. Source: Oppenheim and Schafer, "Discrete-
// time signal processing", 1989, section 6.
class Resonance {
 public:
  Resonance(double centre_hz, double width_hz, double rate_hz)
      : radius_(std::exp(-kTwoPi / 2.0 * width_hz / rate_hz)),
        turn_(2.0 * radius_ * std::cos(kTwoPi * centre_hz / rate_hz)),
        gain_((1.0 - radius_ * radius_) * std::abs(std::sin(kTwoPi * centre_hz / rate_hz))) {}
  double push(double x) {
    const double y = gain_ * x + turn_ * one_ - radius_ * radius_ * two_;
    two_ = one_, one_ = y;
    return y;
  }

 private:
  double radius_, turn_, gain_, one_ = 0.0, two_ = 0.0;
};

// Everything but the values: who, label, name, origin, licence.
Sample sample_of(const MotionGenerator& generator, const Task& task, int number,
                 const std::string& group, int rows, int axes);
std::string person_of(const MotionGenerator& generator, int person);

// x in -1..1 to int16.
std::vector<std::int16_t> to_pcm(const std::vector<double>& x);

// One file each. rows: as many as options.seconds or the generator's own length ask for.
void make_strokes(const MotionGenerator&, const GenerateOptions&, const std::vector<Task>&,
                  SampleSet&);
void make_gestures(const MotionGenerator&, const GenerateOptions&, const std::vector<Task>&,
                   SampleSet&);
void make_activities(const MotionGenerator&, const GenerateOptions&, const std::vector<Task>&,
                     SampleSet&);
void make_ecg(const MotionGenerator&, const GenerateOptions&, const std::vector<Task>&, SampleSet&);
void make_vibration(const MotionGenerator&, const GenerateOptions&, const std::vector<Task>&,
                    SampleSet&);
void make_machine_sound(const MotionGenerator&, const GenerateOptions&, const std::vector<Task>&,
                        SampleSet&);

// A hand's path: control points, corners where a point stands twice.
struct Shape {
  std::vector<std::array<double, 2>> points;
};
struct Path2 {
  std::vector<double> x, y;  // at even steps of time, in the unit square about 0
};
// The shape in somebody's hand: slanted, stretched, bent, drawn with the speed that hands have
// (slower where it bends: Lacquaniti, Terzuolo and Viviani, "The law relating the kinematic and
// figural aspects of drawing movements", 1983). steps: of time, at least 8.
Path2 draw(const Shape& shape, const Task& task, int steps, double wildness);
// The digit in one of the ways that people write it; the person's habit decides.
Shape digit_shape(int digit, const Rng& style);

}  // namespace tadpole::synthetic
