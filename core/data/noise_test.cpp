// SPDX-License-Identifier: Apache-2.0
#include "core/data/noise.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace tadpole {
namespace {

// Power of one frequency, by the correlation with a sine and a cosine over blocks of a second.
double power_near(const std::vector<float>& x, double hz) {
  double power = 0.0;
  for (std::size_t block = 0; block + 1600 <= x.size(); block += 1600) {
    double re = 0.0, im = 0.0;
    for (std::size_t i = 0; i < 1600; ++i) {
      const double turn = 6.283185307179586 * hz * static_cast<double>(i) / 16000.0;
      re += static_cast<double>(x[block + i]) * std::cos(turn);
      im += static_cast<double>(x[block + i]) * std::sin(turn);
    }
    power += re * re + im * im;
  }
  return power;
}

double slope_db_per_octave(NoiseColour colour) {
  const auto x = make_noise(colour, 20.0, 3);
  double low = 0.0, high = 0.0;
  for (int i = 0; i < 20; ++i)
    low += power_near(x, 200.0 + 10.0 * i), high += power_near(x, 3200.0 + 160.0 * i);
  return 10.0 * std::log10(high / low) / 4.0;  // four octaves lie between
}

TEST(Noise, EveryColourIsTheSameForTheSameSeedAndHasHalfScale) {
  for (const NoiseColour colour : all_noise_colours()) {
    const auto a = make_noise(colour, 2.0, 1);
    EXPECT_EQ(a.size(), 32000U);
    EXPECT_EQ(a, make_noise(colour, 2.0, 1)) << noise_name(colour);
    EXPECT_NE(a, make_noise(colour, 2.0, 2)) << noise_name(colour);
    float top = 0.0F;
    for (const float s : a) top = std::max(top, std::fabs(s));
    EXPECT_NEAR(static_cast<double>(top), 0.5, 1e-6) << noise_name(colour);
  }
}

TEST(Noise, TheColoursFallAsTheyAreNamed) {
  // White is flat, pink falls by 3 dB an octave, brown by 6; the sums of 20 lines vary by about 1
  // dB.
  EXPECT_NEAR(slope_db_per_octave(NoiseColour::white), 0.0, 0.5);
  EXPECT_NEAR(slope_db_per_octave(NoiseColour::pink), -3.0, 0.7);
  EXPECT_NEAR(slope_db_per_octave(NoiseColour::brown), -6.0, 0.7);
}

TEST(Noise, EveryColourHasItsName) {
  std::set<std::string> names;
  for (const NoiseColour colour : all_noise_colours()) names.insert(noise_name(colour));
  EXPECT_EQ(names, (std::set<std::string>{"white", "pink", "brown", "hum", "clicks"}));
}

}  // namespace
}  // namespace tadpole
