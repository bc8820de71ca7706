// SPDX-License-Identifier: Apache-2.0
// The functions that a compiler calls on its own, a word at a time where the addresses allow
// it.
#include <cstddef>
#include <cstdint>

namespace {
using Word = std::uint32_t __attribute__((may_alias));

bool both_aligned(const void* a, const void* b) {
  return ((reinterpret_cast<std::uintptr_t>(a) | reinterpret_cast<std::uintptr_t>(b)) & 3U) == 0;
}
}  // namespace

// The loops below must not become calls of the functions they are.
#pragma GCC optimize("no-tree-loop-distribute-patterns")

extern "C" {

void* memcpy(void* __restrict to, const void* __restrict from, std::size_t bytes) {
  auto* d = static_cast<std::uint8_t*>(to);
  const auto* s = static_cast<const std::uint8_t*>(from);
  if (both_aligned(d, s)) {
    for (; bytes >= 4; bytes -= 4, d += 4, s += 4)
      *reinterpret_cast<Word*>(d) = *reinterpret_cast<const Word*>(s);
  }
  while (bytes-- > 0) *d++ = *s++;
  return to;
}

void* memset(void* to, int value, std::size_t bytes) {
  auto* d = static_cast<std::uint8_t*>(to);
  const std::uint32_t word = (static_cast<std::uint32_t>(value) & 0xFFU) * 0x01010101U;
  if (both_aligned(d, d)) {
    for (; bytes >= 4; bytes -= 4, d += 4) *reinterpret_cast<Word*>(d) = word;
  }
  while (bytes-- > 0) *d++ = static_cast<std::uint8_t>(value);
  return to;
}

void* memmove(void* to, const void* from, std::size_t bytes) {
  auto* d = static_cast<std::uint8_t*>(to);
  const auto* s = static_cast<const std::uint8_t*>(from);
  if (d <= s || d >= s + bytes)
    return bytes == 0 ? to : memcpy(to, from, bytes);  // upwards is safe
  while (bytes-- > 0) d[bytes] = s[bytes];
  return to;
}

int memcmp(const void* a, const void* b, std::size_t bytes) {
  const auto* x = static_cast<const std::uint8_t*>(a);
  const auto* y = static_cast<const std::uint8_t*>(b);
  for (; bytes > 0; --bytes, ++x, ++y) {
    if (*x != *y) return *x - *y;
  }
  return 0;
}

std::size_t strlen(const char* text) {
  std::size_t n = 0;
  while (text[n] != '\0') ++n;
  return n;
}
}
