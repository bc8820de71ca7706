// SPDX-License-Identifier: Apache-2.0
// The sum of products that convolutions and dense layers are made of.
#pragma once
#include <cstdint>

namespace tadpole::device {

// sum of (a[i] + a_offset) * (b[i] + b_offset), modulo 2^32. One order-free integer sum: any
// vectorization gives the same bytes.
inline std::int32_t dot_product(const std::int8_t* __restrict a, const std::int8_t* __restrict b,
                                std::int32_t n, std::int32_t a_offset, std::int32_t b_offset) {
  std::uint32_t sum = 0;
  for (std::int32_t i = 0; i < n; ++i) {
    sum += static_cast<std::uint32_t>((a[i] + a_offset) * (b[i] + b_offset));
  }
  return static_cast<std::int32_t>(sum);
}

// Float sums depend on their order, so the order is fixed here: eight partial sums, then pairs of
// them. The same bytes on every machine, and room for vector units.
inline float dot_product(const float* __restrict a, const float* __restrict b, std::int32_t n) {
  float sums[8] = {};
  std::int32_t i = 0;
  for (; i + 8 <= n; i += 8) {
    for (std::int32_t k = 0; k < 8; ++k) sums[k] += a[i + k] * b[i + k];
  }
  for (std::int32_t k = 0; i < n; ++i, ++k) sums[k] += a[i] * b[i];
  const float low = (sums[0] + sums[4]) + (sums[2] + sums[6]);
  const float high = (sums[1] + sums[5]) + (sums[3] + sums[7]);
  return low + high;
}

}  // namespace tadpole::device
