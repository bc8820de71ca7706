// SPDX-License-Identifier: Apache-2.0
// Depthwise 3x3 convolution, channel by channel: a channel is taken out of NHWC into a padded plane
// of 16-bit values, where three neighbours in a row cost one SMLAD and one half multiply, and
// written back over itself. Works in place. Source: TinyEngine (Lin et al., MCUNet, 2020) for the
// in-place idea; the pairing of taps is worked out below.
#pragma once
#include "device/ops/cortex_m/requantize.h"

namespace tadpole::device::cortex_m {

struct Depthwise3x3 {
  std::int16_t input_h, input_w, channels_count;
  std::int16_t output_h, output_w;
  std::int16_t stride;
  std::int16_t pad_top, pad_left;
  std::int16_t plane_w;  // values from row to row of the padded plane, even; a row's right border
                         // may be the next row's left border
  std::int32_t plane_values;     // all rows, and what the last segment reads beyond
  std::int8_t input_zero_point;  // what the border holds
  const std::int8_t* weights;    // [channel][3][3]
  Channels channels;
};

namespace detail {

#if defined(__GNUC__)
using Word [[gnu::may_alias]] = std::uint32_t;  // two values of the plane at once
#else
using Word = std::uint32_t;
#endif

// One row of taps t0 t1 t2 as the two words that serve even and odd places.
struct Taps {
  std::uint32_t first;   // t0, t1
  std::uint32_t second;  // t1, t2
};

TADPOLE_INLINE Taps pack_taps(const std::int8_t* t) {
  return {pack_halves(t[0], t[1]), pack_halves(t[1], t[2])};
}

// kCount neighbouring outputs, stride 1. A word of the plane holds places (0,1), (2,3), ...: an
// even output takes t0 t1 from its own word and t2 from the next; an odd one takes t0 from its
// word's upper half and t1 t2 from the next.
template <int kCount>
TADPOLE_INLINE void filter_row(const Word* row, Taps taps, std::int32_t (&sums)[kCount]) {
  std::uint32_t here = row[0];
  TADPOLE_UNROLL
  for (int i = 0; i < kCount; i += 2) {
    const std::uint32_t next = row[i / 2 + 1];
    sums[i] = smlatb(taps.second, next, smlad(taps.first, here, sums[i]));
    if (i + 1 < kCount)
      sums[i + 1] = smlad(taps.second, next, smlabt(taps.first, here, sums[i + 1]));
    here = next;
  }
}

// The same, stride 2: every output starts at a word of its own.
template <int kCount>
TADPOLE_INLINE void filter_row_stride_2(const Word* row, Taps taps, std::int32_t (&sums)[kCount]) {
  std::uint32_t here = row[0];
  TADPOLE_UNROLL
  for (int i = 0; i < kCount; ++i) {
    const std::uint32_t next = row[i + 1];
    sums[i] = smlatb(taps.second, next, smlad(taps.first, here, sums[i]));
    here = next;
  }
}

template <Rounding kRounding, int kStride, int kCount>
TADPOLE_INLINE void filter_segment(const Word* row, int pitch, const Taps* taps, std::int32_t bias,
                                   const Requantizer<kRounding>& requantize, std::int8_t* output,
                                   int output_step) {
  std::int32_t sums[kCount];
  TADPOLE_UNROLL
  for (int i = 0; i < kCount; ++i) sums[i] = bias;
  TADPOLE_UNROLL
  for (int y = 0; y < 3; ++y, row += pitch) {
    if constexpr (kStride == 1) {
      filter_row<kCount>(row, taps[y], sums);
    } else {
      filter_row_stride_2<kCount>(row, taps[y], sums);
    }
  }
  TADPOLE_UNROLL
  for (int i = 0; i < kCount; ++i) {
    *output = requantize(sums[i]);
    output += output_step;
  }
}

// Rows of the output: whole segments of kCount, then one of kRest (0: none).
template <Rounding kRounding, int kStride, int kCount, int kRest>
TADPOLE_HOT void filter_plane(const Depthwise3x3& layer, int channel, const Word* plane,
                              std::int8_t* output) {
  const std::int8_t* const weights = layer.weights + 9 * channel;
  const Taps taps[3] = {pack_taps(weights), pack_taps(weights + 3), pack_taps(weights + 6)};
  const Requantizer<kRounding> requantize(layer.channels, channel);
  const std::int32_t bias = layer.channels.table[channel].bias;
  const int pitch = layer.plane_w / 2;
  const int step = layer.channels_count;
  constexpr int kWords = kStride == 1 ? kCount / 2 : kCount;
  for (int y = 0; y < layer.output_h; ++y, plane += kStride * pitch) {
    const Word* row = plane;
    for (int left = layer.output_w; left >= kCount;
         left -= kCount, row += kWords, output += kCount * step) {
      filter_segment<kRounding, kStride, kCount>(row, pitch, taps, bias, requantize, output, step);
    }
    if constexpr (kRest > 0) {
      filter_segment<kRounding, kStride, kRest>(row, pitch, taps, bias, requantize, output, step);
      output += kRest * step;
    }
  }
}

// Takes one channel out of NHWC; rows are read in runs of kRun.
template <int kRun>
TADPOLE_HOT void extract_plane(const Depthwise3x3& layer, const std::int8_t* input,
                               std::int16_t* plane) {
  const int step = layer.channels_count;
  plane += layer.pad_top * layer.plane_w + layer.pad_left;
  for (int y = 0; y < layer.input_h; ++y, plane += layer.plane_w) {
    std::int16_t* to = plane;
    int left = layer.input_w;
    for (; left >= kRun; left -= kRun, to += kRun, input += kRun * step) {
      TADPOLE_UNROLL
      for (int i = 0; i < kRun; ++i) to[i] = input[i * step];
    }
    for (; left > 0; --left, input += step) *to++ = *input;
  }
}

}  // namespace detail

// input [input_h, input_w, channels], output [output_h, output_w, channels], one image; output may
// be the input. kCount and kRest: output_w is a multiple of kCount plus kRest; kCount is even, or
// all of output_w. scratch: 4-byte aligned, 2 * plane_values bytes.
template <Rounding kRounding, int kStride, int kCount, int kRest>
TADPOLE_HOT void depthwise_3x3(const Depthwise3x3& layer, const std::int8_t* input,
                               std::int8_t* output, void* scratch) {
  auto* const plane = static_cast<std::int16_t*>(scratch);
  for (int i = 0; i < layer.plane_values; ++i) plane[i] = layer.input_zero_point;
  for (int channel = 0; channel < layer.channels_count; ++channel) {
    detail::extract_plane<kCount>(layer, input + channel, plane);
    detail::filter_plane<kRounding, kStride, kCount, kRest>(
        layer, channel, static_cast<const detail::Word*>(scratch), output + channel);
  }
}

}  // namespace tadpole::device::cortex_m
