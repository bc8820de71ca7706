// SPDX-License-Identifier: Apache-2.0
// Difference of two tensors, plain reference. Either may repeat along axes of size one.
#pragma once
#include "device/ops/add.h"

namespace tadpole::device {

// The parameters are a sum's. T: std::int8_t or std::int16_t.
template <typename T>
inline T sub_one(const AddParams& p, T first, T second) {
  const std::int32_t a = (first + p.first_offset) * (1 << kSumHeadroom<T>);
  const std::int32_t b = (second + p.second_offset) * (1 << kSumHeadroom<T>);
  const std::int32_t difference = wrapping_sub(multiply_by_quantized_multiplier(a, p.first),
                                               multiply_by_quantized_multiplier(b, p.second));
  const std::int32_t scaled = multiply_by_quantized_multiplier(difference, p.output);
  return static_cast<T>(clamp(wrapping_add(scaled, p.output_offset), p.output_min, p.output_max));
}

inline float sub_one(const FloatRange& p, float first, float second) {
  return clamp(first - second, p.min, p.max);
}

inline std::int32_t sub_one(const WholeRange& p, std::int32_t first, std::int32_t second) {
  return clamp(wrapping_sub(first, second), p.min, p.max);
}

template <typename Params, typename T>
inline void sub(const Params& p, const Broadcast& shape, const T* first, const T* second,
                T* output) {
  for_broadcast(shape, first, second, output, [&](T a, T b) { return sub_one(p, a, b); });
}

}  // namespace tadpole::device
