// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/square_root.h"

namespace tadpole::device {
namespace {

#if defined(__arm__) && !defined(__ARM_FP)
// Digit by digit, for cores without a float unit.
std::uint32_t floor_root(std::uint64_t x) {
  std::uint64_t root = 0;
  std::uint64_t bit = std::uint64_t{1} << 62;
  while (bit > x) bit >>= 2;
  for (; bit != 0; bit >>= 2) {
    const bool fits = x >= root + bit;
    if (fits) x -= root + bit;
    root = (root >> 1) + (fits ? bit : 0);
  }
  return static_cast<std::uint32_t>(root);
}
#else
// An estimate from the upper 32 bits, good to 2^-23 of the root; for roots of more than 24 bits one
// Newton step; then at most a few steps of one.
std::uint32_t floor_root(std::uint64_t x) {
  const std::uint32_t upper = static_cast<std::uint32_t>(x >> 32);
  const int shift =
      upper == 0 ? 0 : (33 - __builtin_clz(upper)) & ~1;  // even, and x >> shift fits 32 bits
  const float estimate = square_root(static_cast<float>(static_cast<std::uint32_t>(x >> shift))) *
                         static_cast<float>(1u << (shift / 2));
  std::uint64_t root =
      estimate >= 4294967040.0f ? 0xFFFFFFFFu : static_cast<std::uint32_t>(estimate);
  if (upper >= 0x10000u) root = (root + x / root) >> 1;
  if (root > 0xFFFFFFFFu) root = 0xFFFFFFFFu;
  while (root * root > x) --root;
  while (root < 0xFFFFFFFFu && (root + 1) * (root + 1) <= x) ++root;
  return static_cast<std::uint32_t>(root);
}
#endif

}  // namespace

#if defined(__arm__) && !defined(__ARM_FP)
inline std::uint32_t estimate_48(std::uint64_t x) { return floor_root(x); }
#else
// At most a few steps away from the root.
inline std::uint32_t estimate_48(std::uint64_t x) {
  const std::uint32_t upper = static_cast<std::uint32_t>(x >> 32);
  if (upper == 0)
    return static_cast<std::uint32_t>(
        square_root(static_cast<float>(static_cast<std::uint32_t>(x))));
  const auto aligned = static_cast<std::uint32_t>(x >> 16);
  return static_cast<std::uint32_t>(256.0f * square_root(static_cast<float>(aligned)));
}
#endif

std::uint32_t square_root_64(std::uint64_t x) { return floor_root(x); }

std::uint32_t square_root_48(std::uint64_t x) {
  // The nearest root r has -r < x - r * r <= r.
  auto root = static_cast<std::int32_t>(estimate_48(x));
  auto rest = static_cast<std::int64_t>(x) - static_cast<std::int64_t>(root) * root;
  for (; rest > root; ++root) rest -= 2 * root + 1;
  for (; rest <= -root && root > 0; --root) rest += 2 * root - 1;
  return root == 0x10000 && (x >> 32) == 0 ? 0xFFFFu : static_cast<std::uint32_t>(root);
}

}  // namespace tadpole::device
