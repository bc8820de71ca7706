// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <vector>

#include "device/dsp/mel_filter_bank.h"
#include "tests/shared_data.h"

namespace tadpole::device {
namespace {

// Weights of a bank without norm as the bands' sums for one bin of power one.
std::vector<float> column(const FrontEndOptions& o, int bin) {
  std::vector<std::uint16_t> ends(static_cast<std::size_t>(o.bands + 1));
  std::vector<float> rise(static_cast<std::size_t>(o.fft_samples));
  const MelBankSize size = fill_mel_bank<FloatArithmetic>(o, ends.data(), rise.data());
  std::vector<float> sums(static_cast<std::size_t>(o.bands), 0.0f);
  apply_mel_bank<FloatArithmetic, FloatSides>(
      {o.bands, size.first_bin, ends.data(), rise.data()},
      [&](int k) { return k == bin ? 1.0f : 0.0f; },
      [&](int band, float sum) {
        sums[static_cast<std::size_t>(band)] = sum * band_gain(o, band);
      });
  return sums;
}

// Triangles of area one over Slaney's mel scale, by Matlab: librosa's filters.mel(norm="slaney") is
// tested against the same file.
TEST(MelNorm, areas_are_those_of_the_auditory_toolbox) {
  TADPOLE_SHARED_OR_SKIP(file, "data/golden-librosa-matlab/feature-melfb-003.wts.csv");
  FrontEndOptions o = log_mel_options();
  o.rate_hz = 8000, o.window_samples = o.fft_samples = 256, o.bands = 20;
  o.low_hz = 0.0f, o.high_hz = 4000.0f;
  o.mel_scale = MelScale::slaney, o.band_norm = BandNorm::slaney;
  std::ifstream golden(file);
  std::vector<std::vector<double>> wanted(20, std::vector<double>(256));
  for (auto& row : wanted) {
    for (double& w : row) {
      ASSERT_TRUE(golden >> w);
      golden.get();
    }
  }
  for (int bin = 0; bin < 128; ++bin) {
    const std::vector<float> weights = column(o, bin);
    for (std::size_t b = 0; b < 20; ++b)
      EXPECT_NEAR(weights[b], wanted[b][static_cast<std::size_t>(bin)], 1e-8) << b << " " << bin;
  }
}

TEST(MelNorm, is_none_unless_asked_for) { EXPECT_EQ(band_gain(log_mel_options(), 3), 1.0f); }

}  // namespace
}  // namespace tadpole::device
