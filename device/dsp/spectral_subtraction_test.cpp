// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/spectral_subtraction.h"

#include <gtest/gtest.h>

namespace tadpole::device {
namespace {

TEST(SpectralSubtraction, TheFirstStepFollowsTheFormula) {
  std::uint32_t noise = 0;
  // scaled = 1000 * 1024; noise = scaled * 409 >> 14; rest = (scaled - noise) >> 10
  EXPECT_EQ(subtract_noise(1000, noise, false), 975u);
  EXPECT_EQ(noise, 1000u * 1024u * 409u >> 14);
}

TEST(SpectralSubtraction, SteadyNoiseFadesToFivePercent) {
  std::uint32_t noise = 0;
  std::uint32_t rest = 0;
  for (int i = 0; i < 500; ++i) rest = subtract_noise(1000, noise, true);
  EXPECT_EQ(rest, 1000u * 819u >> 14);
}

TEST(SpectralSubtraction, OddBandsForgetFaster) {
  std::uint32_t slow = 0;
  std::uint32_t fast = 0;
  subtract_noise(1000, slow, false);
  subtract_noise(1000, fast, true);
  EXPECT_GT(fast, 2 * slow);
}

TEST(SpectralSubtraction, SilenceAfterNoiseGivesZeroAndKeepsTheEstimate) {
  std::uint32_t noise = 500 << kNoiseFractionBits;
  EXPECT_EQ(subtract_noise(0, noise, false), 0u);
  EXPECT_EQ(noise >> kNoiseFractionBits, 487u);  // 500 * (1 - 0.025)
}

TEST(SpectralSubtraction, TheLargestSignalDoesNotWrap) {
  std::uint32_t noise = 0;
  const std::uint32_t largest = (1u << 22) - 1;
  EXPECT_GT(subtract_noise(largest, noise, false), largest / 2);
}

}  // namespace
}  // namespace tadpole::device
