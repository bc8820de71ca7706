// SPDX-License-Identifier: Apache-2.0
// Natural logarithms without libm: the same bits on every target.
#pragma once
#include <cstdint>
#include <cstring>

namespace tadpole::device {

// ln(x) for 1e-37 < x < 3e38, absolute error below 2e-7 for |ln x| < 1 and relative error
// below 1.5e-7 elsewhere. Smaller x (and x <= 0) count as 1e-37. Method: x = m 2^e with m in
// [sqrt(1/2), sqrt(2)); ln m = 2 atanh((m-1)/(m+1)).
inline float natural_log(float x) {
  if (!(x > 1e-37f)) x = 1e-37f;
  std::uint32_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  const std::uint32_t shifted = bits - 0x3F3504F3u;  // sqrt(1/2)
  const std::int32_t exponent = static_cast<std::int32_t>(shifted) >> 23;
  bits = (shifted & 0x007FFFFFu) + 0x3F3504F3u;
  float m;
  std::memcpy(&m, &bits, sizeof m);
  const float s = (m - 1.0f) / (m + 1.0f);
  const float s2 = s * s;
  float series = 0.11111111f * s2 + 0.14285714f;
  series = series * s2 + 0.2f;
  series = series * s2 + 0.33333333f;
  const float ln_m = 2.0f * s + 2.0f * s * s2 * series;
  const float e = static_cast<float>(exponent);
  return e * 0.693145752f +
         (e * 1.42860677e-6f + ln_m);  // ln 2 in two parts, the first with few bits
}

// ln(x 2^exponent) with 16 fractional bits, error below 2^-15. x = 0 counts as 1. Integers only.
// Cannot fail.
std::int32_t natural_log_q16(std::uint64_t x, int exponent);

}  // namespace tadpole::device
