// SPDX-License-Identifier: Apache-2.0
// The DSP instructions of ARMv7E-M that the fast kernels use, one function each. On every other
// target the same functions are plain C++ with the same results, so that a host test proves the
// kernels. Source: ARMv7-M Architecture Reference Manual (2021), chapter A7.
#pragma once
#include <cstdint>

#include "device/ops/fixed_point.h"

#if defined(__ARM_FEATURE_DSP) && defined(__thumb2__)
#define TADPOLE_ARM_DSP 1
#else
#define TADPOLE_ARM_DSP 0
#endif

// HOT: code worth its flash. The rest of a firmware may be built with -Os; these functions keep
// -O2, less the scheduler that moves loads up and so runs out of the 14 registers. UNROLL: the
// loop's length is a small constant and its body must become straight code.
#if defined(__GNUC__) && !defined(__clang__)
#define TADPOLE_HOT __attribute__((noinline, optimize("O2", "no-schedule-insns")))
#define TADPOLE_UNROLL _Pragma("GCC unroll 16")
#define TADPOLE_INLINE inline __attribute__((always_inline))
#elif defined(__clang__)
#define TADPOLE_UNROLL _Pragma("unroll")
#define TADPOLE_HOT __attribute__((noinline))
#define TADPOLE_INLINE inline __attribute__((always_inline))
#else
#define TADPOLE_UNROLL
#define TADPOLE_HOT
#define TADPOLE_INLINE inline
#endif

namespace tadpole::device::cortex_m {

// Four bytes as one word, from any address (the cores here read unaligned words in one load).
TADPOLE_INLINE std::uint32_t load_word(const void* from) {
  std::uint32_t word;
  __builtin_memcpy(&word, from, sizeof word);
  return word;
}

TADPOLE_INLINE std::int32_t low_half(std::uint32_t word) {
  return static_cast<std::int16_t>(word & 0xFFFFU);
}
TADPOLE_INLINE std::int32_t high_half(std::uint32_t word) {
  return static_cast<std::int16_t>(word >> 16U);
}

TADPOLE_INLINE std::uint32_t pack_halves(std::int32_t low, std::int32_t high) {
  return (static_cast<std::uint32_t>(low) & 0xFFFFU) | (static_cast<std::uint32_t>(high) << 16U);
}

#if TADPOLE_ARM_DSP
TADPOLE_INLINE std::uint32_t sxtb16(std::uint32_t x) {
  std::uint32_t result;
  asm("sxtb16 %0, %1" : "=r"(result) : "r"(x));
  return result;
}
TADPOLE_INLINE std::uint32_t sxtb16_ror8(std::uint32_t x) {
  std::uint32_t result;
  asm("sxtb16 %0, %1, ror #8" : "=r"(result) : "r"(x));
  return result;
}
TADPOLE_INLINE std::uint32_t sxtab16(std::uint32_t sum, std::uint32_t x) {
  asm("sxtab16 %0, %0, %1" : "+r"(sum) : "r"(x));
  return sum;
}
TADPOLE_INLINE std::uint32_t sxtab16_ror8(std::uint32_t sum, std::uint32_t x) {
  asm("sxtab16 %0, %0, %1, ror #8" : "+r"(sum) : "r"(x));
  return sum;
}
TADPOLE_INLINE std::int32_t smlad(std::uint32_t a, std::uint32_t b, std::int32_t sum) {
  std::int32_t result;
  asm("smlad %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(sum));
  return result;
}
TADPOLE_INLINE std::int32_t smlabt(std::uint32_t a, std::uint32_t b, std::int32_t sum) {
  std::int32_t result;
  asm("smlabt %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(sum));
  return result;
}
TADPOLE_INLINE std::int32_t smlatb(std::uint32_t a, std::uint32_t b, std::int32_t sum) {
  std::int32_t result;
  asm("smlatb %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(sum));
  return result;
}
TADPOLE_INLINE std::int32_t smmulr(std::int32_t a, std::int32_t b) {
  std::int32_t result;
  asm("smmulr %0, %1, %2" : "=r"(result) : "r"(a), "r"(b));
  return result;
}
TADPOLE_INLINE std::int32_t smmlar(std::int32_t a, std::int32_t b, std::int32_t sum) {
  std::int32_t result;
  asm("smmlar %0, %1, %2, %3" : "=r"(result) : "r"(a), "r"(b), "r"(sum));
  return result;
}
TADPOLE_INLINE std::int32_t ssat8(std::int32_t x) {
  std::int32_t result;
  asm("ssat %0, #8, %1" : "=r"(result) : "r"(x) : "cc");
  return result;
}
#else
// Bytes 0 and 2, sign-extended into the two halves.
TADPOLE_INLINE std::uint32_t sxtb16(std::uint32_t x) {
  return pack_halves(static_cast<std::int8_t>(x & 0xFFU),
                     static_cast<std::int8_t>((x >> 16U) & 0xFFU));
}
// Bytes 1 and 3.
TADPOLE_INLINE std::uint32_t sxtb16_ror8(std::uint32_t x) {
  return pack_halves(static_cast<std::int8_t>((x >> 8U) & 0xFFU),
                     static_cast<std::int8_t>(x >> 24U));
}
// Adds bytes 0 and 2 to the two halves; each half wraps on its own.
TADPOLE_INLINE std::uint32_t sxtab16(std::uint32_t sum, std::uint32_t x) {
  const std::uint32_t wide = sxtb16(x);
  return pack_halves(low_half(sum) + low_half(wide), high_half(sum) + high_half(wide));
}
TADPOLE_INLINE std::uint32_t sxtab16_ror8(std::uint32_t sum, std::uint32_t x) {
  const std::uint32_t wide = sxtb16_ror8(x);
  return pack_halves(low_half(sum) + low_half(wide), high_half(sum) + high_half(wide));
}
TADPOLE_INLINE std::int32_t smlad(std::uint32_t a, std::uint32_t b, std::int32_t sum) {
  const std::int32_t first = low_half(a) * low_half(b);
  return wrapping_add(wrapping_add(sum, first), high_half(a) * high_half(b));
}
TADPOLE_INLINE std::int32_t smlabt(std::uint32_t a, std::uint32_t b, std::int32_t sum) {
  return wrapping_add(sum, low_half(a) * high_half(b));
}
TADPOLE_INLINE std::int32_t smlatb(std::uint32_t a, std::uint32_t b, std::int32_t sum) {
  return wrapping_add(sum, high_half(a) * low_half(b));
}
// The high word of the product, rounded.
TADPOLE_INLINE std::int32_t smmulr(std::int32_t a, std::int32_t b) {
  const std::int64_t product = static_cast<std::int64_t>(a) * b + 0x80000000LL;
  return static_cast<std::int32_t>(product >> 32);
}
TADPOLE_INLINE std::int32_t smmlar(std::int32_t a, std::int32_t b, std::int32_t sum) {
  return wrapping_add(sum, smmulr(a, b));
}
TADPOLE_INLINE std::int32_t ssat8(std::int32_t x) { return x < -128 ? -128 : (x > 127 ? 127 : x); }
#endif

}  // namespace tadpole::device::cortex_m
