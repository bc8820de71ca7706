// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/mel_scale.h"

#include <gtest/gtest.h>

namespace tadpole::device {
namespace {

TEST(MelScale, AThousandHertzAreAThousandMel) {
  EXPECT_NEAR(hz_to_mel(1000.0), 1000.0, 0.02);  // by the scale's definition
  EXPECT_NEAR(mel_to_hz(hz_to_mel(3456.0)), 3456.0, 1e-9);
}

// Values of Matlab's Auditory Toolbox, feature-hz_to_mel-003 of librosa-test-data.
TEST(MelScale, SlaneysScaleIsStraightAndThenLogarithmic) {
  EXPECT_NEAR(hz_to_mel(MelScale::slaney, 512.0), 7.68, 1e-9);
  EXPECT_NEAR(hz_to_mel(MelScale::slaney, 1024.0), 15.3449587, 1e-7);
  EXPECT_NEAR(hz_to_mel(MelScale::slaney, 8192.0), 45.5905992, 1e-7);
  for (const double hz : {300.0, 3000.0})
    EXPECT_NEAR(mel_to_hz(MelScale::slaney, hz_to_mel(MelScale::slaney, hz)), hz, 1e-9);
}

TEST(MelScale, AWarpDividesInTheMiddleAndKeepsTheLimits) {
  FrontEndOptions o = mfcc_options();
  o.low_hz = 0.0f;
  o.high_hz = 8000.0f;
  o.warp = 1.1f;
  EXPECT_NEAR(warp_hz(o, 2000.0), 2000.0 / 1.1, 1e-3);
  EXPECT_NEAR(warp_hz(o, 0.0), 0.0, 1e-9);
  EXPECT_NEAR(warp_hz(o, 8000.0), 8000.0, 1e-9);
  double before = -1.0;
  for (double hz = 0.0; hz <= 8000.0; hz += 50.0) {
    EXPECT_GT(warp_hz(o, hz), before);
    before = warp_hz(o, hz);
  }
}

TEST(MelScale, NoWarpChangesNothing) { EXPECT_EQ(warp_hz(mfcc_options(), 1234.0), 1234.0); }

}  // namespace
}  // namespace tadpole::device
