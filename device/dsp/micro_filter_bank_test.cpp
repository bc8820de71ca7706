// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/micro_filter_bank.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "device/dsp/test_data.h"
#include "tests/shared_data.h"

namespace tadpole::device {
namespace {

struct Bank {
  std::vector<std::uint16_t> ends;
  std::vector<MicroWeight> weights;
  MicroBankSize size;
  MicroBank view;

  Bank(int rate_hz, int bands, float low_hz, float high_hz) : ends(bands + 1), weights(256) {
    size = fill_micro_bank(rate_hz, bands, low_hz, high_hz, ends.data(), weights.data());
    view = {bands, size.first_bin, ends.data(), weights.data()};
  }
};

TEST(MicroFilterBank, StartsAndEndsWhereThePublishedTestsSay) {
  const Bank narrow(16000, 32, 125.0f, 3800.0f);
  EXPECT_EQ(narrow.size.first_bin, 5);
  EXPECT_EQ(narrow.size.end_bin, 122);
  const Bank wide(16000, 40, 100.0f, 7500.0f);
  EXPECT_EQ(wide.size.first_bin, 4);
  EXPECT_EQ(wide.size.end_bin, 241);
}

TEST(MicroFilterBank, ARampOfEnergiesGivesTheGoldenSums) {
  TADPOLE_SHARED_OR_SKIP(path, "data/golden-tflm-signal/filter_bank_accumulation_16k.txt");
  const test::Rows rows = test::rows_of(path, ' ');  // 257 16000 125 3800 25 ..., then 25 sums
  const Bank bank(16000, 25, 125.0f, 3800.0f);
  std::array<std::uint32_t, 257> energy;
  for (std::uint32_t i = 0; i < 257; ++i) energy[i] = i;
  std::array<std::uint64_t, 25> sums;
  apply_micro_bank(bank.view, energy.data(), sums.data());
  ASSERT_EQ(rows.size(), 26u);
  for (int b = 0; b < 25; ++b) {
    // Upstream allows 144: its float32 logarithm may differ in the last bit, which moves a weight
    // by one step.
    EXPECT_NEAR(static_cast<double>(sums[b]), rows[b + 1][0], 144.0) << "band " << b;
  }
}

TEST(MicroFilterBank, OneBinGoesToTwoNeighbourBandsOnly) {
  const Bank bank(16000, 40, 125.0f, 7500.0f);
  std::array<std::uint32_t, 257> energy{};
  energy[100] = 1000;
  std::array<std::uint64_t, 40> sums;
  apply_micro_bank(bank.view, energy.data(), sums.data());
  std::uint64_t total = 0;
  int touched = 0;
  for (const std::uint64_t sum : sums) {
    total += sum;
    touched += sum != 0;
  }
  EXPECT_EQ(touched, 2);
  EXPECT_NEAR(static_cast<double>(total), 1000 * 4096.0,
              1000.0);  // both weights are cut to 12 bits
}

}  // namespace
}  // namespace tadpole::device
