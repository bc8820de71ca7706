// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <vector>

#include "device/dsp/frame_stack.h"
#include "device/dsp/front_end.h"

namespace tadpole::device {
namespace {

inline constexpr FrontEndOptions kAnomaly = anomaly_options();

// The signal of tools/make_log_mel_golden.py.
std::vector<std::int16_t> signal(int samples) {
  std::vector<std::int16_t> x;
  std::int64_t state = 12345;
  for (int i = 0; i < samples; ++i) {
    state = (state * 1103515245 + 12345) % (std::int64_t{1} << 31);
    const std::int64_t product = ((state >> 16) % 4096 - 2048) * (i + 1);
    const std::int64_t noise =
        product / samples - (product % samples < 0 ? 1 : 0);  // towards minus infinity
    x.push_back(static_cast<std::int16_t>(noise + (i / 50 % 2 != 0 ? 3000 : -3000)));
  }
  return x;
}

TEST(AnomalyOptions, rows_are_those_of_librosas_definitions) {
  std::ifstream golden(TADPOLE_SOURCE_DIR "/device/dsp/goldens/anomaly_log_mel.csv");
  ASSERT_TRUE(golden.good());
  static FrontEnd<kAnomaly> front_end;
  const std::vector<std::int16_t> x = signal(1024 + 512 * 5);
  double worst = 0.0;
  for (int r = 0; r < 6; ++r) {
    float row[128];
    front_end.frame_real(x.data() + 512 * r, row);
    for (const float value : row) {
      double wanted = 0.0;
      char comma = 0;
      ASSERT_TRUE(golden >> wanted);
      golden.get(comma);
      worst = std::max(worst, std::abs(static_cast<double>(value) - wanted));
    }
  }
  // A float transform of 1024 points errs by about 1e-6 of the loudest bin, which is 40 dB above
  // the faintest band here: 1e-6 * 10^4 * 4.34 dB.
  EXPECT_LT(worst, 0.05);
}

TEST(AnomalyOptions, five_rows_are_the_input_of_640_values) {
  using Stack = FrameStack<float, row_length(kAnomaly), kAnomalyFrames>;
  EXPECT_EQ(Stack::kLength, 640);
  EXPECT_EQ(row_count(kAnomaly, 160000), 311);  // librosa has 313 of ten seconds: one more each end
}

TEST(AnomalyOptions, norm_and_decibels_need_float) {
  FrontEndOptions o = anomaly_options();
  EXPECT_EQ(check(o), Status::ok);
  o.arithmetic = Arithmetic::fixed;
  EXPECT_EQ(check(o), Status::bad_argument);
  o.band_norm = BandNorm::none, o.log_scale = 1.0f;
  EXPECT_EQ(check(o), Status::ok);
  o.log_scale = 0.0f;
  EXPECT_EQ(check(o), Status::bad_argument);
}

}  // namespace
}  // namespace tadpole::device
