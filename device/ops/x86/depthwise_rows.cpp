// SPDX-License-Identifier: Apache-2.0
#include "device/ops/x86/depthwise_rows.h"

#include "device/ops/x86/packed_dot.h"
#include "device/ops/x86/requantize8.h"

namespace tadpole::device {
namespace {

constexpr std::int32_t kMostTaps = 128;

}  // namespace

bool depthwise_rows_available(const DepthwiseConv2dParams& p) {
  const Window& w = p.window;
  const bool few_taps =
      w.filter_h <= kMostTaps && w.filter_w <= kMostTaps && w.filter_h * w.filter_w <= kMostTaps;
  const bool one_to_one = p.depth_multiplier == 1 || w.input_c == 1;
  return one_to_one && w.output_c >= 8 && few_taps && packed_dot_available();
}

#if defined(__x86_64__)
namespace {

// The taps of one window that lie inside the image, channel 0.
struct Taps {
  std::int32_t count = 0;
  const std::int8_t* input[kMostTaps];
  const std::int8_t* weights[kMostTaps];
};

TADPOLE_AVX2 inline Int32x8 widen8(const std::int8_t* from) {
  Int8x8 value;
  __builtin_memcpy(&value, from, sizeof value);
  return __builtin_convertvector(value, Int32x8);
}

// Channels [c, c + 8) of a tap's pixel; with one input channel they all see the same value.
template <bool kOneInput>
TADPOLE_AVX2 inline Int32x8 pixel8(const std::int8_t* from, std::int32_t c) {
  if constexpr (kOneInput) {
    return Int32x8{} + static_cast<std::int32_t>(*from);
  } else {
    return widen8(from + c);
  }
}

template <bool kOneInput>
TADPOLE_AVX2 void one_pixel(const DepthwiseConv2dParams& p, const Taps& taps,
                            const std::int32_t* bias, std::int8_t* output) {
  const Epilogue8 epilogue{bias,         p.multiplier, p.shift, p.output_offset,
                           p.output_min, p.output_max};
  const std::int32_t channels = p.window.output_c;
  for (std::int32_t next = 0; next < channels; next += 8) {
    // The last group may overlap the one before: the same channels come out the same.
    const std::int32_t c = next + 8 <= channels ? next : channels - 8;
    Int32x8 sums = {};
    for (std::int32_t t = 0; t < taps.count; ++t) {
      const Int32x8 pixel = pixel8<kOneInput>(taps.input[t], c) + p.input_offset;
      sums += pixel * widen8(taps.weights[t] + c);
    }
    store8(epilogue, c, sums, output);
  }
}

}  // namespace

void depthwise_conv_2d_rows(const DepthwiseConv2dParams& p, const std::int8_t* input,
                            const std::int8_t* weights, const std::int32_t* bias,
                            std::int8_t* output) {
  const Window& w = p.window;
  Taps taps;
  detail::for_each_output_pixel(
      w, [&](std::int32_t b, std::int32_t y, std::int32_t x, std::int32_t out) {
        taps.count = 0;
        detail::for_each_tap(w, w.output_c, b, y, x, [&](std::int32_t from, std::int32_t tap) {
          taps.input[taps.count] = input + from;
          taps.weights[taps.count++] = weights + tap;
        });
        if (w.input_c == 1) {
          one_pixel<true>(p, taps, bias, output + out);
        } else {
          one_pixel<false>(p, taps, bias, output + out);
        }
      });
}

#else

void depthwise_conv_2d_rows(const DepthwiseConv2dParams& p, const std::int8_t* input,
                            const std::int8_t* weights, const std::int32_t* bias,
                            std::int8_t* output) {
  depthwise_conv_2d(p, input, weights, bias, output);
}

#endif

}  // namespace tadpole::device
