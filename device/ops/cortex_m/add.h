// SPDX-License-Identifier: Apache-2.0
// Sum of two int8 tensors of one shape. Both are brought to one scale with 20 bits of headroom,
// added, and scaled to the output; every step rounds as the reference does.
#pragma once
#include "device/ops/cortex_m/simd.h"

namespace tadpole::device::cortex_m {

// A multiplier in Q31 and a shift to the right, at least 0.
struct Scale {
  std::int32_t multiplier;
  std::int32_t shift;
};

struct Add {
  std::int32_t elements;
  std::int32_t first_offset, second_offset, output_offset;
  Scale first, second, output;
  std::int32_t clamp_min, clamp_max;
};

namespace detail {

// value * scale / 2^31, given 2 * value. |value| < 2^30.
struct ScaleBy {
  std::int32_t multiplier, shift, half, sign_mask;
  TADPOLE_INLINE explicit ScaleBy(const Scale& scale)
      : multiplier(scale.multiplier),
        shift(scale.shift),
        half(scale.shift > 0 ? 1 << (scale.shift - 1) : 0),
        sign_mask(scale.shift > 0 ? -1 : 0) {}
  TADPOLE_INLINE std::int32_t operator()(std::int32_t twice) const {
    const std::int32_t high = smmulr(twice, multiplier);
    return (high + ((high >> 31) & sign_mask) + half) >> shift;  // half away from zero
  }
};

}  // namespace detail

// output may be either input.
TADPOLE_HOT inline void add(const Add& layer, const std::int8_t* first, const std::int8_t* second,
                            std::int8_t* output) {
  constexpr std::int32_t kTwiceHeadroom = 1 << 21;
  const Add by = layer;  // a copy: stores of outputs do not change it
  const detail::ScaleBy scale_first(by.first);
  const detail::ScaleBy scale_second(by.second);
  const detail::ScaleBy scale_output(by.output);
  for (std::int32_t left = by.elements; left > 0; --left) {
    const std::int32_t a = scale_first((*first++ + by.first_offset) * kTwiceHeadroom);
    const std::int32_t b = scale_second((*second++ + by.second_offset) * kTwiceHeadroom);
    std::int32_t value = scale_output((a + b) * 2) + by.output_offset;
    if (value < by.clamp_min) value = by.clamp_min;
    if (value > by.clamp_max) value = by.clamp_max;
    *output++ = static_cast<std::int8_t>(value);
  }
}

}  // namespace tadpole::device::cortex_m
