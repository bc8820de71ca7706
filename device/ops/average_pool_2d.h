// SPDX-License-Identifier: Apache-2.0
// Average over windows, plain reference. Padding does not count.
#pragma once
#include "device/ops/conv_2d.h"

namespace tadpole::device {

struct AveragePool2dParams {
  Window window;  // output_c = input_c, no dilation
  std::int32_t output_min = -128, output_max = 127;
};

struct AveragePool2dFloatParams {
  Window window;
  float output_min = 0.0F, output_max = 0.0F;
};

// Input and output carry the same scale and zero point. Every window holds at least one pixel of
// the input. T: std::int8_t or std::int16_t.
template <typename T>
inline void average_pool_2d(const AveragePool2dParams& p, const T* input, T* output) {
  const Window& w = p.window;
  detail::for_each_output_pixel(
      w, [&](std::int32_t b, std::int32_t y, std::int32_t x, std::int32_t at) {
        for (std::int32_t c = 0; c < w.output_c; ++c) {
          std::int32_t sum = 0;
          std::int32_t count = 0;
          detail::for_each_tap(w, 1, b, y, x, [&](std::int32_t from, std::int32_t) {
            sum += input[from + c];
            ++count;
          });
          const std::int32_t mean = sum > 0 ? (sum + count / 2) / count : (sum - count / 2) / count;
          output[at + c] = static_cast<T>(clamp(mean, p.output_min, p.output_max));
        }
      });
}

inline void average_pool_2d(const AveragePool2dFloatParams& p, const float* input, float* output) {
  const Window& w = p.window;
  detail::for_each_output_pixel(
      w, [&](std::int32_t b, std::int32_t y, std::int32_t x, std::int32_t at) {
        for (std::int32_t c = 0; c < w.output_c; ++c) {
          float sum = 0.0F;
          float count = 0.0F;
          detail::for_each_tap(w, 1, b, y, x, [&](std::int32_t from, std::int32_t) {
            sum += input[from + c];
            count += 1.0F;
          });
          output[at + c] = clamp(sum / count, p.output_min, p.output_max);
        }
      });
}

}  // namespace tadpole::device
