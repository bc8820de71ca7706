// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution, channel by channel: a channel is taken out of NHWC into a padded plane of
// 16-bit values, where neighbours in a row meet two taps in one SMLAD, and written back over
// itself. Works in place. Source: TinyEngine (Lin et al., MCUNet, 2020) for the in-place idea; the
// pairing of taps is worked out below.
#pragma once
#include "device/ops/cortex_m/requantize.h"

namespace tadpole::device::cortex_m {

struct Depthwise {
  std::int16_t input_h, input_w, channels_count;
  std::int16_t output_h, output_w;
  std::int16_t filter_h, filter_w;  // depthwise_3x3 does not read them
  std::int16_t stride_h, stride_w;  // depthwise_3x3 does not read them
  std::int16_t pad_top, pad_left;
  std::int16_t plane_w;          // values from row to row of the padded plane, even; a row's right
                                 // border may be the next row's left border
  std::int32_t plane_values;     // all rows, and what the last segment reads beyond; even
  std::int8_t input_zero_point;  // what the border holds
  const std::int8_t* weights;    // [channel][filter_h][filter_w]
  Channels channels;
};

namespace detail {

#if defined(__GNUC__)
using Word [[gnu::may_alias]] = std::uint32_t;  // two values of the plane at once
#else
using Word = std::uint32_t;
#endif

// Three taps of a row, times `factor`, as the two words that serve even and odd places.
struct Taps {
  std::uint32_t first;   // t0, t1
  std::uint32_t second;  // t1, t2
};

TADPOLE_INLINE Taps pack_taps(const std::int8_t* t, std::int32_t factor) {
  return {pack_halves(t[0] * factor, t[1] * factor), pack_halves(t[1] * factor, t[2] * factor)};
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
    if (i + 1 < kCount) {
      sums[i + 1] = smlad(taps.second, next, smlabt(taps.first, here, sums[i + 1]));
    }
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
    *output = requantize.scaled(sums[i]);
    output += output_step;
  }
}

// Rows of the output: whole segments of kCount, then one of kRest; either may be 0.
template <Rounding kRounding, int kStride, int kCount, int kRest>
TADPOLE_HOT void filter_plane_3x3(const Depthwise& layer, int channel, const Word* plane,
                                  std::int8_t* output) {
  constexpr std::int32_t kFactor = Requantizer<kRounding>::kSumFactor;
  const std::int8_t* const weights = layer.weights + 9 * channel;
  const Taps taps[3] = {pack_taps(weights, kFactor), pack_taps(weights + 3, kFactor),
                        pack_taps(weights + 6, kFactor)};
  const Requantizer<kRounding> requantize(layer.channels, channel);
  const std::int32_t bias = layer.channels.table[channel].bias * kFactor;
  const int pitch = layer.plane_w / 2;
  const int step = layer.channels_count;
  const int width = layer.output_w;
  for (int rows = layer.output_h; rows > 0; --rows, plane += kStride * pitch) {
    const Word* row = plane;
    if constexpr (kCount > 0) {
      constexpr int kWords = kStride == 1 ? kCount / 2 : kCount;
      for (int left = width; left >= kCount; left -= kCount) {
        filter_segment<kRounding, kStride, kCount>(row, pitch, taps, bias, requantize, output,
                                                   step);
        row += kWords;
        output += kCount * step;
      }
    }
    if constexpr (kRest > 0) {
      filter_segment<kRounding, kStride, kRest>(row, pitch, taps, bias, requantize, output, step);
      output += kRest * step;
    }
  }
}

template <int kRun>
TADPOLE_INLINE void extract_run(const std::int8_t* input, int step, std::int16_t* to) {
  TADPOLE_UNROLL
  for (int i = 0; i < kRun; ++i) to[i] = input[i * step];
}

// Takes one channel out of NHWC. kWidth: of the input, 0 when it is large or unknown.
template <int kWidth>
TADPOLE_HOT void extract_plane(const Depthwise& layer, const std::int8_t* input,
                               std::int16_t* plane) {
  const int step = layer.channels_count;
  const int width = layer.input_w;
  const int pitch = layer.plane_w;
  plane += layer.pad_top * pitch + layer.pad_left;
  for (int rows = layer.input_h; rows > 0; --rows, plane += pitch) {
    if constexpr (kWidth > 0) {
      extract_run<kWidth>(input, step, plane);
      input += kWidth * step;
    } else {
      std::int16_t* to = plane;
      int left = width;
      for (; left >= 6; left -= 6, to += 6, input += 6 * step) extract_run<6>(input, step, to);
      for (; left > 0; --left, input += step) *to++ = *input;
    }
  }
}

inline void fill_plane(const Depthwise& layer, std::int16_t* plane) {
  for (std::int32_t i = 0; i < layer.plane_values; ++i) plane[i] = layer.input_zero_point;
}

// The taps of one channel in pairs; a row with an odd number of them ends in a zero.
inline void pack_tap_pairs(const Depthwise& layer, int channel, Word* pairs) {
  const std::int8_t* tap = layer.weights + channel * layer.filter_h * layer.filter_w;
  for (int y = 0; y < layer.filter_h; ++y) {
    for (int x = 0; x < layer.filter_w; x += 2) {
      const std::int32_t second = x + 1 < layer.filter_w ? tap[x + 1] : 0;
      *pairs++ = pack_halves(tap[x], second);
    }
    tap += layer.filter_w;
  }
}

// Four neighbouring outputs of any filter: each pair of taps is read once for all four.
TADPOLE_INLINE void filter_four(const Depthwise& layer, const std::int16_t* at, const Word* pairs,
                                std::int32_t (&sums)[4]) {
  const int stride = layer.stride_w;
  const int pairs_per_row = (layer.filter_w + 1) / 2;
  for (int y = layer.filter_h; y > 0; --y, at += layer.plane_w) {
    const std::int16_t* from = at;
    for (int x = pairs_per_row; x > 0; --x, from += 2) {
      const std::uint32_t taps = *pairs++;
      sums[0] = smlad(load_word(from), taps, sums[0]);
      sums[1] = smlad(load_word(from + stride), taps, sums[1]);
      sums[2] = smlad(load_word(from + 2 * stride), taps, sums[2]);
      sums[3] = smlad(load_word(from + 3 * stride), taps, sums[3]);
    }
  }
}

template <Rounding kRounding>
TADPOLE_HOT void filter_plane(const Depthwise& layer, int channel, const std::int16_t* plane,
                              const Word* pairs, std::int8_t* output) {
  const Requantizer<kRounding> requantize(layer.channels, channel);
  const std::int32_t bias = layer.channels.table[channel].bias;
  const int step = layer.channels_count;
  for (int y = 0; y < layer.output_h; ++y, plane += layer.stride_h * layer.plane_w) {
    const std::int16_t* at = plane;
    for (int left = layer.output_w; left > 0; left -= 4, at += 4 * layer.stride_w) {
      std::int32_t sums[4] = {bias, bias, bias, bias};
      filter_four(layer, at, pairs, sums);
      for (int i = 0; i < 4 && i < left; ++i, output += step) *output = requantize(sums[i]);
    }
  }
}

}  // namespace detail

