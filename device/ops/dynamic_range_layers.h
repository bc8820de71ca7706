// SPDX-License-Identifier: Apache-2.0
// Layers with float activations and int8 weights, plain reference: the batches are rounded first,
// see dynamic_range.h. Shapes as in conv_2d.h, depthwise_conv_2d.h, fully_connected.h, svdf.h and
// transpose_conv.h.
#pragma once
#include "device/ops/depthwise_conv_2d.h"
#include "device/ops/dynamic_range.h"
#include "device/ops/fully_connected.h"
#include "device/ops/svdf.h"
#include "device/ops/transpose_conv.h"

namespace tadpole::device {

struct Conv2dDynamicParams {
  Conv2dFloatParams real;
  DynamicRange range;
};

struct DepthwiseConv2dDynamicParams {
  DepthwiseConv2dFloatParams real;
  DynamicRange range;
};

struct FullyConnectedDynamicParams {
  FullyConnectedFloatParams real;
  DynamicRange range;
};

struct SvdfDynamicParams {
  SvdfFloatParams real;
  DynamicRange range;  // one scale for all of feature's filters
};

struct TransposeConvDynamicParams {
  TransposeConvFloatParams real;
  DynamicRange range;
};

inline void conv_2d(const Conv2dDynamicParams& p, const float* input, const std::int8_t* weights,
                    const float* bias, float* output) {
  const Window& w = p.real.window;
  const std::int32_t filter_c = p.real.filter_c;
  const std::int32_t filter_size = w.filter_h * w.filter_w * filter_c;
  const std::int32_t per_group = w.output_c / (w.input_c / filter_c);
  round_batches(p.range, input);
  detail::for_each_output_pixel(w, [&](std::int32_t b, std::int32_t y, std::int32_t x,
                                       std::int32_t at) {
    const RoundedRow row = p.range.rows[b];
    for (std::int32_t c = 0; c < w.output_c; ++c) {
      const std::int8_t* in = p.range.stored + c / per_group * filter_c;
      const std::int8_t* filter = weights + c * filter_size;
      std::int32_t sum = 0;
      detail::for_each_tap(w, filter_c, b, y, x, [&](std::int32_t from, std::int32_t tap) {
        sum = wrapping_add(sum, dot_product(in + from, filter + tap, filter_c, -row.zero_point, 0));
      });
      float value = static_cast<float>(sum) * p.range.weight_scale[c] * row.scale;
      if (bias != nullptr) value += bias[c];
      output[at + c] = clamp(value, p.real.output_min, p.real.output_max);
    }
  });
}

inline void depthwise_conv_2d(const DepthwiseConv2dDynamicParams& p, const float* input,
                              const std::int8_t* weights, const float* bias, float* output) {
  const Window& w = p.real.window;
  round_batches(p.range, input);
  detail::for_each_output_pixel(
      w, [&](std::int32_t b, std::int32_t y, std::int32_t x, std::int32_t at) {
        const RoundedRow row = p.range.rows[b];
        for (std::int32_t c = 0; c < w.output_c; ++c) {
          const std::int8_t* in = p.range.stored + c / p.real.depth_multiplier;
          std::int32_t sum = 0;
          detail::for_each_tap(w, w.output_c, b, y, x, [&](std::int32_t from, std::int32_t tap) {
            sum = wrapping_add(sum, (in[from] - row.zero_point) * weights[tap + c]);
          });
          float value = static_cast<float>(sum) * p.range.weight_scale[c] * row.scale;
          if (bias != nullptr) value += bias[c];
          output[at + c] = clamp(value, p.real.output_min, p.real.output_max);
        }
      });
}

inline void fully_connected(const FullyConnectedDynamicParams& p, const float* input,
                            const std::int8_t* weights, const float* bias, float* output) {
  const std::int32_t inputs = p.real.inputs;
  round_batches(p.range, input);
  for (std::int32_t b = 0; b < p.real.batches; ++b) {
    const RoundedRow row = p.range.rows[b];
    for (std::int32_t c = 0; c < p.real.outputs; ++c) {
      const std::int32_t sum = dot_product(p.range.stored + b * inputs, weights + c * inputs,
                                           inputs, -row.zero_point, 0);
      float value = static_cast<float>(sum) * (p.range.weight_scale[c] * row.scale);
      if (bias != nullptr) value += bias[c];
      *output++ = clamp(value, p.real.output_min, p.real.output_max);
    }
  }
}

// time: real numbers.
inline void svdf(const SvdfDynamicParams& p, const float* input, const std::int8_t* feature,
                 const float* time, const float* bias, float* state, float* output) {
  const std::int32_t inputs = p.real.shape.inputs;
  round_batches(p.range, input);
  const auto see = [&](std::int32_t b, std::int32_t f) {
    const RoundedRow row = p.range.rows[b];
    const std::int32_t sum =
        dot_product(p.range.stored + b * inputs, feature + f * inputs, inputs, -row.zero_point, 0);
    return static_cast<float>(sum) * (row.scale * p.range.weight_scale[0]);
  };
  detail::svdf_of_floats(p.real, see, time, bias, state, output);
}

// No reference kernel has this form; it scales back as conv_2d does.
inline void transpose_conv(const TransposeConvDynamicParams& p, const float* input,
                           const std::int8_t* weights, const float* bias, float* output) {
  const Window& w = p.real.window;
  const std::int32_t filter_size = w.filter_h * w.filter_w * w.input_c;
  round_batches(p.range, input);
  detail::for_each_output_pixel(
      w, [&](std::int32_t b, std::int32_t y, std::int32_t x, std::int32_t at) {
        const RoundedRow row = p.range.rows[b];
        for (std::int32_t c = 0; c < w.output_c; ++c) {
          const std::int8_t* filter = weights + c * filter_size;
          std::int32_t sum = 0;
          detail::for_each_transposed_tap(w, b, y, x, [&](std::int32_t from, std::int32_t tap) {
            sum = wrapping_add(sum, dot_product(p.range.stored + from, filter + tap, w.input_c,
                                                -row.zero_point, 0));
          });
          const float value = static_cast<float>(sum) * p.range.weight_scale[c] * row.scale;
          output[at + c] = bias != nullptr ? value + bias[c] : value;
        }
      });
}

}  // namespace tadpole::device
