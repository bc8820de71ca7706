// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/dct.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace tadpole::device {
namespace {

TEST(Dct, AnOrthonormalTableHasUnitRowsAtRightAngles) {
  FrontEndOptions o = mfcc_options();
  std::vector<float> w(o.coefficients * o.bands);
  fill_dct<FloatArithmetic>(o, w.data());
  for (int a = 0; a < o.coefficients; ++a) {
    for (int b = 0; b < o.coefficients; ++b) {
      EXPECT_NEAR(dct_row(&w[a * o.bands], &w[b * o.bands], o.bands), a == b ? 1.0 : 0.0, 1e-6);
    }
  }
}

TEST(Dct, TheLifterOfHtkRaisesTheMiddleCoefficients) {
  FrontEndOptions o = mfcc_options();
  const double plain = dct_weight(o, 9, 3);
  o.lifter = 22;
  EXPECT_NEAR(dct_weight(o, 9, 3) / plain, 1.0 + 11.0 * std::sin(3.14159265358979 * 9 / 22), 1e-9);
}

TEST(Dct, FixedFollowsFloat) {
  FrontEndOptions o = mfcc_options();
  o.lifter = 22;
  std::vector<float> w(o.coefficients * o.bands);
  std::vector<std::int32_t> fixed(o.coefficients * o.bands);
  fill_dct<FloatArithmetic>(o, w.data());
  fill_dct<FixedArithmetic>(o, fixed.data());
  std::vector<float> x(o.bands);
  std::vector<std::int32_t> x_q16(o.bands);
  for (int b = 0; b < o.bands; ++b) {
    x_q16[b] = (b * 7919 % 2000 - 1000) * 900;
    x[b] = static_cast<float>(x_q16[b]) / 65536.0f;
  }
  for (int c = 0; c < o.coefficients; ++c) {
    EXPECT_NEAR(dct_row(&fixed[c * o.bands], x_q16.data(), o.bands) / 65536.0,
                dct_row(&w[c * o.bands], x.data(), o.bands), 1e-4);
  }
}

}  // namespace
}  // namespace tadpole::device
