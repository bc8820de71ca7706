// SPDX-License-Identifier: Apache-2.0
// The upper half of 32 x 32-bit products, rounded: one instruction on Cortex-M with the DSP
// extension.
#pragma once
#include <cstdint>

namespace tadpole::device {

#if defined(__ARM_FEATURE_DSP) && __ARM_FEATURE_DSP == 1
inline std::int32_t high_mul(std::int32_t a, std::int32_t b) {
  std::int32_t r;
  __asm__("smmulr %0, %1, %2" : "=r"(r) : "r"(a), "r"(b));
  return r;
}
inline std::int32_t high_mul_add(std::int32_t c, std::int32_t a, std::int32_t b) {
  std::int32_t r;
  __asm__("smmlar %0, %1, %2, %3" : "=r"(r) : "r"(a), "r"(b), "r"(c));
  return r;
}
inline std::int32_t high_mul_sub(std::int32_t c, std::int32_t a, std::int32_t b) {
  std::int32_t r;
  __asm__("smmlsr %0, %1, %2, %3" : "=r"(r) : "r"(a), "r"(b), "r"(c));
  return r;
}
#else
// (a b + 2^31) >> 32
inline std::int32_t high_mul(std::int32_t a, std::int32_t b) {
  return static_cast<std::int32_t>((static_cast<std::int64_t>(a) * b + (std::int64_t{1} << 31)) >>
                                   32);
}
// c + ((a b + 2^31) >> 32); the sum must fit.
inline std::int32_t high_mul_add(std::int32_t c, std::int32_t a, std::int32_t b) {
  return c + high_mul(a, b);
}
// c + ((2^31 - a b) >> 32); the sum must fit.
inline std::int32_t high_mul_sub(std::int32_t c, std::int32_t a, std::int32_t b) {
  const std::int64_t rest = (std::int64_t{1} << 31) - static_cast<std::int64_t>(a) * b;
  return c + static_cast<std::int32_t>(rest >> 32);
}
#endif

}  // namespace tadpole::device
