// SPDX-License-Identifier: Apache-2.0
// An image in another size, every pixel mixed of the four nearest ones of the input, plain
// reference; in int8 with places and weights of 10 bits. Source: TensorFlow Lite's reference
// kernel.
#pragma once
#include "device/ops/float_math.h"
#include "device/ops/resize_nearest_neighbor.h"

namespace tadpole::device {

// Between which two places of an axis an output place lies, and how far along (in 1/1024 for int8).
template <typename T>
struct MixedPlace {
  std::int32_t low = 0, high = 0;
  T part = 0;
};

inline MixedPlace<std::int32_t> mixed_place_10(const ResizeParams& p, std::int32_t place,
                                               std::int32_t input, std::int32_t output) {
  const bool corners = p.align_corners && output > 1;
  const std::int32_t from = corners ? input - 1 : input;
  const std::int32_t to = corners ? output - 1 : output;
  const std::int32_t scale = (1024 * from + to / 2) / to;
  const std::int32_t at = place * scale + (p.half_pixel_centers ? scale / 2 - 512 : 0);
  const std::int32_t low = at / 1024 > 0 ? at / 1024 : 0;
  const std::int32_t high = (at + 1023) / 1024;
  return {low < input - 1 ? low : input - 1, high < input - 1 ? high : input - 1, at - 1024 * low};
}

inline MixedPlace<float> mixed_place(const ResizeParams& p, std::int32_t place, std::int32_t input,
                                     std::int32_t output) {
  const bool corners = p.align_corners && output > 1;
  const float scale = corners ? static_cast<float>(input - 1) / static_cast<float>(output - 1)
                              : static_cast<float>(input) / static_cast<float>(output);
  const auto x = static_cast<float>(place);
  const float at = p.half_pixel_centers ? (x + 0.5F) * scale - 0.5F : x * scale;
  const auto floor = static_cast<std::int32_t>(floor_float(at));
  const auto ceil = static_cast<std::int32_t>(ceil_float(at));
  const std::int32_t low = floor > 0 ? floor : 0;
  return {low < input - 1 ? low : input - 1, ceil < input - 1 ? ceil : input - 1,
          at - static_cast<float>(low)};
}

namespace detail {

inline std::int8_t mix(std::int64_t a, std::int64_t b, std::int64_t c, std::int64_t d,
                       std::int32_t y, std::int32_t x) {
  const std::int64_t sum =
      a * (1024 - y) * (1024 - x) + b * y * (1024 - x) + c * (1024 - y) * x + d * y * x;
  const std::int64_t half = sum > 0 ? 1 << 19 : -(1 << 19);
  return static_cast<std::int8_t>((sum + half) / (1 << 20));
}

inline float mix(float a, float b, float c, float d, float y, float x) {
  return a * (1.0F - y) * (1.0F - x) + b * y * (1.0F - x) + c * (1.0F - y) * x + d * y * x;
}

inline MixedPlace<std::int32_t> place_for(const ResizeParams& p, std::int8_t, std::int32_t place,
                                          std::int32_t input, std::int32_t output) {
  return mixed_place_10(p, place, input, output);
}
inline MixedPlace<float> place_for(const ResizeParams& p, float, std::int32_t place,
                                   std::int32_t input, std::int32_t output) {
  return mixed_place(p, place, input, output);
}

}  // namespace detail

// input [batches, input_h, input_w, channels], output [batches, output_h, output_w, channels]; T:
// std::int8_t or float. p.pixel_bytes is not used.
template <typename T>
inline void resize_bilinear(const ResizeParams& p, std::int32_t channels, const T* input,
                            T* output) {
  const std::int32_t row = p.input_w * channels;
  for (std::int32_t b = 0; b < p.batches; ++b, input += p.input_h * row) {
    for (std::int32_t i = 0; i < p.output_h; ++i) {
      const auto y = detail::place_for(p, T{}, i, p.input_h, p.output_h);
      for (std::int32_t j = 0; j < p.output_w; ++j) {
        const auto x = detail::place_for(p, T{}, j, p.input_w, p.output_w);
        const T* low = input + y.low * row;
        const T* high = input + y.high * row;
        const std::int32_t left = x.low * channels;
        const std::int32_t right = x.high * channels;
        for (std::int32_t c = 0; c < channels; ++c) {
          *output++ = detail::mix(low[left + c], high[left + c], low[right + c], high[right + c],
                                  y.part, x.part);
        }
      }
    }
  }
}

}  // namespace tadpole::device
