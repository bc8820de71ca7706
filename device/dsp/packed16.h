// SPDX-License-Identifier: Apache-2.0
// Two int16 in one word: low half = real or even sample, high half = imaginary or odd sample. On
// Cortex-M with the DSP extension each function is one to four instructions; elsewhere the same
// arithmetic in plain C++. All wrap around.
#pragma once
#include <cstdint>
#include <cstring>

namespace tadpole::device {

using Packed16 = std::uint32_t;

#if defined(__ARM_FEATURE_DSP) && __ARM_FEATURE_DSP == 1
#define TADPOLE_PACKED16_ARM 1
#else
#define TADPOLE_PACKED16_ARM 0
#endif

constexpr std::int32_t low16(Packed16 x) { return static_cast<std::int16_t>(x & 0xFFFFu); }
constexpr std::int32_t high16(Packed16 x) { return static_cast<std::int16_t>(x >> 16); }
constexpr Packed16 pack16(std::int32_t low, std::int32_t high) {
  return (static_cast<std::uint32_t>(low) & 0xFFFFu) | (static_cast<std::uint32_t>(high) << 16);
}

// Two neighbouring samples; the pointer needs no alignment beyond its type.
inline Packed16 load_pair(const std::int16_t* p) {
  Packed16 word;
  std::memcpy(&word, p, sizeof word);
  return word;
}

#if TADPOLE_PACKED16_ARM
#define TADPOLE_ARM_OP(name, op)                           \
  inline Packed16 name(Packed16 a, Packed16 b) {           \
    Packed16 r;                                            \
    __asm__(#op " %0, %1, %2" : "=r"(r) : "r"(a), "r"(b)); \
    return r;                                              \
  }
TADPOLE_ARM_OP(add16, sadd16)
TADPOLE_ARM_OP(sub16, ssub16)
TADPOLE_ARM_OP(sub_rotated16, ssax)
TADPOLE_ARM_OP(add_rotated16, sasx)
TADPOLE_ARM_OP(halved_add16, shadd16)
TADPOLE_ARM_OP(halved_sub16, shsub16)
TADPOLE_ARM_OP(dot16, smuad)
TADPOLE_ARM_OP(low_of_first_high_of_second16, pkhbt)
#undef TADPOLE_ARM_OP

// {low of low >> 16, high of high}: both operands carry their result in the upper half.
inline Packed16 pack_upper16(std::int32_t low, std::int32_t high) {
  Packed16 r;
  __asm__("pkhtb %0, %1, %2, asr #16" : "=r"(r) : "r"(high), "r"(low));
  return r;
}

// {low >> bits, high >> bits}, both of which fit 16 bits.
template <int bits>
inline Packed16 pack_shifted16(std::int32_t low, std::int32_t high) {
  Packed16 r;
  __asm__("pkhtb %0, %1, %2, asr %3"
          : "=r"(r)
          : "r"(static_cast<std::uint32_t>(high) << (16 - bits)), "r"(low), "i"(bits));
  return r;
}

inline std::int32_t mul_low_add(Packed16 a, Packed16 b, std::int32_t c) {
  std::int32_t r;
  __asm__("smlabb %0, %1, %2, %3" : "=r"(r) : "r"(a), "r"(b), "r"(c));
  return r;
}

// high(a) * low(b) + c
inline std::int32_t mul_high_low_add(Packed16 a, Packed16 b, std::int32_t c) {
  std::int32_t r;
  __asm__("smlatb %0, %1, %2, %3" : "=r"(r) : "r"(a), "r"(b), "r"(c));
  return r;
}

inline std::int32_t mul_low(Packed16 a, Packed16 b) {
  std::int32_t r;
  __asm__("smulbb %0, %1, %2" : "=r"(r) : "r"(a), "r"(b));
  return r;
}

inline std::int32_t mul_high(Packed16 a, Packed16 b) {
  std::int32_t r;
  __asm__("smultt %0, %1, %2" : "=r"(r) : "r"(a), "r"(b));
  return r;
}

// Complex product, each part (x + 2^14) >> 15.
inline Packed16 complex_mul16(Packed16 a, Packed16 w) {
  std::int32_t re;
  std::int32_t im;
  const std::int32_t half = 1 << 14;
  __asm__("smlsd %0, %1, %2, %3" : "=r"(re) : "r"(a), "r"(w), "r"(half));
  __asm__("smladx %0, %1, %2, %3" : "=r"(im) : "r"(a), "r"(w), "r"(half));
  Packed16 r;
  __asm__("pkhtb %0, %1, %2, asr #15"
          : "=r"(r)
          : "r"(static_cast<std::uint32_t>(im) << 1), "r"(re));
  return r;
}

// |low|, |high|; 32768 for -32768.
inline Packed16 abs16(Packed16 a) {
  Packed16 r;
  __asm__("ssub16 %0, %2, %1\n\tsel %0, %0, %1" : "=&r"(r) : "r"(a), "r"(0));
  return r;
}
#else
inline Packed16 add16(Packed16 a, Packed16 b) {
  return pack16(low16(a) + low16(b), high16(a) + high16(b));
}
inline Packed16 sub16(Packed16 a, Packed16 b) {
  return pack16(low16(a) - low16(b), high16(a) - high16(b));
}
// a - i b: {low a + high b, high a - low b}
inline Packed16 sub_rotated16(Packed16 a, Packed16 b) {
  return pack16(low16(a) + high16(b), high16(a) - low16(b));
}
// a + i b: {low a - high b, high a + low b}
inline Packed16 add_rotated16(Packed16 a, Packed16 b) {
  return pack16(low16(a) - high16(b), high16(a) + low16(b));
}
// (a + b) >> 1 without losing the carry.
inline Packed16 halved_add16(Packed16 a, Packed16 b) {
  return pack16((low16(a) + low16(b)) >> 1, (high16(a) + high16(b)) >> 1);
}
inline Packed16 halved_sub16(Packed16 a, Packed16 b) {
  return pack16((low16(a) - low16(b)) >> 1, (high16(a) - high16(b)) >> 1);
}
// low a * low b + high a * high b
inline std::uint32_t dot16(Packed16 a, Packed16 b) {
  return static_cast<std::uint32_t>(low16(a) * low16(b)) +
         static_cast<std::uint32_t>(high16(a) * high16(b));
}
inline Packed16 low_of_first_high_of_second16(Packed16 a, Packed16 b) {
  return (a & 0xFFFFu) | (b & 0xFFFF0000u);
}
inline Packed16 pack_upper16(std::int32_t low, std::int32_t high) {
  return (static_cast<std::uint32_t>(low) >> 16) | (static_cast<std::uint32_t>(high) & 0xFFFF0000u);
}
// {low >> bits, high >> bits}, both of which fit 16 bits.
template <int bits>
inline Packed16 pack_shifted16(std::int32_t low, std::int32_t high) {
  return pack16(low >> bits, high >> bits);
}
inline std::int32_t mul_low_add(Packed16 a, Packed16 b, std::int32_t c) {
  return low16(a) * low16(b) + c;
}
inline std::int32_t mul_high_low_add(Packed16 a, Packed16 b, std::int32_t c) {
  return high16(a) * low16(b) + c;
}
inline std::int32_t mul_low(Packed16 a, Packed16 b) { return low16(a) * low16(b); }
inline std::int32_t mul_high(Packed16 a, Packed16 b) { return high16(a) * high16(b); }
// Complex product, each part (x + 2^14) >> 15. |w| <= 2^15 keeps the sums below 2^31.
inline Packed16 complex_mul16(Packed16 a, Packed16 w) {
  const std::int32_t re = low16(a) * low16(w) - high16(a) * high16(w) + (1 << 14);
  const std::int32_t im = low16(a) * high16(w) + high16(a) * low16(w) + (1 << 14);
  return pack16(re >> 15, im >> 15);
}
// |low|, |high|; 32768 for -32768.
inline Packed16 abs16(Packed16 a) {
  return pack16(low16(a) < 0 ? -low16(a) : low16(a), high16(a) < 0 ? -high16(a) : high16(a));
}
#endif

}  // namespace tadpole::device
