// SPDX-License-Identifier: Apache-2.0
#include "device/ops/int16_activations.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tadpole::device {
namespace {

// Two steps: the table's interpolation is a step off between samples, the rounding half of one.
constexpr double kSteps = 2.0;

TEST(Int16Activations, LogisticFollowsTheFunction) {
  for (const float scale : {0.000244140625F, 0.0003F, 0.001F, 0.01F}) {
    const Int16CurveParams p = make_int16_curve_params(scale, 0);
    for (int x = -32768; x < 32768; x += 13) {
      const double real = 1.0 / (1.0 + std::exp(-static_cast<double>(scale) * x));
      EXPECT_NEAR(logistic_one(p, static_cast<std::int16_t>(x)), std::min(32767.0, 32768.0 * real),
                  kSteps)
          << scale << ' ' << x;
    }
  }
}

TEST(Int16Activations, TanhFollowsTheFunction) {
  for (const float scale : {0.000244140625F, 0.00048828125F, 0.0003F, 0.01F}) {
    const Int16CurveParams p = make_int16_curve_params(scale, 1);
    for (int x = -32768; x < 32768; x += 13) {
      const double real = std::tanh(static_cast<double>(scale) * x);
      EXPECT_NEAR(tanh_one(p, static_cast<std::int16_t>(x)), std::min(32767.0, 32768.0 * real),
                  2.0 * kSteps)  // twice the logistic function's steps
          << scale << ' ' << x;
    }
  }
}

TEST(Int16Activations, PowersOfTwoNeedNoRounding) {
  const Int16CurveParams exact = make_int16_curve_params(1.0F / 4096.0F, 0);
  EXPECT_EQ(exact.multiplier, 3);
  EXPECT_EQ(exact.shift, 0);
  const Int16CurveParams twice = make_int16_curve_params(1.0F / 2048.0F, 1);
  EXPECT_EQ(twice.multiplier, 6);
  EXPECT_EQ(make_int16_curve_params(1.0F / 2048.0F, 0).shift, 12);  // 6 * 2^12 fills 15 bits
}

// FNV-1a over the bytes of every answer.
template <typename Curve>
std::uint32_t hash_of(const Curve& curve) {
  std::uint32_t hash = 2166136261U;
  for (int x = -32768; x < 32768; ++x) {
    const auto y = static_cast<std::uint16_t>(curve(static_cast<std::int16_t>(x)));
    hash = (hash ^ (y & 0xFFU)) * 16777619U;
    hash = (hash ^ (static_cast<std::uint32_t>(y) >> 8U)) * 16777619U;
  }
  return hash;
}

// Goldens: the arithmetic of TensorFlow Lite Micro's reference kernels (integer_ops/logistic.h and
// tanh.h of d138bfcf, with its table and the multiplier of its Prepare) over all 65536 inputs.
TEST(Int16Activations, EveryAnswerIsTheReferences) {
  struct Golden {
    float scale;
    std::uint32_t logistic, tanh;
  };
  constexpr Golden kGoldens[] = {
      {1.0F / 4096.0F, 0xAB090D95, 0x96F4C825}, {1.0F / 2048.0F, 0xD1271751, 0xBC9F8A61},
      {1.0F / 8192.0F, 0x0F4D4119, 0xDB557974}, {1.0F / 32768.0F, 0xFE4C23E8, 0x39467DFB},
      {1.0F / 256.0F, 0x3C13A124, 0x3A56F63A},  {0.0003F, 0x978C507D, 0xC17F9DA7},
      {0.001F, 0x8C0793AD, 0xA8D4BFCB}};
  for (const Golden& g : kGoldens) {
    const Int16CurveParams logistic = make_int16_curve_params(g.scale, 0);
    const Int16CurveParams tanh = make_int16_curve_params(g.scale, 1);
    EXPECT_EQ(hash_of([&](std::int16_t x) { return logistic_one(logistic, x); }), g.logistic)
        << g.scale;
    EXPECT_EQ(hash_of([&](std::int16_t x) { return tanh_one(tanh, x); }), g.tanh) << g.scale;
  }
}

TEST(Int16Activations, ScalesWhoseProductsLeave32BitsAreForTheCallerToRefuse) {
  EXPECT_EQ(make_int16_curve_params(6.0F, 0).multiplier, 0);
  EXPECT_EQ(make_int16_curve_params(5.0F, 0).multiplier, 61440);  // 5 * 3 * 4096
}

TEST(Int16Activations, SoftmaxFollowsTheExponential) {
  const Int16SoftmaxParams p = make_int16_softmax_params(2, 3, 1.0F, 0.001F);
  const std::int16_t input[] = {-1000, 0, 1500, 5, 5, 5};
  std::int16_t output[6] = {};
  softmax(p, input, output);
  const double sum = std::exp(-1.0) + 1.0 + std::exp(1.5);
  EXPECT_NEAR(output[0], 32768.0 * std::exp(-1.0) / sum, 8.0);  // two tables, errors multiply
  EXPECT_NEAR(output[1], 32768.0 / sum, 8.0);
  EXPECT_NEAR(output[2], 32768.0 * std::exp(1.5) / sum, 8.0);
  for (int i = 3; i < 6; ++i) EXPECT_NEAR(output[i], 32768.0 / 3.0, 8.0);
}

TEST(Int16Activations, MultiplierOfADoubleIsTheNearest) {
  EXPECT_EQ(quantize_multiplier_of(1.0).multiplier, 1 << 30);
  EXPECT_EQ(quantize_multiplier_of(1.0).shift, 1);
  EXPECT_EQ(quantize_multiplier_of(0.75).multiplier, 3 << 29);
  EXPECT_EQ(quantize_multiplier_of(std::nextafter(1.0, 0.0)).shift, 1);  // rounds up to one
  EXPECT_EQ(quantize_multiplier_of(1e-12).multiplier, 0);
}

}  // namespace
}  // namespace tadpole::device
