// SPDX-License-Identifier: Apache-2.0
// Softmax over the last axis, plain reference.
#pragma once
#include "device/ops/fixed_exp.h"
#include "device/ops/float_exp.h"

namespace tadpole::device {

// The output's scale is 1/256, its zero point -128.
struct SoftmaxParams {
  std::int32_t rows = 1, depth = 1;
  std::int32_t input_multiplier = 0;  // beta * scale in Q5 of the difference to the largest value
  std::int32_t input_left_shift = 0;
  std::int32_t diff_min = 0;  // differences below it count as zero
};

struct SoftmaxFloatParams {
  std::int32_t rows = 1, depth = 1;
  float beta = 1.0F;
};

// Expects: beta and scale finite and > 0. A left shift below zero (beta * scale < 2^-26) is for the
// caller to refuse.
inline SoftmaxParams make_softmax_params(std::int32_t rows, std::int32_t depth, float beta,
                                         float scale) {
  constexpr std::int32_t kIntegerBits = 5;
  QuantizedMultiplier m = quantize_multiplier(beta, scale, 1.0F, 31 - kIntegerBits);
  if (m.shift > 31) m = {std::numeric_limits<std::int32_t>::max(), 31};
  const std::int32_t radius = m.shift < 0 ? 0 : input_radius(kIntegerBits, m.shift);
  return {rows, depth, m.multiplier, m.shift, -radius};
}

namespace detail {

constexpr std::int32_t leading_zeros(std::uint32_t value) {
  std::int32_t n = 0;
  for (; n < 32 && (value & 0x80000000U) == 0; value <<= 1U) ++n;
  return n;
}

inline std::int32_t softmax_exp(const SoftmaxParams& p, std::int32_t diff) {
  const std::int32_t scaled = saturating_rounding_doubling_high_mul(
      wrapping_shift_left(diff, p.input_left_shift), p.input_multiplier);
  return exp_on_negative_values(scaled, 5);
}

template <typename Output>
inline void softmax_row(const SoftmaxParams& p, const std::int8_t* input, Output* output) {
  constexpr std::int32_t kOutputBits = 8 * sizeof(Output);
  constexpr std::int32_t kZero = std::numeric_limits<Output>::min();
  constexpr std::int32_t kSumIntegerBits = 12;
  std::int32_t largest = -128;
  for (std::int32_t c = 0; c < p.depth; ++c) largest = input[c] > largest ? input[c] : largest;
  std::int32_t sum = 0;  // Q12
  for (std::int32_t c = 0; c < p.depth; ++c) {
    const std::int32_t diff = input[c] - largest;
    if (diff < p.diff_min) continue;
    sum = wrapping_add(sum, rounding_divide_by_pot(softmax_exp(p, diff), kSumIntegerBits));
  }
  const std::int32_t headroom = leading_zeros(static_cast<std::uint32_t>(sum));
  const std::uint32_t normalized =
      (static_cast<std::uint32_t>(sum) << (headroom & 31)) - (1U << 31U);
  const std::int32_t reciprocal = one_over_one_plus(static_cast<std::int32_t>(normalized));
  const std::int32_t shift = clamp(kSumIntegerBits - headroom + 31 - kOutputBits, 0, 31);
  for (std::int32_t c = 0; c < p.depth; ++c) {
    const std::int32_t diff = input[c] - largest;
    std::int32_t value = 0;
    if (diff >= p.diff_min) {
      value = rounding_divide_by_pot(
          saturating_rounding_doubling_high_mul(reciprocal, softmax_exp(p, diff)), shift);
    }
    output[c] = static_cast<Output>(clamp(value + kZero, kZero, -(kZero + 1)));
  }
}

}  // namespace detail

// input, output [rows, depth]. Output: std::int8_t (scale 1/256, zero point -128) or std::int16_t
// (1/65536, -32768).
template <typename Output>
inline void softmax(const SoftmaxParams& p, const std::int8_t* input, Output* output) {
  for (std::int32_t r = 0; r < p.rows; ++r, input += p.depth, output += p.depth) {
    detail::softmax_row(p, input, output);
  }
}

inline void softmax(const SoftmaxFloatParams& p, const float* input, float* output) {
  for (std::int32_t r = 0; r < p.rows; ++r, input += p.depth, output += p.depth) {
    float largest = input[0];
    for (std::int32_t c = 1; c < p.depth; ++c) largest = input[c] > largest ? input[c] : largest;
    float sum = 0.0F;
    for (std::int32_t c = 0; c < p.depth; ++c) {
      output[c] = exp_float((input[c] - largest) * p.beta);
      sum += output[c];
    }
    for (std::int32_t c = 0; c < p.depth; ++c) output[c] = output[c] / sum;
  }
}

}  // namespace tadpole::device
