// SPDX-License-Identifier: Apache-2.0
// Real feature values to the int8 input of a model: q = round_half_away(x / scale) + zero_point,
// clamped.
#pragma once
#include <cstdint>

#include "device/dsp/front_end_options.h"

namespace tadpole::device {

struct Quantization {
  float scale = 0.0f;
  std::int32_t zero_point = 0;
};

// The values of the micro front end are born as int8 with this scale and zero point: 0 to 25.9
// real.
inline constexpr float kMicroScale = 26.0f / 256.0f;
inline constexpr std::int32_t kMicroZeroPoint = -128;

// Fixed-point rows hold value * 2^kRowFractionBits.
inline constexpr int kRowFractionBits = 16;

struct Quantizer {
  float scale = 1.0f;
  std::int32_t zero_point = 0;
  std::int32_t multiplier = 0;  // fixed: x_q16 * multiplier >> shift
  std::int32_t shift = 0;
  bool identity = false;  // micro front end with its own scale: bytes pass through
};

// Expects scale > 0. Cannot fail.
constexpr Quantizer make_quantizer(const FrontEndOptions& options, Quantization quantization) {
  Quantizer q;
  q.scale = quantization.scale;
  q.zero_point = quantization.zero_point;
  q.identity = options.kind == FrontEndKind::micro_frontend && quantization.scale == kMicroScale &&
               quantization.zero_point == kMicroZeroPoint;
  float factor = 1.0f / quantization.scale;
  q.shift = kRowFractionBits;
  while (factor < 536870912.0f && q.shift < 62) factor *= 2.0f, ++q.shift;  // to [2^29, 2^30)
  while (factor >= 1073741824.0f && q.shift > 1) factor *= 0.5f, --q.shift;
  q.multiplier = factor >= 2147483520.0f ? 2147483520 : static_cast<std::int32_t>(factor);
  return q;
}

constexpr std::int8_t clamp_int8(std::int64_t x) {
  return static_cast<std::int8_t>(x < -128 ? -128 : x > 127 ? 127 : x);
}

// Cannot fail; not-a-number becomes the zero point.
inline std::int8_t quantize(float value, const Quantizer& q) {
  float x = value / q.scale;
  if (!(x > -1000.0f)) x = x <= -1000.0f ? -1000.0f : 0.0f;  // far outside int8 either way
  if (x > 1000.0f) x = 1000.0f;
  const auto rounded = static_cast<std::int32_t>(x < 0.0f ? x - 0.5f : x + 0.5f);
  return clamp_int8(rounded + q.zero_point);
}

// value_q16: value * 2^16. Cannot fail.
inline std::int8_t quantize_fixed(std::int32_t value_q16, const Quantizer& q) {
  const std::int64_t product = static_cast<std::int64_t>(value_q16) * q.multiplier;
  const std::int64_t half = std::int64_t{1} << (q.shift - 1);
  const std::int64_t rounded =
      product < 0 ? -((-product + half) >> q.shift) : (product + half) >> q.shift;
  return clamp_int8(rounded + q.zero_point);
}

}  // namespace tadpole::device
