// SPDX-License-Identifier: Apache-2.0
// Sums of layers with 16-bit activations and 8-bit weights, as TensorFlow Lite's reference kernels
// keep them: 32 bits (a 32-bit bias or none) or 64 bits (a 64-bit bias). Source: TFLite 16x8
// quantization specification (symmetric int16 activations).
#pragma once
#include "device/ops/fixed_point.h"

namespace tadpole::device {

// The largest left shift that scale_sum takes for sums of 64 bits.
inline constexpr std::int32_t kMaxWideLeftShift = 7;

// a + b, wrapping. Sum: std::int32_t or std::int64_t.
constexpr std::int32_t add_to_sum(std::int32_t a, std::int32_t b) { return wrapping_add(a, b); }
constexpr std::int64_t add_to_sum(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

// sum * by. A 64-bit sum meets the multiplier's upper 16 bits and is rounded once, halves up; what
// leaves 32 bits wraps. Expects: -31 <= shift, and <= kMaxLeftShift or kMaxWideLeftShift.
constexpr std::int32_t scale_sum(std::int32_t sum, QuantizedMultiplier by) {
  return multiply_by_quantized_multiplier(sum, by);
}
constexpr std::int32_t scale_sum(std::int64_t sum, QuantizedMultiplier by) {
  constexpr std::int32_t kTop = 0x7FFF0000;
  const std::int64_t multiplier =
      by.multiplier < kTop ? (by.multiplier + (1 << 15)) >> 16 : std::int64_t{0x7FFF};
  const std::int32_t right = 15 - by.shift;
  const std::uint64_t product =
      static_cast<std::uint64_t>(sum) * static_cast<std::uint64_t>(multiplier);
  const std::uint64_t half = std::uint64_t{1} << static_cast<std::uint32_t>(right - 1);
  return static_cast<std::int32_t>(static_cast<std::int64_t>(product + half) >> right);
}

// sum of a[i] * b[i], modulo the width of the sum. Order-free, so any vectorization gives the same
// bytes.
template <typename Sum>
inline Sum sum_products(const std::int16_t* __restrict a, const std::int8_t* __restrict b,
                        std::int32_t n) {
  // 256 products of 22 bits fit 32 bits: narrow sums inside, wide ones outside.
  constexpr std::int32_t kRun = 256;
  Sum sum = 0;
  for (std::int32_t i = 0; i < n;) {
    const std::int32_t end = n - i < kRun ? n : i + kRun;
    std::int32_t run = 0;
    for (; i < end; ++i) run += a[i] * b[i];
    sum = add_to_sum(sum, static_cast<Sum>(run));
  }
  return sum;
}

}  // namespace tadpole::device
