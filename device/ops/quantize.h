// SPDX-License-Identifier: Apache-2.0
// Real to stored numbers, and from one quantization to another, plain reference.
#pragma once
#include "device/ops/fixed_point.h"

namespace tadpole::device {

struct QuantizeParams {
  float scale = 1.0F;
  std::int32_t zero_point = 0;
};

struct RequantizeParams {
  std::int32_t input_zero_point = 0, output_zero_point = 0;
  QuantizedMultiplier multiplier;  // input scale / output scale
};

// output[i] = round(input[i] / scale) + zero point, within the range of T. NaN becomes the zero
// point.
template <typename T>
inline void quantize(const QuantizeParams& p, const float* input, T* output, std::int32_t n) {
  for (std::int32_t i = 0; i < n; ++i) {
    const std::int32_t q = quantize_value(input[i], p.scale, p.zero_point);
    output[i] = static_cast<T>(
        clamp<std::int32_t>(q, std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
  }
}

template <typename From, typename To>
inline void requantize(const RequantizeParams& p, const From* input, To* output, std::int32_t n) {
  for (std::int32_t i = 0; i < n; ++i) {
    const std::int32_t centred = wrapping_sub(input[i], p.input_zero_point);
    const std::int32_t q =
        wrapping_add(multiply_by_quantized_multiplier(centred, p.multiplier), p.output_zero_point);
    output[i] = static_cast<To>(
        clamp<std::int32_t>(q, std::numeric_limits<To>::min(), std::numeric_limits<To>::max()));
  }
}

}  // namespace tadpole::device
