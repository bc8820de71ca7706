// SPDX-License-Identifier: Apache-2.0
// The sums of products of one int8 row with four others, as they lie in a file: sixteen products in
// 23 instructions. The same sums as device/ops/dot_product.h.
#pragma once
#include "device/ops/cortex_m/simd.h"

namespace tadpole::device::cortex_m {

// sums[k] = sum of (x[i] + offset) * rows[k][i], modulo 2^32. Expects: offset in [-128, 128].
TADPOLE_HOT inline void dot_products_4(const std::int8_t* x, const std::int8_t* const (&rows)[4],
                                       std::int32_t n, std::int32_t offset,
                                       std::int32_t (&sums)[4]) {
  const std::uint32_t offsets = pack_halves(offset, offset);
  const std::int8_t* a = rows[0];
  const std::int8_t* b = rows[1];
  const std::int8_t* c = rows[2];
  const std::int8_t* d = rows[3];
  std::int32_t s0 = 0, s1 = 0, s2 = 0, s3 = 0;
  const auto add = [](std::uint32_t even, std::uint32_t odd, const std::int8_t* row,
                      std::int32_t& sum) {
    const std::uint32_t w = load_word(row);
    sum = smlad(even, sxtb16(w), sum);
    sum = smlad(odd, sxtb16_ror8(w), sum);
  };
  std::int32_t i = 0;
  for (; i + 4 <= n; i += 4) {
    const std::uint32_t word = load_word(x + i);
    const std::uint32_t even = sxtab16(offsets, word);
    const std::uint32_t odd = sxtab16_ror8(offsets, word);
    add(even, odd, a + i, s0);
    add(even, odd, b + i, s1);
    add(even, odd, c + i, s2);
    add(even, odd, d + i, s3);
  }
  for (; i < n; ++i) {
    const std::int32_t value = x[i] + offset;
    s0 = wrapping_add(s0, value * a[i]);
    s1 = wrapping_add(s1, value * b[i]);
    s2 = wrapping_add(s2, value * c[i]);
    s3 = wrapping_add(s3, value * d[i]);
  }
  sums[0] = s0;
  sums[1] = s1;
  sums[2] = s2;
  sums[3] = s3;
}

}  // namespace tadpole::device::cortex_m
