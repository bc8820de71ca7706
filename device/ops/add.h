// SPDX-License-Identifier: Apache-2.0
// Sum of two tensors, plain reference. Either may repeat along axes of size one.
#pragma once
#include "device/ops/broadcast.h"
#include "device/ops/fixed_point.h"

namespace tadpole::device {

struct AddParams {
  std::int32_t first_offset = 0, second_offset = 0, output_offset = 0;
  QuantizedMultiplier first, second, output;  // shifts <= 0
  std::int32_t output_min = -128, output_max = 127;
};

// Bits of headroom in which both inputs are brought to one scale.
template <typename T>
inline constexpr std::int32_t kSumHeadroom = sizeof(T) == 2 ? 15 : 20;
inline constexpr std::int32_t kAddLeftShift = kSumHeadroom<std::int8_t>;

// Expects: scales finite and > 0; fills the multipliers. A shift above 0 is for the caller to
// refuse.
inline void set_add_multipliers(AddParams& p, float first_scale, float second_scale,
                                float output_scale, std::int32_t headroom = kAddLeftShift) {
  const float largest = first_scale > second_scale ? first_scale : second_scale;
  p.first = quantize_multiplier(first_scale, 1.0F, largest, -1);
  p.second = quantize_multiplier(second_scale, 1.0F, largest, -1);
  p.output = quantize_multiplier(largest, 1.0F, output_scale, 1 - headroom);
}

// T: std::int8_t or std::int16_t.
template <typename T>
inline T add_one(const AddParams& p, T first, T second) {
  const std::int32_t a = (first + p.first_offset) * (1 << kSumHeadroom<T>);
  const std::int32_t b = (second + p.second_offset) * (1 << kSumHeadroom<T>);
  const std::int32_t sum = wrapping_add(multiply_by_quantized_multiplier(a, p.first),
                                        multiply_by_quantized_multiplier(b, p.second));
  const std::int32_t scaled = multiply_by_quantized_multiplier(sum, p.output);
  return static_cast<T>(clamp(wrapping_add(scaled, p.output_offset), p.output_min, p.output_max));
}

inline float add_one(const FloatRange& p, float first, float second) {
  return clamp(first + second, p.min, p.max);
}

inline std::int32_t add_one(const WholeRange& p, std::int32_t first, std::int32_t second) {
  return clamp(wrapping_add(first, second), p.min, p.max);
}

// Params: AddParams for int8 and int16, FloatRange for float, WholeRange for
// int32 without a scale.
template <typename Params, typename T>
inline void add(const Params& p, const Broadcast& shape, const T* first, const T* second,
                T* output) {
  for_broadcast(shape, first, second, output, [&](T a, T b) { return add_one(p, a, b); });
}

}  // namespace tadpole::device
