// SPDX-License-Identifier: Apache-2.0
// Elementary functions in single precision without a mathematics library, so that host, page and
// microcontroller give the same bytes. Sources: Cody and Waite, Software Manual for the Elementary
// Functions (1980), for the reductions; Moshier, Cephes Mathematical Library (1992), for the
// polynomials of log, sin and cos.
#pragma once
#include <limits>

#include "device/dsp/square_root.h"
#include "device/ops/float_exp.h"

namespace tadpole::device {

inline float quiet_nan() { return std::numeric_limits<float>::quiet_NaN(); }

// Toward minus infinity. Numbers of 2^23 and more are whole already; NaN gives NaN.
inline float floor_float(float x) {
  if (!(x > -8388608.0F && x < 8388608.0F)) return x;
  const auto whole = static_cast<float>(static_cast<std::int32_t>(x));
  return whole > x ? whole - 1.0F : whole;
}

inline float ceil_float(float x) { return -floor_float(-x); }

// To the nearest whole number, halves to the even one.
inline float round_even_float(float x) {
  const float down = floor_float(x);
  const float rest = x - down;
  if (rest < 0.5F) return down;
  if (rest > 0.5F) return down + 1.0F;
  return floor_float(down * 0.5F) * 2.0F == down ? down : down + 1.0F;
}

// NaN below zero.
inline float sqrt_float(float x) { return x < 0.0F ? quiet_nan() : square_root(x); }

// exp(x) - 1 without cancellation near 0.
inline float expm1_float(float x) {
  if (!(x > -0.35F && x < 0.35F)) return exp_float(x) - 1.0F;
  constexpr float kTail = 1.0F / 5040.0F;
  const float series =
      0.5F + x * (1.0F / 6.0F +
                  x * (1.0F / 24.0F + x * (1.0F / 120.0F + x * (1.0F / 720.0F + x * kTail))));
  return x + x * x * series;
}

// The natural logarithm; minus infinity for 0, NaN below. Relative error below 3e-7.
inline float log_float(float x) {
  if (x != x || x < 0.0F) return quiet_nan();
  if (x == 0.0F) return -std::numeric_limits<float>::infinity();
  if (x > std::numeric_limits<float>::max()) return x;
  std::int32_t exponent = 0;
  for (; x < std::numeric_limits<float>::min(); --exponent) x *= 2.0F;  // subnormal
  std::uint32_t bits = 0;
  std::memcpy(&bits, &x, sizeof bits);
  exponent += static_cast<std::int32_t>(bits >> 23U) - 126;
  bits = (bits & 0x7FFFFFU) | 0x3F000000U;  // the mantissa in [1/2, 1)
  float m = 0.0F;
  std::memcpy(&m, &bits, sizeof m);
  if (m < 0.707106781F) {
    --exponent;
    m += m;
  }
  m -= 1.0F;
  const float z = m * m;
  float y = 7.0376836292E-2F;
  constexpr float kSeries[] = {-1.1514610310E-1F, 1.1676998740E-1F,  -1.2420140846E-1F,
                               1.4249322787E-1F,  -1.6668057665E-1F, 2.0000714765E-1F,
                               -2.4999993993E-1F, 3.3333331174E-1F};
  for (const float c : kSeries) y = y * m + c;
  y *= m * z;
  const auto e = static_cast<float>(exponent);
  y += -2.12194440e-4F * e;
  y += -0.5F * z;
  return m + y + 0.693359375F * e;
}

namespace detail {

// sin(x) for quadrant 0, cos(x) is that of quadrant 1: sin(x + quadrant * pi / 2). Up to 8192 the
// error is below 1e-7 absolute; beyond 2^22 quarter turns the angle has no meaning in a float.
inline float sine_of_quadrant(float x, std::int32_t quadrant) {
  if (!(x > -6.5e6F && x < 6.5e6F)) return x - x == 0.0F ? 0.0F : quiet_nan();
  const float turns = x * 0.636619772F;
  const auto n = static_cast<std::int32_t>(turns + (turns >= 0.0F ? 0.5F : -0.5F));
  const auto k = static_cast<float>(n);
  // pi / 2 in three parts, the first ones with few bits, so that their products are exact.
  float r = x - k * 1.5703125F;
  r = r - k * 4.837512969970703125e-4F;
  r = r - k * 7.54978995489188216e-8F;
  quadrant += n;
  const float z = r * r;
  float value = 0.0F;
  if ((quadrant & 1) == 0) {
    value = ((-1.9515295891E-4F * z + 8.3321608736E-3F) * z - 1.6666654611E-1F) * z * r + r;
  } else {
    value =
        ((2.443315711809948E-5F * z - 1.388731625493765E-3F) * z + 4.166664568298827E-2F) * z * z -
        0.5F * z + 1.0F;
  }
  return (quadrant & 2) == 0 ? value : -value;
}

}  // namespace detail

inline float sin_float(float x) { return detail::sine_of_quadrant(x, 0); }
inline float cos_float(float x) { return detail::sine_of_quadrant(x, 1); }

}  // namespace tadpole::device
