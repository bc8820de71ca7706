// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/log_energy.h"

#include <gtest/gtest.h>

#include <cmath>

#include "device/dsp/test_data.h"

namespace tadpole::device {
namespace {

TEST(LogEnergy, IsTheLogarithmOfTheSumOfSquares) {
  const test::Samples samples = {3, -4, 12};
  EXPECT_NEAR(log_energy(samples.data(), 3, MeanRemoval::none, 1.0f), std::log(169.0), 1e-6);
  EXPECT_NEAR(log_energy_q16(samples.data(), 3, MeanRemoval::none, 0) / 65536.0, std::log(169.0),
              1e-4);
}

TEST(LogEnergy, RemovesTheMeanAndAppliesTheGain) {
  const test::Samples samples = {103, 97, 103, 97};
  const double exact = std::log(36.0) - 2.0 * 15.0 * std::log(2.0);
  EXPECT_NEAR(log_energy(samples.data(), 4, MeanRemoval::per_window, 1.0f / 32768.0f), exact, 1e-5);
  EXPECT_NEAR(log_energy_q16(samples.data(), 4, MeanRemoval::per_window, -15) / 65536.0, exact,
              1e-4);
}

TEST(LogEnergy, FullScaleAndSilenceAreFinite) {
  const test::Samples loud(2048, -32768);
  EXPECT_NEAR(log_energy(loud.data(), 2048, MeanRemoval::none, 1.0f),
              std::log(2048.0) + 30.0 * std::log(2.0), 1e-4);
  const test::Samples silence(480, 0);
  EXPECT_EQ(log_energy(silence.data(), 480, MeanRemoval::none, 1.0f), 0.0f);
}

}  // namespace
}  // namespace tadpole::device
