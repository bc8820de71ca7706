// SPDX-License-Identifier: Apache-2.0
// Transposed convolution (the gradient of a convolution, used to make images larger), plain
// reference. Every output pixel gathers the taps that reach it, so no working memory is needed; the
// sums are the scattering form's, integer by integer. Source: Dumoulin and Visin: A Guide to
// Convolution Arithmetic for Deep Learning, arXiv:1603.07285, 2016, chapter 4.
#pragma once
#include "device/ops/conv_2d.h"
#include "device/ops/dot_product.h"
#include "device/ops/fixed_point.h"
#include "device/ops/window.h"

namespace tadpole::device {

// window: input is what the operator reads (the small image), output what it writes; strides and
// padding are those of the convolution from output to input. Dilations are 1.
struct TransposeConvParams {
  Window window;
  std::int32_t input_offset = 0;   // minus the input's zero point
  std::int32_t output_offset = 0;  // the output's zero point
  std::int32_t output_min = -128, output_max = 127;
  const std::int32_t* multiplier = nullptr;  // [output_c], Q31
  const std::int32_t* shift = nullptr;       // [output_c], to the left when positive
};

struct TransposeConvFloatParams {
  Window window;
};

namespace detail {

// Calls tap(input element offset, filter element offset) for what reaches output pixel (y, x).
template <typename Tap>
inline void for_each_transposed_tap(const Window& w, std::int32_t batch, std::int32_t y,
                                    std::int32_t x, const Tap& tap) {
  const std::int32_t down = y + w.pad_top;
  const std::int32_t right = x + w.pad_left;
  for (std::int32_t i = down % w.stride_h; i < w.filter_h && i <= down; i += w.stride_h) {
    const std::int32_t row = (down - i) / w.stride_h;
    if (row >= w.input_h) continue;
    for (std::int32_t j = right % w.stride_w; j < w.filter_w && j <= right; j += w.stride_w) {
      const std::int32_t column = (right - j) / w.stride_w;
      if (column >= w.input_w) continue;
      tap(((batch * w.input_h + row) * w.input_w + column) * w.input_c,
          (i * w.filter_w + j) * w.input_c);
    }
  }
}

}  // namespace detail

// input [batches, input_h, input_w, input_c], weights [output_c, filter_h, filter_w, input_c]
// symmetric, bias [output_c] or null, output [batches, output_h, output_w, output_c].
inline void transpose_conv(const TransposeConvParams& p, const std::int8_t* input,
                           const std::int8_t* weights, const std::int32_t* bias,
                           std::int8_t* output) {
  const Window& w = p.window;
  const std::int32_t filter_size = w.filter_h * w.filter_w * w.input_c;
  detail::for_each_output_pixel(
      w, [&](std::int32_t b, std::int32_t y, std::int32_t x, std::int32_t at) {
        for (std::int32_t c = 0; c < w.output_c; ++c) {
          const std::int8_t* filter = weights + c * filter_size;
          std::int32_t sum = bias != nullptr ? bias[c] : 0;
          detail::for_each_transposed_tap(w, b, y, x, [&](std::int32_t from, std::int32_t tap) {
            sum = wrapping_add(
                sum, dot_product(input + from, filter + tap, w.input_c, p.input_offset, 0));
          });
          const std::int32_t scaled =
              multiply_by_quantized_multiplier(sum, {p.multiplier[c], p.shift[c]});
          output[at + c] = static_cast<std::int8_t>(
              clamp(wrapping_add(scaled, p.output_offset), p.output_min, p.output_max));
        }
      });
}

inline void transpose_conv(const TransposeConvFloatParams& p, const float* input,
                           const float* weights, const float* bias, float* output) {
  const Window& w = p.window;
  const std::int32_t filter_size = w.filter_h * w.filter_w * w.input_c;
  detail::for_each_output_pixel(
      w, [&](std::int32_t b, std::int32_t y, std::int32_t x, std::int32_t at) {
        for (std::int32_t c = 0; c < w.output_c; ++c) {
          const float* filter = weights + c * filter_size;
          float sum = 0.0F;
          detail::for_each_transposed_tap(w, b, y, x, [&](std::int32_t from, std::int32_t tap) {
            sum += dot_product(input + from, filter + tap, w.input_c);
          });
          output[at + c] = bias != nullptr ? sum + bias[c] : sum;
        }
      });
}

}  // namespace tadpole::device
