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
// An estimate from the upper 32 bits, good to 2^-23 of the root; for roots of more than 24 bits one Newton step; then
// at most a few steps of one.
std::uint32_t floor_root(std::uint64_t x) {
  const std::uint32_t upper = static_cast<std::uint32_t>(x >> 32);
  const int shift = upper == 0 ? 0 : (33 - __builtin_clz(upper)) & ~1;  // even, and x >> shift fits 32 bits
  const float estimate = square_root(static_cast<float>(static_cast<std::uint32_t>(x >> shift))) *
                         static_cast<float>(1u << (shift / 2));
  std::uint64_t root = estimate >= 4294967040.0f ? 0xFFFFFFFFu : static_cast<std::uint32_t>(estimate);
  if (upper >= 0x10000u) root = (root + x / root) >> 1;
  if (root > 0xFFFFFFFFu) root = 0xFFFFFFFFu;
  while (root * root > x) --root;
  while (root < 0xFFFFFFFFu && (root + 1) * (root + 1) <= x) ++root;
  return static_cast<std::uint32_t>(root);
}
#endif

}  // namespace

std::uint32_t square_root_64(std::uint64_t x) { return floor_root(x); }

std::uint32_t square_root_48(std::uint64_t x) {
  const std::uint32_t root = floor_root(x);
  const bool up = x - static_cast<std::uint64_t>(root) * root > root;
  if (!up || ((x >> 32) == 0 && root == 0xFFFFu)) return root;
  return root + 1;
}

}  // namespace tadpole::device
