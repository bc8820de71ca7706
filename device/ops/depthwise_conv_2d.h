// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution, plain reference: each input channel has depth_multiplier filters of its
// own.
#pragma once
#include "device/ops/conv_2d.h"

namespace tadpole::device {

struct DepthwiseConv2dParams {
  Window window;  // output_c = input_c * depth_multiplier
  std::int32_t depth_multiplier = 1;
  std::int32_t input_offset = 0;
  std::int32_t output_offset = 0;
  std::int32_t output_min = -128, output_max = 127;
  const std::int32_t* multiplier = nullptr;  // [output_c]
  const std::int32_t* shift = nullptr;       // [output_c]
};

struct DepthwiseConv2dFloatParams {
  Window window;
  std::int32_t depth_multiplier = 1;
  float output_min = 0.0F, output_max = 0.0F;
};

// input [batches, input_h, input_w, input_c], weights [1, filter_h, filter_w, output_c] symmetric,
// bias [output_c] or null, output [batches, output_h, output_w, output_c].
inline void depthwise_conv_2d(const DepthwiseConv2dParams& p, const std::int8_t* input,
                              const std::int8_t* weights, const std::int32_t* bias,
                              std::int8_t* output) {
  const Window& w = p.window;
  detail::for_each_output_pixel(
      w, [&](std::int32_t b, std::int32_t y, std::int32_t x, std::int32_t at) {
        for (std::int32_t c = 0; c < w.output_c; ++c) {
          const std::int8_t* in = input + c / p.depth_multiplier;
          std::int32_t sum = bias != nullptr ? bias[c] : 0;
          detail::for_each_tap(w, w.output_c, b, y, x, [&](std::int32_t from, std::int32_t tap) {
            sum = wrapping_add(sum, (in[from] + p.input_offset) * weights[tap + c]);
          });
          const std::int32_t scaled =
              multiply_by_quantized_multiplier(sum, {p.multiplier[c], p.shift[c]});
          output[at + c] = static_cast<std::int8_t>(
              clamp(wrapping_add(scaled, p.output_offset), p.output_min, p.output_max));
        }
      });
}

inline void depthwise_conv_2d(const DepthwiseConv2dFloatParams& p, const float* input,
                              const float* weights, const float* bias, float* output) {
  const Window& w = p.window;
  detail::for_each_output_pixel(
      w, [&](std::int32_t b, std::int32_t y, std::int32_t x, std::int32_t at) {
        for (std::int32_t c = 0; c < w.output_c; ++c) {
          const float* in = input + c / p.depth_multiplier;
          float sum = 0.0F;
          detail::for_each_tap(w, w.output_c, b, y, x, [&](std::int32_t from, std::int32_t tap) {
            sum += in[from] * weights[tap + c];
          });
          if (bias != nullptr) sum += bias[c];
          output[at + c] = clamp(sum, p.output_min, p.output_max);
        }
      });
}

}  // namespace tadpole::device
