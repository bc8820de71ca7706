// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/mel_filter_bank.h"

#include <gtest/gtest.h>

#include <vector>

namespace tadpole::device {
namespace {

template <class A>
struct Bank {
  std::vector<std::uint16_t> ends;
  std::vector<typename A::Weight> rise;
  MelBankSize size;
  MelBank<A> view;

  explicit Bank(const FrontEndOptions& o) : ends(o.bands + 1), rise(o.fft_samples) {
    size = fill_mel_bank<A>(o, ends.data(), rise.data());
    view = {o.bands, size.first_bin, ends.data(), rise.data()};
  }
};

std::vector<float> apply(const FrontEndOptions& o, int only_bin) {
  const Bank<FloatArithmetic> bank(o);
  std::vector<float> sums(o.bands);
  apply_mel_bank<FloatArithmetic, FloatSides>(
      bank.view, [&](int k) { return k == only_bin ? 1.0f : 0.0f; },
      [&](int band, float sum) { sums[band] = sum; });
  return sums;
}

TEST(MelFilterBank, ABinInTheMiddleIsSharedByTwoBandsAndNothingIsLost) {
  const std::vector<float> sums = apply(mfcc_options(), 60);
  float total = 0.0f;
  for (const float sum : sums) total += sum;
  EXPECT_NEAR(total, 1.0f, 1e-6f);
}

TEST(MelFilterBank, TheWeightIsTheTriangleOverHz) {
  const FrontEndOptions o = mfcc_options();
  const double hz = 60 * 31.25;
  const std::vector<float> sums = apply(o, 60);
  for (int b = 0; b < o.bands; ++b) {
    const double left = mel_centre_hz(o, b - 1);
    const double middle = mel_centre_hz(o, b);
    const double right = mel_centre_hz(o, b + 1);
    const double triangle =
        std::max(0.0, std::min((hz - left) / (middle - left), (right - hz) / (right - middle)));
    EXPECT_NEAR(sums[b], triangle, 1e-6) << b;
  }
}

TEST(MelFilterBank, BinsOutsideTheLimitsCountForNothing) {
  for (const int bin : {0, 129, 255}) {  // 4000 Hz is bin 128
    for (const float sum : apply(mfcc_options(), bin)) EXPECT_EQ(sum, 0.0f);
  }
}

TEST(MelFilterBank, HtkDropsTheLowestBin) {
  FrontEndOptions o = mfcc_options();
  EXPECT_EQ(first_bin(o, 31.25), 1);  // 31.25 Hz is above 20 Hz
  o.bin_range = BinRange::htk_rounding;
  EXPECT_EQ(first_bin(o, 31.25), 2);  // round(20 / 31.25) + 1
  o.low_hz = 0.0f;
  EXPECT_EQ(first_bin(o, 31.25), 1);
}

TEST(MelFilterBank, FixedFollowsFloatToTheWeightsLastBit) {
  const FrontEndOptions o = mfcc_options();
  const Bank<FixedArithmetic> bank(o);
  const std::vector<float> reference = apply(o, 60);
  apply_mel_bank<FixedArithmetic, FixedSides>(
      bank.view, [](int k) { return k == 60 ? std::uint64_t{1} << 40 : 0; },
      [&](int band, std::uint64_t sum) {
        EXPECT_NEAR(static_cast<double>(sum) / (1ull << 55), reference[band], 1.0 / 32768.0);
      });
}

TEST(MelFilterBank, MoreBandsThanBinsLeavesSomeEmpty) {
  FrontEndOptions o = mfcc_options();
  o.bands = 128;
  const std::vector<float> sums = apply(o, 3);
  EXPECT_EQ(sums.size(), 128u);  // no crash, no bin used twice
  float total = 0.0f;
  for (const float sum : sums) total += sum;
  EXPECT_NEAR(total, 1.0f, 1e-6f);
}

}  // namespace
}  // namespace tadpole::device
