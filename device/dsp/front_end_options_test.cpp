// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/front_end_options.h"

#include <gtest/gtest.h>

namespace tadpole::device {
namespace {

TEST(FrontEndOptions, TheDefaultsAreValidAndGive49RowsOfASecond) {
  for (const FrontEndOptions& o : {micro_frontend_options(), mfcc_options(), log_mel_options()}) {
    EXPECT_EQ(check(o), Status::ok);
    EXPECT_EQ(row_count(o, 16000), 49);
  }
  EXPECT_EQ(row_length(mfcc_options()), 10);
  EXPECT_EQ(row_length(log_mel_options()), 40);
  EXPECT_EQ(row_count(mfcc_options(), 479), 0);
}

TEST(FrontEndOptions, NumbersThatDoNotFitAreRefused) {
  const auto refused = [](auto change) {
    FrontEndOptions o = mfcc_options();
    change(o);
    EXPECT_EQ(check(o), Status::bad_argument);
  };
  refused([](FrontEndOptions& o) { o.fft_samples = 500; });
  refused([](FrontEndOptions& o) { o.fft_samples = 256; });
  refused([](FrontEndOptions& o) { o.fft_samples = 4096; });
  refused([](FrontEndOptions& o) { o.window_samples = 0; });
  refused([](FrontEndOptions& o) { o.stride_samples = 481; });
  refused([](FrontEndOptions& o) { o.bands = 0; });
  refused([](FrontEndOptions& o) { o.bands = 129; });
  refused([](FrontEndOptions& o) { o.coefficients = 41; });
  refused([](FrontEndOptions& o) { o.high_hz = 8001.0f; });
  refused([](FrontEndOptions& o) { o.low_hz = 4000.0f; });
  refused([](FrontEndOptions& o) { o.lifter = 31; });
  refused([](FrontEndOptions& o) { o.pre_emphasis = 1.5f; });
  refused([](FrontEndOptions& o) { o.arithmetic = Arithmetic::fixed, o.input_gain = 0.3f; });
  refused([](FrontEndOptions& o) { o.rate_hz = 0; });
}

}  // namespace
}  // namespace tadpole::device
