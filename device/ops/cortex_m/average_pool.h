// SPDX-License-Identifier: Apache-2.0
// Average pooling, four channels at a time: two halfwords of sums per register.
#pragma once
#include "device/ops/cortex_m/simd.h"

namespace tadpole::device::cortex_m {

struct AveragePool {
  std::int16_t input_h, input_w;
  std::int16_t output_h, output_w, channels;  // channels: a multiple of 4
  std::int16_t filter_h, filter_w;            // at most 255 places, so that a sum fits 16 bits
  std::int16_t stride_h, stride_w;
  std::int16_t pad_top, pad_left;
  std::int16_t clamp_min, clamp_max;
};

namespace detail {

// Half away from zero, as the reference.
TADPOLE_INLINE std::int8_t average(std::int32_t sum, std::int32_t count, const AveragePool& layer) {
  const std::int32_t half = count / 2;
  std::int32_t value = (sum > 0 ? sum + half : sum - half) / count;
  if (value < layer.clamp_min) value = layer.clamp_min;
  if (value > layer.clamp_max) value = layer.clamp_max;
  return static_cast<std::int8_t>(value);
}

struct Window {
  int y0, y1, x0, x1;
};

inline Window clip(const AveragePool& layer, int out_y, int out_x) {
  const int y = out_y * layer.stride_h - layer.pad_top;
  const int x = out_x * layer.stride_w - layer.pad_left;
  return {y < 0 ? 0 : y,
          y + layer.filter_h > layer.input_h ? layer.input_h : y + layer.filter_h,  //
          x < 0 ? 0 : x, x + layer.filter_w > layer.input_w ? layer.input_w : x + layer.filter_w};
}

inline void pool_four(const AveragePool& layer, const Window& w, const std::int8_t* input,
                      std::int8_t* output) {
  std::uint32_t even = 0;  // channels 0 and 2
  std::uint32_t odd = 0;   // 1 and 3
  for (int y = w.y0; y < w.y1; ++y) {
    const std::int8_t* from = input + (y * layer.input_w + w.x0) * layer.channels;
    for (int x = w.x0; x < w.x1; ++x, from += layer.channels) {
      const std::uint32_t word = load_word(from);
      even = sxtab16(even, word);
      odd = sxtab16_ror8(odd, word);
    }
  }
  const int count = (w.y1 - w.y0) * (w.x1 - w.x0);
  output[0] = average(low_half(even), count, layer);
  output[1] = average(low_half(odd), count, layer);
  output[2] = average(high_half(even), count, layer);
  output[3] = average(high_half(odd), count, layer);
}

}  // namespace detail

// input [input_h, input_w, channels], output [output_h, output_w, channels], one image.
TADPOLE_HOT inline void average_pool(const AveragePool& layer, const std::int8_t* input,
                                     std::int8_t* output) {
  for (int y = 0; y < layer.output_h; ++y) {
    for (int x = 0; x < layer.output_w; ++x, output += layer.channels) {
      const detail::Window window = detail::clip(layer, y, x);
      for (int c = 0; c < layer.channels; c += 4)
        detail::pool_four(layer, window, input + c, output + c);
    }
  }
}

}  // namespace tadpole::device::cortex_m
