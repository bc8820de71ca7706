// SPDX-License-Identifier: Apache-2.0
// Largest value of each window, plain reference. Padding does not count.
#pragma once
#include "device/ops/conv_2d.h"

namespace tadpole::device {

template <typename T>
struct MaxPool2dParams {
  Window window;  // output_c = input_c, no dilation
  T output_min = std::numeric_limits<T>::lowest(), output_max = std::numeric_limits<T>::max();
};

// Input and output carry the same scale and zero point.
template <typename T>
inline void max_pool_2d(const MaxPool2dParams<T>& p, const T* input, T* output) {
  const Window& w = p.window;
  detail::for_each_output_pixel(
      w, [&](std::int32_t b, std::int32_t y, std::int32_t x, std::int32_t at) {
        for (std::int32_t c = 0; c < w.output_c; ++c) {
          T largest = std::numeric_limits<T>::lowest();
          detail::for_each_tap(w, 1, b, y, x, [&](std::int32_t from, std::int32_t) {
            if (input[from + c] > largest) largest = input[from + c];
          });
          output[at + c] = clamp(largest, p.output_min, p.output_max);
        }
      });
}

}  // namespace tadpole::device
