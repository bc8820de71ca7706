// SPDX-License-Identifier: Apache-2.0
// multiply_by_quantized_multiplier for eight channels at once, AVX2, the same numbers. Only for
// files of this folder, in functions with the target attribute.
#pragma once
#if defined(__x86_64__)
#include "device/ops/fixed_point.h"

namespace tadpole::device {

using Int32x8 = std::int32_t __attribute__((vector_size(32)));
using Uint32x8 = std::uint32_t __attribute__((vector_size(32)));
using Int64x4 = long long
    __attribute__((vector_size(32)));  // NOLINT: the type that the instruction is declared with
using Uint64x4 = unsigned long long __attribute__((vector_size(32)));  // NOLINT
using Int8x8 = signed char __attribute__((vector_size(8)));

#define TADPOLE_AVX2 __attribute__((target("avx2")))

TADPOLE_AVX2 inline Int32x8 load_int32x8(const std::int32_t* from) {
  Int32x8 value;
  __builtin_memcpy(&value, from, sizeof value);
  return value;
}

// What eight output channels end in.
struct Epilogue8 {
  const std::int32_t* bias;  // may be null
  const std::int32_t* multiplier;
  const std::int32_t* shift;
  std::int32_t output_offset, output_min, output_max;
};

// Bits 31 to 62 of x * m, rounded at bit 30, in every lane. Even and odd lanes are multiplied
// apart.
TADPOLE_AVX2 inline Int32x8 high_mul(Int32x8 x, Int32x8 m) {
  const Int64x4 half = {1LL << 30, 1LL << 30, 1LL << 30, 1LL << 30};
  const auto odd_x = reinterpret_cast<Int32x8>(reinterpret_cast<Uint64x4>(x) >> 32);
  const auto odd_m = reinterpret_cast<Int32x8>(reinterpret_cast<Uint64x4>(m) >> 32);
  const auto even = reinterpret_cast<Uint64x4>(__builtin_ia32_pmuldq256(x, m) + half) >> 31;
  const auto odd = reinterpret_cast<Uint64x4>(__builtin_ia32_pmuldq256(odd_x, odd_m) + half) << 1;
  const Uint64x4 low = {0xFFFFFFFFULL, 0xFFFFFFFFULL, 0xFFFFFFFFULL, 0xFFFFFFFFULL};
  return reinterpret_cast<Int32x8>((even & low) | (odd & ~low));
}

// Channels [c, c + 8): sums to stored values.
TADPOLE_AVX2 inline void store8(const Epilogue8& e, std::int32_t c, Int32x8 sums,
                                std::int8_t* output) {
  const Int32x8 zero = {};
  if (e.bias != nullptr) sums += load_int32x8(e.bias + c);
  const Int32x8 shift = load_int32x8(e.shift + c);
  const Int32x8 left = shift > 0 ? shift : zero;
  const Int32x8 right = shift > 0 ? zero : -shift;
  const Int32x8 high = high_mul(sums << left, load_int32x8(e.multiplier + c));
  const Uint32x8 ones = reinterpret_cast<Uint32x8>(zero) + 1;
  // Unsigned: right = 31 wraps to the mask it shall be.
  const auto mask = reinterpret_cast<Int32x8>((ones << reinterpret_cast<Uint32x8>(right)) - 1);
  const Int32x8 threshold = (mask >> 1) - (high < 0);  // a true comparison is -1
  const Int32x8 value = (high >> right) - ((high & mask) > threshold) + e.output_offset;
  const Int32x8 low = zero + e.output_min;
  const Int32x8 top = zero + e.output_max;
  Int32x8 held = value < low ? low : value;
  held = held > top ? top : held;
  const Int8x8 bytes = __builtin_convertvector(held, Int8x8);
  __builtin_memcpy(output + c, &bytes, sizeof bytes);
}

}  // namespace tadpole::device
#endif
