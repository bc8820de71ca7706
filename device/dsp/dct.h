// SPDX-License-Identifier: Apache-2.0
// Discrete cosine transform, type II, of log bands, with the scale and the lifter folded into its
// table. Source: Davis and Mermelstein, 1980; scale and lifter: "The HTK Book", version 3.4, 2006,
// equations 5.14 and 5.12.
#pragma once
#include <cstdint>

#include "device/dsp/fft.h"
#include "device/dsp/front_end_options.h"

namespace tadpole::device {

// Rows of a fixed table have 26 fractional bits, so that a lifter of up to 30 fits.
inline constexpr int kDctFractionBits = 26;

constexpr double dct_weight(const FrontEndOptions& o, int coefficient, int band) {
  const bool reduced = o.dct_scale == DctScale::orthonormal && coefficient == 0;
  const double scale = table::sqrt((reduced ? 1.0 : 2.0) / o.bands);
  const double lift =
      o.lifter == 0 ? 1.0 : 1.0 + o.lifter / 2.0 * table::sin_turns(coefficient / (2.0 * o.lifter));
  return scale * lift * table::cos_turns(coefficient * (band + 0.5) / (2.0 * o.bands));
}

// weights: [coefficients * bands]. Cannot fail.
template <class A>
constexpr void fill_dct(const FrontEndOptions& o, typename A::Scalar* weights) {
  constexpr double kRoom =
      sizeof(typename A::Scalar) == 4 && A::coefficient(1.0) > 1 ? 1.0 / 16.0 : 1.0;
  for (int c = 0; c < o.coefficients; ++c) {
    for (int b = 0; b < o.bands; ++b)
      weights[c * o.bands + b] = A::coefficient(dct_weight(o, c, b) * kRoom);
  }
}

// bands: [bands]; weights: one row. Cannot fail.
inline float dct_row(const float* weights, const float* bands, int count) {
  float sum = 0.0f;
  for (int b = 0; b < count; ++b) sum += weights[b] * bands[b];
  return sum;
}

inline std::int32_t dct_row(const std::int32_t* weights, const std::int32_t* bands, int count) {
  std::int64_t sum = std::int64_t{1} << (kDctFractionBits - 1);
  for (int b = 0; b < count; ++b) sum += static_cast<std::int64_t>(weights[b]) * bands[b];
  return static_cast<std::int32_t>(sum >> kDctFractionBits);
}

}  // namespace tadpole::device
