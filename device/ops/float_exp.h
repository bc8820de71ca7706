// SPDX-License-Identifier: Apache-2.0
// exp() in single precision without a mathematics library, so that host, page and microcontroller
// give the same bytes. Source: range reduction by Cody and Waite, Software Manual for the
// Elementary Functions (1980); Taylor polynomial.
#pragma once
#include <cstdint>
#include <cstring>

namespace tadpole::device {

// Relative error below 2e-7 for x in [-87, 88]; 0 below, and the largest result above. NaN gives
// NaN.
inline float exp_float(float x) {
  if (x != x) return x;
  if (x < -87.0F) return 0.0F;
  if (x > 88.0F) x = 88.0F;
  const float scaled = x * 1.44269504F;
  const auto n = static_cast<std::int32_t>(scaled + (scaled >= 0.0F ? 0.5F : -0.5F));
  const auto k = static_cast<float>(n);
  const float r = (x - k * 0.693359375F) -
                  k * -2.12194440e-4F;  // ln 2 in two parts: the first product is exact
  const float tail = 1.0F / 720.0F + r * (1.0F / 5040.0F);
  const float polynomial =
      1.0F + r +
      r * r * (0.5F + r * (1.0F / 6.0F + r * (1.0F / 24.0F + r * (1.0F / 120.0F + r * tail))));
  const auto bits = static_cast<std::uint32_t>(n + 127) << 23U;
  float power = 0.0F;
  std::memcpy(&power, &bits, sizeof power);
  return polynomial * power;
}

// Relative error below 3e-7; -1 and 1 far out. NaN gives NaN. Source: near 0 the polynomial of
// Moshier, Cephes Mathematical Library (1992), tanhf.
inline float tanh_float(float x) {
  const float magnitude = x < 0.0F ? -x : x;
  if (magnitude < 0.625F) {
    const float z = x * x;
    const float p = (((-5.70498872745e-3F * z + 2.06390887954e-2F) * z - 5.37397155531e-2F) * z +
                     1.33314422036e-1F) *
                        z -
                    3.33332819422e-1F;
    return x + x * z * p;
  }
  const float positive = 1.0F - 2.0F / (exp_float(2.0F * magnitude) + 1.0F);
  return x < 0.0F ? -positive : positive;
}

}  // namespace tadpole::device
