// SPDX-License-Identifier: Apache-2.0
// An image in another size, every pixel from the nearest one of the input, plain reference. Source:
// TensorFlow Lite's reference kernel, in which align_corners and half_pixel_centers are two
// conventions of what a pixel's place is.
#pragma once
#include "device/ops/fixed_point.h"

namespace tadpole::device {

struct ResizeParams {
  std::int32_t batches = 1, input_h = 1, input_w = 1, output_h = 1, output_w = 1;
  std::int32_t pixel_bytes = 1;  // channels * bytes of an element
  bool align_corners = false, half_pixel_centers = false;
};

// Which of `input` places an output place takes its value from.
inline std::int32_t nearest_place(const ResizeParams& p, std::int32_t place, std::int32_t input,
                                  std::int32_t output) {
  const bool corners = p.align_corners && output > 1;
  const float scale = corners ? static_cast<float>(input - 1) / static_cast<float>(output - 1)
                              : static_cast<float>(input) / static_cast<float>(output);
  const float at = (static_cast<float>(place) + (p.half_pixel_centers ? 0.5F : 0.0F)) * scale;
  const std::int32_t nearest = p.align_corners ? round_to_int32(at) : static_cast<std::int32_t>(at);
  return nearest < input - 1 ? nearest : input - 1;
}

// input [batches, input_h, input_w, channels], output [batches, output_h, output_w, channels]; any
// element type.
inline void resize_nearest_neighbor(const ResizeParams& p, const void* input, void* output) {
  const auto* from = static_cast<const std::uint8_t*>(input);
  auto* to = static_cast<std::uint8_t*>(output);
  for (std::int32_t b = 0; b < p.batches; ++b) {
    for (std::int32_t y = 0; y < p.output_h; ++y) {
      const std::int32_t row = b * p.input_h + nearest_place(p, y, p.input_h, p.output_h);
      for (std::int32_t x = 0; x < p.output_w; ++x, to += p.pixel_bytes) {
        const std::int32_t pixel = row * p.input_w + nearest_place(p, x, p.input_w, p.output_w);
        std::memcpy(to, from + pixel * p.pixel_bytes, static_cast<std::size_t>(p.pixel_bytes));
      }
    }
  }
}

}  // namespace tadpole::device
