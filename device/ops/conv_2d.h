// SPDX-License-Identifier: Apache-2.0
// Two-dimensional convolution, plain reference. Grouped when the filters see a part of the input
// channels only.
#pragma once
#include "device/ops/dot_product.h"
#include "device/ops/fixed_point.h"
#include "device/ops/window.h"

namespace tadpole::device {

struct Conv2dParams {
  Window window;
  std::int32_t filter_c = 1;       // input channels that one filter sees; input_c / filter_c groups
  std::int32_t input_offset = 0;   // minus the input's zero point
  std::int32_t output_offset = 0;  // the output's zero point
  std::int32_t output_min = -128, output_max = 127;
  const std::int32_t* multiplier = nullptr;  // [output_c], Q31
  const std::int32_t* shift = nullptr;       // [output_c], to the left when positive
};

struct Conv2dFloatParams {
  Window window;
  std::int32_t filter_c = 1;
  float output_min = 0.0F, output_max = 0.0F;
};

namespace detail {

// Calls tap(input element offset, filter element offset) for the pixels of one window that lie
// inside the image.
template <typename Tap>
inline void for_each_tap(const Window& w, std::int32_t filter_c, std::int32_t batch, std::int32_t y,
                         std::int32_t x, const Tap& tap) {
  const std::int32_t top = y * w.stride_h - w.pad_top;
  const std::int32_t left = x * w.stride_w - w.pad_left;
  const TapRange rows = inside_taps(top, w.input_h, w.filter_h, w.dilation_h);
  const TapRange columns = inside_taps(left, w.input_w, w.filter_w, w.dilation_w);
  for (std::int32_t i = rows.first; i < rows.last; ++i) {
    const std::int32_t row = (batch * w.input_h + top + i * w.dilation_h) * w.input_w + left;
    for (std::int32_t j = columns.first; j < columns.last; ++j) {
      tap((row + j * w.dilation_w) * w.input_c, (i * w.filter_w + j) * filter_c);
    }
  }
}

// Calls each(batch, y, x, output element offset of channel 0).
template <typename Each>
inline void for_each_output_pixel(const Window& w, const Each& each) {
  std::int32_t at = 0;
  for (std::int32_t b = 0; b < w.batches; ++b) {
    for (std::int32_t y = 0; y < w.output_h; ++y) {
      for (std::int32_t x = 0; x < w.output_w; ++x, at += w.output_c) each(b, y, x, at);
    }
  }
}

}  // namespace detail

// input [batches, input_h, input_w, input_c], weights [output_c, filter_h, filter_w, filter_c]
// symmetric, bias [output_c] or null, output [batches, output_h, output_w, output_c]. Padding
// counts as the input's zero point.
inline void conv_2d(const Conv2dParams& p, const std::int8_t* input, const std::int8_t* weights,
                    const std::int32_t* bias, std::int8_t* output) {
  const Window& w = p.window;
  const std::int32_t filter_size = w.filter_h * w.filter_w * p.filter_c;
  const std::int32_t per_group = w.output_c / (w.input_c / p.filter_c);
  detail::for_each_output_pixel(
      w, [&](std::int32_t b, std::int32_t y, std::int32_t x, std::int32_t at) {
        for (std::int32_t c = 0; c < w.output_c; ++c) {
          const std::int8_t* in = input + c / per_group * p.filter_c;
          const std::int8_t* filter = weights + c * filter_size;
          std::int32_t sum = bias != nullptr ? bias[c] : 0;
          detail::for_each_tap(w, p.filter_c, b, y, x, [&](std::int32_t from, std::int32_t tap) {
            sum = wrapping_add(sum,
                               dot_product(in + from, filter + tap, p.filter_c, p.input_offset, 0));
          });
          const std::int32_t scaled =
              multiply_by_quantized_multiplier(sum, {p.multiplier[c], p.shift[c]});
          output[at + c] = static_cast<std::int8_t>(
              clamp(wrapping_add(scaled, p.output_offset), p.output_min, p.output_max));
        }
      });
}

inline void conv_2d(const Conv2dFloatParams& p, const float* input, const float* weights,
                    const float* bias, float* output) {
  const Window& w = p.window;
  const std::int32_t filter_size = w.filter_h * w.filter_w * p.filter_c;
  const std::int32_t per_group = w.output_c / (w.input_c / p.filter_c);
  detail::for_each_output_pixel(
      w, [&](std::int32_t b, std::int32_t y, std::int32_t x, std::int32_t at) {
        for (std::int32_t c = 0; c < w.output_c; ++c) {
          const float* in = input + c / per_group * p.filter_c;
          const float* filter = weights + c * filter_size;
          float sum = 0.0F;
          detail::for_each_tap(w, p.filter_c, b, y, x, [&](std::int32_t from, std::int32_t tap) {
            sum += dot_product(in + from, filter + tap, p.filter_c);
          });
          if (bias != nullptr) sum += bias[c];
          output[at + c] = clamp(sum, p.output_min, p.output_max);
        }
      });
}

}  // namespace tadpole::device
