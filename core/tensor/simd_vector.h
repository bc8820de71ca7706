// SPDX-License-Identifier: Apache-2.0
// Vectors of float by the GCC/Clang extension, and loops over channels in blocks of them. Part of
// simd_table.h: compiled once per instruction set, everything in an unnamed namespace, no inline
// function of the standard library.
#pragma once
#include <cstddef>
#include <cstdint>

#include "core/tensor/kernels.h"

#if defined(__clang__)
#define TADPOLE_UNROLL _Pragma("clang loop unroll(full)")
#else
#define TADPOLE_UNROLL _Pragma("GCC unroll 16")
#endif

namespace tadpole {
namespace {

using V1 = float;  // one channel: the same source serves the tail
using V4 [[gnu::vector_size(16)]] = float;
#if TADPOLE_LANES >= 8
using V8 [[gnu::vector_size(32)]] = float;
#endif
#if TADPOLE_LANES >= 16
using V16 [[gnu::vector_size(64)]] = float;
using Wide = V16;
#elif TADPOLE_LANES >= 8
using Wide = V8;
#else
using Wide = V4;
#endif

template <class V>
constexpr int kLanes = static_cast<int>(sizeof(V) / sizeof(float));

template <class V>
inline V load(const float* p) {
  V v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}
template <class V>
inline void store(float* p, V v) {
  __builtin_memcpy(p, &v, sizeof v);
}
// a - 0, not 0 + a: only the first is the identity for a signed zero, so only it folds into a
// broadcast.
template <class V>
inline V broadcast(float a) {
  return a - V{};
}
template <class V>
inline V clamp(V v, V lo, V hi) {
  v = v > lo ? v : lo;
  return v < hi ? v : hi;
}
template <class V>
inline float lane(const V& v, int i) {
  float f;
  __builtin_memcpy(&f,
                   reinterpret_cast<const char*>(&v) + sizeof(float) * static_cast<std::size_t>(i),
                   sizeof f);
  return f;
}
// a * b + c, in one rounding where the instruction set has that: compilers see it by themselves but
// for WASM, where it is asked for by name.
template <class V>
inline V multiply_add(V a, V b, V c) {
#if defined(TADPOLE_FUSED)
  if constexpr (sizeof(V) == sizeof(V4)) return __builtin_wasm_fma_f32x4(a, b, c);
#endif
  return a * b + c;
}
// Pairs of halves first: three additions one after the other, not one per lane.
template <class V>
inline float horizontal_sum(const V& v) {
  float f[kLanes<V>];
  __builtin_memcpy(f, &v, sizeof f);
  TADPOLE_UNROLL
  for (int width = kLanes<V> / 2; width > 0; width /= 2) {
    TADPOLE_UNROLL
    for (int i = 0; i < width; ++i) f[i] += f[i + width];
  }
  return f[0];
}

// Calls f.operator()<V, blocks>(first channel) so that all channels are covered once: four wide
// vectors at a time, then one, then narrower ones.
template <class F>
inline void for_channels(int c, const F& f) {
  int i = 0;
  for (; c - i >= 4 * kLanes<Wide>; i += 4 * kLanes<Wide>) f.template operator()<Wide, 4>(i);
  for (; c - i >= kLanes<Wide>; i += kLanes<Wide>) f.template operator()<Wide, 1>(i);
#if TADPOLE_LANES >= 16
  for (; c - i >= 8; i += 8) f.template operator()<V8, 1>(i);
#endif
#if TADPOLE_LANES >= 8
  for (; c - i >= 4; i += 4) f.template operator()<V4, 1>(i);
#endif
  for (; i < c; ++i) f.template operator()<V1, 1>(i);
}

// f.operator()<V>(first channel) for one vector at a time.
template <class F>
inline void for_vectors(int channels, const F& f) {
  for_channels(channels, [&]<class V, int NB>(int c) {
    for (int b = 0; b < NB; ++b) f.template operator()<V>(c + b * kLanes<V>);
  });
}

template <class V>
inline void put(float* at, V v, bool accumulate) {
  store(at, accumulate ? load<V>(at) + v : v);
}

// How views of one shape are walked together: line by line, or as one long line when none has gaps.
struct Lines {
  int n, h, w;
};
template <class... Views>
inline Lines lines_of(const View& v, const Views&... others) {
  if (v.dense() && (others.dense() && ...)) return {1, 1, v.n * v.h * v.w};
  return {v.n, v.h, v.w};
}

}  // namespace
}  // namespace tadpole
