// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/rfft_int16.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

#include "device/dsp/test_data.h"
#include "tests/shared_data.h"

namespace tadpole::device {
namespace {

using Words = std::array<Packed16, kRfft16Words>;

Words transform(const std::vector<double>& samples) {
  Words data{};
  for (std::size_t i = 0; i + 1 < samples.size(); i += 2) {
    data[rfft16_position(static_cast<int>(i / 2))] =
        pack16(static_cast<std::int32_t>(samples[i]), static_cast<std::int32_t>(samples[i + 1]));
  }
  fft16(data.data(), 0);
  return data;
}

TEST(RfftInt16, EveryPositionIsUsedOnce) {
  std::set<int> positions;
  for (int k = 0; k < kRfft16Words; ++k) positions.insert(rfft16_position(k));
  EXPECT_EQ(positions.size(), 256u);
  EXPECT_EQ(*positions.rbegin(), 255);
}

TEST(RfftInt16, EqualsEveryTraceOfTheTflmSignalLibrary) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-tflm-signal/rfft_test1.txt");
  const test::Rows rows = test::rows_of(path, ' ');
  ASSERT_GT(rows.size(), 100u);
  for (std::size_t i = 1; i + 1 < rows.size(); i += 2) {
    std::array<Packed16, 257> spectrum;
    split_to_spectrum16(transform(rows[i]).data(), spectrum.data());
    for (int k = 0; k <= 256; ++k) {
      ASSERT_EQ(low16(spectrum[k]), rows[i + 1][2 * k]) << "trace " << i << " bin " << k;
      ASSERT_EQ(high16(spectrum[k]), rows[i + 1][2 * k + 1]) << "trace " << i << " bin " << k;
    }
  }
}

TEST(RfftInt16, EnergyEqualsEveryTraceOfTheTflmSignalLibrary) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-tflm-signal");
  const test::Rows in = test::rows_of(path / "rfft_test1.txt", ' ');
  const test::Rows out =
      test::rows_of(path / "energy_test1.txt", ' ');  // the same frames; bins 5..121 are computed
  ASSERT_EQ(in.size(), out.size());
  for (std::size_t i = 1; i + 1 < in.size(); i += 2) {
    Words data = transform(in[i]);
    split_to_energy16(data.data());
    for (int k = 5; k < 122; ++k)
      ASSERT_EQ(data[k], out[i + 1][k]) << "trace " << i << " bin " << k;
  }
}

TEST(RfftInt16, AToneOnABinHasItsEnergyThere) {
  std::vector<double> samples(512);
  for (int i = 0; i < 512; ++i)
    samples[i] = std::lround(30000.0 * std::cos(2.0 * test::kPi * 37 * i / 512));
  Words data = transform(samples);
  split_to_energy16(data.data());
  for (int k = 0; k < 256; ++k) {
    if (k != 37) {
      EXPECT_LT(data[k], 100u) << k;  // rounding only
    }
  }
  EXPECT_NEAR(std::sqrt(data[37]), 15000.0,
              40.0);  // amplitude / 2, because the transform divides by 512
}

TEST(RfftInt16, AShiftIsTheSameAsLargerSamples) {
  Words small{};
  Words large{};
  const test::Samples noise = test::noise(512, 500);
  for (int k = 0; k < 256; ++k) {
    small[rfft16_position(k)] = pack16(noise[2 * k], noise[2 * k + 1]);
    large[rfft16_position(k)] = pack16(noise[2 * k] * 64, noise[2 * k + 1] * 64);
  }
  fft16(small.data(), 6);
  fft16(large.data(), 0);
  EXPECT_EQ(small, large);
}

}  // namespace
}  // namespace tadpole::device
