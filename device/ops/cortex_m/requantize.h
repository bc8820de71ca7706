// SPDX-License-Identifier: Apache-2.0
// From a 32-bit sum to an int8 output, bit for bit as the TensorFlow Lite reference: two roundings,
// the first half up at bit 31 of the product, the second half away from zero at the shift. Which of
// the three forms below a layer may use is decided (and proved from its weights) by core/compile.
// Source: TFLite quantization specification; gemmlowp's fixed-point multiplication.
#pragma once
#include "device/ops/cortex_m/simd.h"

namespace tadpole::device::cortex_m {

enum class Rounding : std::uint8_t {
  positive,  // the zero point is -128 and the clamp int8's (ReLU): negative sums need no exact
             // rounding
  any_sign,  // clamped to int8 only; every shift is at least 1
  general,   // any shift (left too), any clamp
};

// One output channel: where its sum starts, and its scale.
struct Channel {
  std::int32_t bias;        // input offset folded in: bias + input_offset * sum(weights)
  std::int32_t multiplier;  // Q31
};

// The constants of one layer's output channels, all in flash.
struct Channels {
  const Channel* table;
  const std::int8_t* shift;           // to the right; negative only with Rounding::general
  std::int16_t zero_point;            // of the output; -128 with Rounding::positive
  std::int16_t clamp_min, clamp_max;  // read by Rounding::general only
};

// One channel, ready for its loop.
template <Rounding kRounding>
struct Requantizer {
  std::int32_t multiplier, shift, offset;
  std::int32_t clamp_min, clamp_max;

  TADPOLE_INLINE Requantizer(const Channels& channels, int channel)
      : multiplier(channels.table[channel].multiplier),
        shift(channels.shift[channel]),
        offset(channels.zero_point),
        clamp_min(channels.clamp_min),
        clamp_max(channels.clamp_max) {
    if constexpr (kRounding != Rounding::general) {
      // Half of the last place and the zero point in one number: (v + 2^(s-1) + zp * 2^s) >> s.
      const std::int32_t zero_point = kRounding == Rounding::positive ? -128 : channels.zero_point;
      const auto twice = static_cast<std::uint32_t>(2 * zero_point + 1);
      offset = static_cast<std::int32_t>(twice << static_cast<std::uint32_t>(shift)) >> 1;
    }
  }

  // What scaled() wants its sums multiplied by.
  static constexpr std::int32_t kSumFactor = kRounding == Rounding::general ? 1 : 2;

  TADPOLE_INLINE std::int8_t operator()(std::int32_t sum) const {
    return scaled(static_cast<std::int32_t>(static_cast<std::uint32_t>(sum) *
                                            static_cast<std::uint32_t>(kSumFactor)));
  }

  TADPOLE_INLINE std::int8_t scaled(std::int32_t sum) const {
    if constexpr (kRounding == Rounding::positive) {
      return static_cast<std::int8_t>(ssat8(smmlar(sum, multiplier, offset) >> shift));
    } else if constexpr (kRounding == Rounding::any_sign) {
      const std::int32_t high = smmulr(sum, multiplier);
      const std::int32_t away =
          high + (high >> 31);  // half away from zero; right for shifts from 1 on
      return static_cast<std::int8_t>(ssat8((away + offset) >> shift));
    } else {
      return slow(sum);
    }
  }

 private:
  std::int8_t slow(std::int32_t sum) const {
    const QuantizedMultiplier by{multiplier, -shift};
    const std::int32_t value = wrapping_add(multiply_by_quantized_multiplier(sum, by), offset);
    return static_cast<std::int8_t>(clamp(value, clamp_min, clamp_max));
  }
};

// Walks over the channels. A copy of the record, so that the compiler knows that stores of outputs
// do not change it.
template <Rounding kRounding>
class ChannelCursor {
 public:
  TADPOLE_INLINE explicit ChannelCursor(const Channels& channels) : here_(channels) {}
  TADPOLE_INLINE std::int32_t bias(int i) const { return here_.table[i].bias; }
  TADPOLE_INLINE Requantizer<kRounding> requantizer(int i) const {
    return Requantizer<kRounding>(here_, i);
  }
  TADPOLE_INLINE void advance(int n) {
    here_.table += n;
    here_.shift += n;
  }

 private:
  Channels here_;
};

}  // namespace tadpole::device::cortex_m
