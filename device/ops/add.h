// SPDX-License-Identifier: Apache-2.0
// Sum of two tensors, plain reference. Either may repeat along axes of size one.
#pragma once
#include "device/ops/fixed_point.h"
#include "device/ops/shape.h"

namespace tadpole::device {

// How the two inputs are walked to meet the output's elements in order.
struct Broadcast {
  Walk first, second;
  std::int32_t elements = 0;  // of the output
  bool same_shape = false;    // then the walks are not used
};

struct AddParams {
  std::int32_t first_offset = 0, second_offset = 0, output_offset = 0;
  QuantizedMultiplier first, second, output;  // shifts <= 0
  std::int32_t output_min = -128, output_max = 127;
};

inline constexpr std::int32_t kAddLeftShift =
    20;  // headroom in which both inputs are brought to one scale

// Expects: scales finite and > 0; fills the multipliers. A shift above 0 is for the caller to
// refuse.
inline void set_add_multipliers(AddParams& p, float first_scale, float second_scale,
                                float output_scale) {
  const float largest = first_scale > second_scale ? first_scale : second_scale;
  p.first = quantize_multiplier(first_scale, 1.0F, largest, -1);
  p.second = quantize_multiplier(second_scale, 1.0F, largest, -1);
  p.output = quantize_multiplier(largest, 1.0F, output_scale, 1 - kAddLeftShift);
}

inline std::int8_t add_one(const AddParams& p, std::int32_t first, std::int32_t second) {
  const std::int32_t a = (first + p.first_offset) * (1 << kAddLeftShift);
  const std::int32_t b = (second + p.second_offset) * (1 << kAddLeftShift);
  const std::int32_t sum = wrapping_add(multiply_by_quantized_multiplier(a, p.first),
                                        multiply_by_quantized_multiplier(b, p.second));
  const std::int32_t scaled = multiply_by_quantized_multiplier(sum, p.output);
  return static_cast<std::int8_t>(
      clamp(wrapping_add(scaled, p.output_offset), p.output_min, p.output_max));
}

inline float add_one(const FloatRange& p, float first, float second) {
  return clamp(first + second, p.min, p.max);
}

// Params: AddParams for int8, FloatRange for float.
template <typename Params, typename T>
inline void add(const Params& p, const Broadcast& shape, const T* first, const T* second,
                T* output) {
  if (shape.same_shape) {
    for (std::int32_t i = 0; i < shape.elements; ++i) output[i] = add_one(p, first[i], second[i]);
    return;
  }
  WalkIterator a(shape.first);
  WalkIterator b(shape.second);
  for (std::int32_t i = 0; i < shape.elements; ++i, a.next(), b.next()) {
    output[i] = add_one(p, first[a.offset()], second[b.offset()]);
  }
}

}  // namespace tadpole::device
