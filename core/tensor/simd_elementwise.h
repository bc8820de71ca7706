// SPDX-License-Identifier: Apache-2.0
// Loops over all values of a line: the compiler vectorizes them for its level. Part of
// simd_table.h.
#pragma once
#include "core/tensor/simd_vector.h"

namespace tadpole {
namespace {

// Calls f(s, y, values of the line).
template <class F, class... Views>
inline void for_lines(const F& f, const View& v, const Views&... others) {
  const Lines lines = lines_of(v, others...);
  for (int s = 0; s < lines.n; ++s) {
    for (int y = 0; y < lines.h; ++y) f(s, y, std::ptrdiff_t{lines.w} * v.c);
  }
}

inline void mask_line(const float* y, float* dy, std::ptrdiff_t n, float lo, float hi) {
  std::ptrdiff_t i = 0;
  const Wide low = broadcast<Wide>(lo), high = broadcast<Wide>(hi);
  for (; i + kLanes<Wide> <= n; i += kLanes<Wide>) {
    const Wide v = load<Wide>(y + i);
    Wide g = load<Wide>(dy + i);
    g = v > low ? g : Wide{};
    g = v < high ? g : Wide{};
    store(dy + i, g);
  }
  for (; i < n; ++i) dy[i] = y[i] > lo && y[i] < hi ? dy[i] : 0.0F;
}

void mask(const View& y, const View& dy, float lo, float hi) {
  for_lines(
      [&](int s, int i, std::ptrdiff_t n) { mask_line(y.line(s, i), dy.line(s, i), n, lo, hi); }, y,
      dy);
}

inline void add_line(const float* a, const float* b, float* y, std::ptrdiff_t n, float lo,
                     float hi) {
  std::ptrdiff_t i = 0;
  const Wide low = broadcast<Wide>(lo), high = broadcast<Wide>(hi);
  for (; i + kLanes<Wide> <= n; i += kLanes<Wide>) {
    store(y + i, clamp(load<Wide>(a + i) + load<Wide>(b + i), low, high));
  }
  for (; i < n; ++i) y[i] = clamp(a[i] + b[i], lo, hi);
}

void add(const View& a, const View& b, const View& y, float lo, float hi) {
  const auto line = [&](int s, int i, std::ptrdiff_t n) {
    add_line(a.line(s, i), b.line(s, i), y.line(s, i), n, lo, hi);
  };
  for_lines(line, a, b, y);
}

template <class V, int NB>
void channel_sums_block(const View& x, int c, float* sum, bool accumulate) {
  V acc[NB] = {};
  const Lines lines = lines_of(x);
  for (int s = 0; s < lines.n; ++s) {
    for (int y = 0; y < lines.h; ++y) {
      const float* at = x.line(s, y) + c;
      for (int i = 0; i < lines.w; ++i, at += x.c) {
        TADPOLE_UNROLL
        for (int b = 0; b < NB; ++b) acc[b] += load<V>(at + b * kLanes<V>);
      }
    }
  }
  for (int b = 0; b < NB; ++b) {
    float* to = sum + c + b * kLanes<V>;
    store(to, accumulate ? load<V>(to) + acc[b] : acc[b]);
  }
}

void channel_sums(const View& x, float* sum, bool accumulate) {
  for_channels(x.c,
               [&]<class V, int NB>(int c) { channel_sums_block<V, NB>(x, c, sum, accumulate); });
}

#if TADPOLE_LANES >= 16
using WideBits [[gnu::vector_size(64)]] = std::uint32_t;
using WideInts [[gnu::vector_size(64)]] = std::int32_t;
#elif TADPOLE_LANES >= 8
using WideBits [[gnu::vector_size(32)]] = std::uint32_t;
using WideInts [[gnu::vector_size(32)]] = std::int32_t;
#else
using WideBits [[gnu::vector_size(16)]] = std::uint32_t;
using WideInts [[gnu::vector_size(16)]] = std::int32_t;
#endif

// A 32-bit mixer with good avalanche, by two multiplications. Source: C. Wellons, "Prospecting for
// hash functions", 2018.
template <class Bits>
inline Bits mix32(Bits x) {
  x ^= x >> 16;
  x *= 0x7FEB352DU;
  x ^= x >> 15;
  x *= 0x846CA68BU;
  return x ^ (x >> 16);
}

// 24 bits that belong to the value number i.
template <class Bits>
inline Bits draw(Bits i, const DropoutMask& m) {
  return (mix32<Bits>(i * 0x9E3779B1U + m.key0) ^ m.key1) >> 8;
}

inline void dropout_line(const float* x, float* y, std::int32_t n, std::uint32_t first,
                         const DropoutMask& m) {
  const auto threshold = static_cast<std::int32_t>(m.rate * 16777216.0F);  // of 24 bits
  const float grow = 1.0F / (1.0F - m.rate);
  WideBits number = {};
  for (int j = 0; j < kLanes<Wide>; ++j) number[j] = first + static_cast<std::uint32_t>(j);
  std::int32_t i = 0;
  for (; i + kLanes<Wide> <= n;
       i += kLanes<Wide>, number += static_cast<std::uint32_t>(kLanes<Wide>)) {
    const auto drawn = (WideInts)draw(number, m);  // NOLINT: same bits, signed
    const Wide kept = load<Wide>(x + i) * broadcast<Wide>(grow);
    store(y + i, drawn < threshold ? Wide{} : kept);
  }
  for (; i < n; ++i) {
    const std::uint32_t drawn = draw(first + static_cast<std::uint32_t>(i), m);
    y[i] = static_cast<std::int32_t>(drawn) < threshold ? 0.0F : x[i] * grow;
  }
}

void dropout(const View& x, const View& y, const DropoutMask& m) {
  const Lines lines = lines_of(x, y);
  const std::ptrdiff_t n = std::ptrdiff_t{lines.w} * x.c;
  std::uint32_t first = m.first;
  for (int s = 0; s < lines.n; ++s) {
    for (int i = 0; i < lines.h; ++i, first += static_cast<std::uint32_t>(n)) {
      dropout_line(x.line(s, i), y.line(s, i), static_cast<std::int32_t>(n), first, m);
    }
  }
}

void reduce(const float* parts, std::size_t stride, int count, std::size_t n, float* sum) {
  std::size_t i = 0;
  for (; i + kLanes<Wide> <= n; i += kLanes<Wide>) {
    Wide v = load<Wide>(parts + i);
    for (int p = 1; p < count; ++p)
      v += load<Wide>(parts + static_cast<std::size_t>(p) * stride + i);
    store(sum + i, v);
  }
  for (; i < n; ++i) {
    float v = parts[i];
    for (int p = 1; p < count; ++p) v += parts[static_cast<std::size_t>(p) * stride + i];
    sum[i] = v;
  }
}

}  // namespace
}  // namespace tadpole
