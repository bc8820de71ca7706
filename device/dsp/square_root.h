// SPDX-License-Identifier: Apache-2.0
// Square roots: float, by the machine's one correctly rounded instruction, and of integers, rounded
// to nearest.
#pragma once
#include <cstdint>

namespace tadpole::device {

// x >= 0. IEEE square root: the same bits everywhere. No libm: GCC's builtin would keep a call for
// errno.
inline float square_root(float x) {
#if defined(__ARM_FP) && (__ARM_FP & 4)
  float root;
  __asm__("vsqrt.f32 %0, %1" : "=t"(root) : "t"(x));
  return root;
#else
  return __builtin_sqrtf(x);
#endif
}

// sqrt(x) rounded to nearest; below 2^32 never more than 65535, as the reference (TFLite Micro's
// signal library). x < 2^48, so that the result fits 24 bits. Cannot fail.
std::uint32_t square_root_48(std::uint64_t x);

// floor(sqrt(x)). Cannot fail.
std::uint32_t square_root_64(std::uint64_t x);

}  // namespace tadpole::device
