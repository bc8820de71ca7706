// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/quantize.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace tadpole::device {
namespace {

TEST(Quantize, RoundsHalfAwayAndClamps) {
  const Quantizer q = make_quantizer(mfcc_options(), {.scale = 0.5f, .zero_point = 10});
  EXPECT_EQ(quantize(0.25f, q), 11);
  EXPECT_EQ(quantize(-0.25f, q), 9);
  EXPECT_EQ(quantize(-0.2f, q), 10);
  EXPECT_EQ(quantize(1e9f, q), 127);
  EXPECT_EQ(quantize(-1e9f, q), -128);
  EXPECT_EQ(quantize(std::numeric_limits<float>::infinity(), q), 127);
  EXPECT_EQ(quantize(-std::numeric_limits<float>::infinity(), q), -128);
  EXPECT_EQ(quantize(std::numeric_limits<float>::quiet_NaN(), q), 10);
}

TEST(Quantize, FixedAndFloatAgreeExceptOnTheEdgeOfAStep) {
  for (const float scale : {0.0078125f, 0.1015625f, 0.58470f, 3.0f, 17.25f}) {
    const Quantizer q = make_quantizer(mfcc_options(), {.scale = scale, .zero_point = -7});
    for (int x = -4000000; x < 4000000; x += 977) {
      const double real = x / 65536.0 / scale;
      const double edge = std::fabs(std::fabs(real - std::floor(real)) - 0.5);
      if (edge < 1e-5) continue;
      EXPECT_EQ(quantize_fixed(x, q), quantize(static_cast<float>(x) / 65536.0f, q))
          << scale << " " << x;
    }
  }
}

TEST(Quantize, FixedExtremesDoNotOverflow) {
  for (const float scale : {1e-6f, 1.0f, 1e6f}) {
    const Quantizer q = make_quantizer(mfcc_options(), {.scale = scale, .zero_point = 0});
    const std::int8_t most = quantize_fixed(std::numeric_limits<std::int32_t>::max(), q);
    EXPECT_EQ(most, scale > 1000.0f ? 0 : 127);
    EXPECT_LE(quantize_fixed(std::numeric_limits<std::int32_t>::min(), q), 0);
  }
}

TEST(Quantize, OnlyTheMicroFrontEndWithItsOwnScalePassesBytesThrough) {
  const Quantization own = {.scale = kMicroScale, .zero_point = kMicroZeroPoint};
  EXPECT_TRUE(make_quantizer(micro_frontend_options(), own).identity);
  EXPECT_FALSE(
      make_quantizer(micro_frontend_options(), {.scale = 0.1f, .zero_point = -128}).identity);
  EXPECT_FALSE(make_quantizer(mfcc_options(), own).identity);
}

}  // namespace
}  // namespace tadpole::device
