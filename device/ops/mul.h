// SPDX-License-Identifier: Apache-2.0
// Product of two tensors, element by element, plain reference. Either may repeat along axes of size
// one.
#pragma once
#include "device/ops/broadcast.h"
#include "device/ops/fixed_point.h"

namespace tadpole::device {

struct MulParams {
  std::int32_t first_offset = 0, second_offset = 0, output_offset = 0;
  QuantizedMultiplier multiplier;  // first scale * second scale / output scale
  std::int32_t output_min = -128, output_max = 127;
};

// T: std::int8_t, or std::int16_t with offsets of 0.
template <typename T>
inline T mul_one(const MulParams& p, T first, T second) {
  const std::int32_t product = (first + p.first_offset) * (second + p.second_offset);
  const std::int32_t scaled = multiply_by_quantized_multiplier(product, p.multiplier);
  return static_cast<T>(clamp(wrapping_add(scaled, p.output_offset), p.output_min, p.output_max));
}

inline float mul_one(const FloatRange& p, float first, float second) {
  return clamp(first * second, p.min, p.max);
}

inline std::int32_t mul_one(const WholeRange& p, std::int32_t first, std::int32_t second) {
  return clamp(wrapping_mul(first, second), p.min, p.max);
}

// Params: MulParams for int8 and int16, FloatRange for float, WholeRange for
// int32 without a scale.
template <typename Params, typename T>
inline void mul(const Params& p, const Broadcast& shape, const T* first, const T* second,
                T* output) {
  for_broadcast(shape, first, second, output, [&](T a, T b) { return mul_one(p, a, b); });
}

}  // namespace tadpole::device
