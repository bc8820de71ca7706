// SPDX-License-Identifier: Apache-2.0
// Products of matrices, one pair per batch, plain reference.
#pragma once
#include "device/ops/fixed_point.h"
#include "device/ops/shape.h"
#include "device/ops/wide_sum.h"

namespace tadpole::device {

struct BatchMatmulParams {
  Walk first, second;  // the matrices of the batches: offsets of their first elements
  std::int32_t rows = 1, columns = 1, depth = 1;
  // Steps from an element to the next along the depth and to the next row or column.
  std::int32_t first_row = 1, first_depth = 1, second_column = 1, second_depth = 1;
  std::int32_t first_zero_point = 0, second_zero_point = 0, output_zero_point = 0;
  QuantizedMultiplier multiplier;  // first scale * second scale / output scale
};

namespace detail {

inline std::int8_t matmul_element(const BatchMatmulParams& p, const std::int8_t* a,
                                  const std::int8_t* b) {
  std::uint32_t sum = 0;
  for (std::int32_t k = 0; k < p.depth; ++k) {
    sum += static_cast<std::uint32_t>((a[k * p.first_depth] - p.first_zero_point) *
                                      (b[k * p.second_depth] - p.second_zero_point));
  }
  const std::int32_t scaled =
      multiply_by_quantized_multiplier(static_cast<std::int32_t>(sum), p.multiplier);
  return static_cast<std::int8_t>(clamp(wrapping_add(scaled, p.output_zero_point), -128, 127));
}

// In 16 bits the zero points are 0, and the sum has 64.
inline std::int16_t matmul_element(const BatchMatmulParams& p, const std::int16_t* a,
                                   const std::int16_t* b) {
  std::int64_t sum = 0;
  for (std::int32_t k = 0; k < p.depth; ++k)
    sum += std::int64_t{a[k * p.first_depth]} * b[k * p.second_depth];
  return static_cast<std::int16_t>(clamp(scale_sum(sum, p.multiplier), -32768, 32767));
}

inline float matmul_element(const BatchMatmulParams& p, const float* a, const float* b) {
  float sum = 0.0F;
  for (std::int32_t k = 0; k < p.depth; ++k) sum += a[k * p.first_depth] * b[k * p.second_depth];
  return sum;
}

}  // namespace detail

// output [batches, rows, columns]; T: std::int8_t, std::int16_t or float.
template <typename T>
inline void batch_matmul(const BatchMatmulParams& p, const T* first, const T* second, T* output) {
  const std::int32_t batches = p.first.steps();
  WalkIterator a(p.first);
  WalkIterator b(p.second);
  for (std::int32_t n = 0; n < batches; ++n, a.next(), b.next()) {
    for (std::int32_t i = 0; i < p.rows; ++i) {
      const T* row = first + a.offset() + i * p.first_row;
      for (std::int32_t j = 0; j < p.columns; ++j)
        *output++ = detail::matmul_element(p, row, second + b.offset() + j * p.second_column);
    }
  }
}

}  // namespace tadpole::device