// input [input_h, input_w, channels], output [output_h, output_w, channels], one image; output may
// be the input. 3x3 filters, both strides kStride (1 or 2). kCount and kRest: output_w is a
// multiple of kCount (even; 0: none) plus kRest. kWidth: input_w, or 0 when it is more than 8.
// scratch: 4-byte aligned, 2 * plane_values bytes.
template <Rounding kRounding, int kStride, int kCount, int kRest, int kWidth>
TADPOLE_HOT void depthwise_3x3(const Depthwise& layer, const std::int8_t* input,
                               std::int8_t* output, void* scratch) {
  auto* const plane = static_cast<std::int16_t*>(scratch);
  detail::fill_plane(layer, plane);
  for (int channel = 0; channel < layer.channels_count; ++channel) {
    detail::extract_plane<kWidth>(layer, input + channel, plane);
    detail::filter_plane_3x3<kRounding, kStride, kCount, kRest>(
        layer, channel, static_cast<const detail::Word*>(scratch), output + channel);
  }
}

// The same for any filter and strides. scratch: 2 * plane_values bytes, then a word per pair of
// taps of one channel.
template <Rounding kRounding>
TADPOLE_HOT void depthwise(const Depthwise& layer, const std::int8_t* input, std::int8_t* output,
                           void* scratch) {
  auto* const plane = static_cast<std::int16_t*>(scratch);
  auto* const pairs = static_cast<detail::Word*>(scratch) + layer.plane_values / 2;
  detail::fill_plane(layer, plane);
  for (int channel = 0; channel < layer.channels_count; ++channel) {
    detail::extract_plane<0>(layer, input + channel, plane);
    detail::pack_tap_pairs(layer, channel, pairs);
    detail::filter_plane<kRounding>(layer, channel, plane, pairs, output + channel);
  }
}

}  // namespace tadpole::device::cortex_m
