// SPDX-License-Identifier: Apache-2.0
#include "device/ops/x86/depthwise_rows.h"

#include "device/ops/x86/packed_dot.h"

namespace tadpole::device {

bool depthwise_rows_available(const DepthwiseConv2dParams& p) {
  return p.depth_multiplier == 1 && p.window.input_c >= 8 && packed_dot_available();
}

#if defined(__x86_64__)
namespace {

using Int32x8 = std::int32_t __attribute__((vector_size(32)));
using Int8x8 = signed char __attribute__((vector_size(8)));

__attribute__((target("avx2"))) inline Int32x8 load8(const std::int8_t* from) {
  Int8x8 value;
  __builtin_memcpy(&value, from, sizeof value);
  return __builtin_convertvector(value, Int32x8);
}

struct Place {
  std::int32_t batch = 0, y = 0, x = 0;
};

// The sums of channels [c, c + 8) at one place.
__attribute__((target("avx2"))) void sum8(const DepthwiseConv2dParams& p, const std::int8_t* input,
                                          const std::int8_t* weights, Place at, std::int32_t c, std::int32_t* sums) {
  const Window& w = p.window;
  const std::int32_t top = at.y * w.stride_h - w.pad_top;
  const std::int32_t left = at.x * w.stride_w - w.pad_left;
  const TapRange rows = inside_taps(top, w.input_h, w.filter_h, w.dilation_h);
  const TapRange columns = inside_taps(left, w.input_w, w.filter_w, w.dilation_w);
  Int32x8 lanes = {};
  for (std::int32_t i = rows.first; i < rows.last; ++i) {
    const std::int32_t row = (at.batch * w.input_h + top + i * w.dilation_h) * w.input_w + left;
    for (std::int32_t j = columns.first; j < columns.last; ++j) {
      const Int32x8 pixel = load8(input + (row + j * w.dilation_w) * w.input_c + c) + p.input_offset;
      lanes += pixel * load8(weights + (i * w.filter_w + j) * w.output_c + c);
    }
  }
  __builtin_memcpy(sums, &lanes, sizeof lanes);
}

}  // namespace

void depthwise_conv_2d_rows(const DepthwiseConv2dParams& p, const std::int8_t* input, const std::int8_t* weights,
                            const std::int32_t* bias, std::int8_t* output) {
  const Window& w = p.window;
  detail::for_each_output_pixel(w, [&](std::int32_t b, std::int32_t y, std::int32_t x, std::int32_t out) {
    for (std::int32_t c = 0; c < w.output_c;) {
      // The last group may overlap the one before: the same channels come out the same.
      const std::int32_t from = c + 8 <= w.output_c ? c : w.output_c - 8;
      std::int32_t sums[8];
      sum8(p, input, weights, {b, y, x}, from, sums);
      for (c = from; c < from + 8; ++c) {
        const std::int32_t sum = wrapping_add(sums[c - from], bias != nullptr ? bias[c] : 0);
        const std::int32_t scaled = multiply_by_quantized_multiplier(sum, {p.multiplier[c], p.shift[c]});
        output[out + c] =
            static_cast<std::int8_t>(clamp(wrapping_add(scaled, p.output_offset), p.output_min, p.output_max));
      }
    }
  });
}

#else

void depthwise_conv_2d_rows(const DepthwiseConv2dParams& p, const std::int8_t* input, const std::int8_t* weights,
                            const std::int32_t* bias, std::int8_t* output) {
  depthwise_conv_2d(p, input, weights, bias, output);
}

#endif

}  // namespace tadpole::device
