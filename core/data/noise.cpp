// SPDX-License-Identifier: Apache-2.0
#include "core/data/noise.h"

#include <algorithm>
#include <cmath>

#include "core/base/rng.h"

namespace tadpole {
namespace {

constexpr double kRate = 16000.0;
constexpr double kTurn = 6.283185307179586;

void to_half_scale(std::vector<float>& samples) {
  float top = 1e-9F;
  for (const float s : samples) top = std::max(top, std::fabs(s));
  for (float& s : samples) s *= 0.5F / top;
}

// Source: Voss-McCartney: the sum of random values that change at halving rates falls by 3 dB per
// octave.
void pink(std::vector<float>& out, Rng& rng) {
  double rows[16] = {};
  for (std::size_t i = 0; i < out.size(); ++i) {
    for (std::size_t r = 0; r < 16; ++r) {
      if (i % (std::size_t{1} << r) == 0) rows[r] = rng.normal();
    }
    double sum = 0.0;
    for (const double row : rows) sum += row;
    out[i] = static_cast<float>(sum);
  }
}

void brown(std::vector<float>& out, Rng& rng) {
  double level = 0.0;
  for (float& s : out) {
    level = 0.998 * level + rng.normal();
    s = static_cast<float>(level);
  }
}

void hum(std::vector<float>& out, Rng& rng) {
  const double base = rng.below(2) == 0 ? 50.0 : 60.0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double t = static_cast<double>(i) / kRate;
    double s = 0.02 * rng.normal();
    for (int harmonic = 1; harmonic <= 7; harmonic += 2)
      s += std::sin(kTurn * base * harmonic * t) / harmonic;
    out[i] = static_cast<float>(s);
  }
}

void clicks(std::vector<float>& out, Rng& rng) {
  for (float& s : out) s = static_cast<float>(0.01 * rng.normal());
  for (std::size_t at = 0; at < out.size();
       at += static_cast<std::size_t>(rng.uniform(1000, 9000))) {
    const double hz = rng.uniform(500, 4000), decay = rng.uniform(60, 400);
    for (std::size_t i = 0; i < 600 && at + i < out.size(); ++i) {
      const double n = static_cast<double>(i);
      out[at + i] += static_cast<float>(std::exp(-n / decay) * std::sin(kTurn * hz * n / kRate));
    }
  }
}

}  // namespace

std::vector<NoiseColour> all_noise_colours() {
  return {NoiseColour::white, NoiseColour::pink, NoiseColour::brown, NoiseColour::hum,
          NoiseColour::clicks};
}

const char* noise_name(NoiseColour colour) {
  switch (colour) {
    case NoiseColour::white:
      return "white";
    case NoiseColour::pink:
      return "pink";
    case NoiseColour::brown:
      return "brown";
    case NoiseColour::hum:
      return "hum";
    case NoiseColour::clicks:
      return "clicks";
  }
  return "?";
}

std::vector<float> make_noise(NoiseColour colour, double seconds, std::uint64_t seed) {
  std::vector<float> out(static_cast<std::size_t>(seconds * kRate));
  Rng rng(seed ^ (static_cast<std::uint64_t>(colour) + 1) * 7777);
  switch (colour) {
    case NoiseColour::white:
      for (float& s : out) s = static_cast<float>(rng.normal());
      break;
    case NoiseColour::pink:
      pink(out, rng);
      break;
    case NoiseColour::brown:
      brown(out, rng);
      break;
    case NoiseColour::hum:
      hum(out, rng);
      break;
    case NoiseColour::clicks:
      clicks(out, rng);
      break;
  }
  to_half_scale(out);
  return out;
}

}  // namespace tadpole
