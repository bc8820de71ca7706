// SPDX-License-Identifier: Apache-2.0
// Layers with 16-bit activations and 8-bit weights, plain reference: shapes as in the int8 kernels
// of conv_2d.h, depthwise_conv_2d.h, fully_connected.h and transpose_conv.h, all offsets 0. Sum: of
// bias and products; std::int32_t with a bias of 32 bits or none, std::int64_t with one of 64.
#pragma once
#include "device/ops/depthwise_conv_2d.h"
#include "device/ops/fully_connected.h"
#include "device/ops/transpose_conv.h"
#include "device/ops/wide_sum.h"

namespace tadpole::device {
namespace detail {

// Params: of any of the layers. c: the output channel.
template <typename Params, typename Sum>
inline std::int16_t int16_output(const Params& p, Sum sum, std::int32_t c) {
  const std::int32_t scaled = scale_sum(sum, {p.multiplier[c], p.shift[c]});
  return static_cast<std::int16_t>(clamp(scaled, p.output_min, p.output_max));
}

}  // namespace detail

template <typename Sum>
inline void conv_2d(const Conv2dParams& p, const std::int16_t* input, const std::int8_t* weights,
                    const Sum* bias, std::int16_t* output) {
  const Window& w = p.window;
  const std::int32_t filter_size = w.filter_h * w.filter_w * p.filter_c;
  const std::int32_t per_group = w.output_c / (w.input_c / p.filter_c);
  detail::for_each_output_pixel(
      w, [&](std::int32_t b, std::int32_t y, std::int32_t x, std::int32_t at) {
        for (std::int32_t c = 0; c < w.output_c; ++c) {
          const std::int16_t* in = input + c / per_group * p.filter_c;
          const std::int8_t* filter = weights + c * filter_size;
          Sum sum = bias != nullptr ? bias[c] : Sum{0};
          detail::for_each_tap(w, p.filter_c, b, y, x, [&](std::int32_t from, std::int32_t tap) {
            sum = add_to_sum(sum, sum_products<Sum>(in + from, filter + tap, p.filter_c));
          });
          output[at + c] = detail::int16_output(p, sum, c);
        }
      });
}

// The reference has no 32-bit sums here.
inline void depthwise_conv_2d(const DepthwiseConv2dParams& p, const std::int16_t* input,
                              const std::int8_t* weights, const std::int64_t* bias,
                              std::int16_t* output) {
  const Window& w = p.window;
  detail::for_each_output_pixel(
      w, [&](std::int32_t b, std::int32_t y, std::int32_t x, std::int32_t at) {
        for (std::int32_t c = 0; c < w.output_c; ++c) {
          const std::int16_t* in = input + c / p.depth_multiplier;
          std::int64_t sum = bias != nullptr ? bias[c] : 0;
          detail::for_each_tap(w, w.output_c, b, y, x, [&](std::int32_t from, std::int32_t tap) {
            sum = add_to_sum(sum, std::int64_t{in[from]} * weights[tap + c]);
          });
          output[at + c] = detail::int16_output(p, sum, c);
        }
      });
}

template <typename Sum>
inline void fully_connected(const FullyConnectedParams& p, const std::int16_t* input,
                            const std::int8_t* weights, const Sum* bias, std::int16_t* output) {
  for (std::int32_t b = 0; b < p.batches; ++b, input += p.inputs) {
    for (std::int32_t c = 0; c < p.outputs; ++c) {
      const Sum products = sum_products<Sum>(input, weights + c * p.inputs, p.inputs);
      const Sum sum = add_to_sum(products, bias != nullptr ? bias[c] : Sum{0});
      *output++ = detail::int16_output(p, sum, p.per_channel ? c : 0);
    }
  }
}

// The reference has no 32-bit sums here.
inline void transpose_conv(const TransposeConvParams& p, const std::int16_t* input,
                           const std::int8_t* weights, const std::int64_t* bias,
                           std::int16_t* output) {
  const Window& w = p.window;
  const std::int32_t filter_size = w.filter_h * w.filter_w * w.input_c;
  detail::for_each_output_pixel(w, [&](std::int32_t b, std::int32_t y, std::int32_t x,
                                       std::int32_t at) {
    for (std::int32_t c = 0; c < w.output_c; ++c) {
      const std::int8_t* filter = weights + c * filter_size;
      std::int64_t sum = bias != nullptr ? bias[c] : 0;
      detail::for_each_transposed_tap(w, b, y, x, [&](std::int32_t from, std::int32_t tap) {
        sum = add_to_sum(sum, sum_products<std::int64_t>(input + from, filter + tap, w.input_c));
      });
      output[at + c] = detail::int16_output(p, sum, c);
    }
  });
}

}  // namespace tadpole::device
