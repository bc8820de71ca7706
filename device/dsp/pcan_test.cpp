// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/pcan.h"

#include <gtest/gtest.h>

#include <cmath>

#include "device/dsp/test_data.h"
#include "tests/shared_data.h"

namespace tadpole::device {
namespace {

TEST(Pcan, EqualsEveryTraceOfTheTflmSignalLibrary) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-tflm-signal/pcan_op_test1.txt");
  const test::Rows rows =
      test::rows_of(path, ' ');  // "0.95 80 21 10 3", then signal, noise, output
  ASSERT_GT(rows.size(), 300u);
  for (std::size_t i = 1; i + 2 < rows.size(); i += 3) {
    for (std::size_t b = 0; b < rows[i].size(); ++b) {
      ASSERT_EQ(normalize_gain(static_cast<std::uint32_t>(rows[i][b]),
                               static_cast<std::uint32_t>(rows[i + 1][b])),
                rows[i + 2][b])
          << "trace " << i << " band " << b;
    }
  }
}

TEST(Pcan, TheGainFollowsThePowerLaw) {
  for (double noise = 1; noise < 4e9; noise *= 1.9) {
    const double law = std::pow(noise / 128.0 + 80.0, -0.95) * (1 << 21);
    // One parabola per octave of a curve whose slope changes by a factor of two: 2 % of the value,
    // and 2 steps.
    EXPECT_NEAR(noise_gain(static_cast<std::uint32_t>(noise)), law, 0.02 * law + 2.0) << noise;
  }
}

TEST(Pcan, SmallRatiosAreSquaredAndLargeOnesKept) {
  // gain at noise 0 is 32636; snr = signal * gain >> 6 with 12 fractional bits.
  EXPECT_EQ(normalize_gain(0, 0), 0u);
  const std::uint32_t small = 8 * 32636u >> 6;  // below 2.0
  EXPECT_EQ(normalize_gain(8, 0), (small * small) >> 20);
  EXPECT_EQ(normalize_gain(100, 0), (100 * 32636u >> 6 >> 6) - 64u);
}

}  // namespace
}  // namespace tadpole::device
