// SPDX-License-Identifier: Apache-2.0
// Pools: channels are lanes. Part of simd_table.h.
#pragma once
#include "core/tensor/simd_vector.h"

namespace tadpole {
namespace {

// Cells [top, bottom) x [left, right) of the input under one output.
struct Cells {
  int top, bottom, left, right;
};

inline Cells cells_under(const Pool& p, int i, int j) {
  const int y = i * p.sh - p.top, x = j * p.sw - p.left;
  const int bottom = y + p.kh, right = x + p.kw;
  return {y > 0 ? y : 0, bottom < p.x.h ? bottom : p.x.h, x > 0 ? x : 0,
          right < p.x.w ? right : p.x.w};
}

// f(sample, i, j, cells) for each output.
template <class F>
inline void for_windows(const Pool& p, const F& f) {
  for (int s = 0; s < p.y.n; ++s) {
    for (int i = 0; i < p.y.h; ++i) {
      for (int j = 0; j < p.y.w; ++j) f(s, i, j, cells_under(p, i, j));
    }
  }
}

template <class V>
inline V largest_of(const Pool& p, int s, const Cells& w, int c) {
  V most = load<V>(p.x.line(s, w.top) + std::ptrdiff_t{w.left} * p.x.c + c);
  for (int y = w.top; y < w.bottom; ++y) {
    const float* x = p.x.line(s, y) + std::ptrdiff_t{w.left} * p.x.c + c;
    for (int q = w.left; q < w.right; ++q, x += p.x.c) {
      const V v = load<V>(x);
      most = v > most ? v : most;
    }
  }
  return most;
}

void max_pool(const Pool& p) {
  for_channels(p.x.c, [&]<class V, int NB>(int first) {
    for_windows(p, [&](int s, int i, int j, const Cells& w) {
      for (int c = first; c < first + NB * kLanes<V>; c += kLanes<V>)
        store(p.y.line(s, i) + std::ptrdiff_t{j} * p.y.c + c, largest_of<V>(p, s, w, c));
    });
  });
}

// Gives a window's gradient to its first largest value: what was given is taken from what is left.
template <class V>
inline void give_to_largest(const Pool& p, const View& dx, int s, const Cells& w, int c, V left) {
  const V most = largest_of<V>(p, s, w, c);
  for (int y = w.top; y < w.bottom; ++y) {
    const float* x = p.x.line(s, y) + std::ptrdiff_t{w.left} * p.x.c + c;
    float* to = dx.line(s, y) + std::ptrdiff_t{w.left} * p.x.c + c;
    for (int q = w.left; q < w.right; ++q, x += p.x.c, to += p.x.c) {
      const V v = load<V>(x);
      const V given = v == most ? left : V{};
      store(to, load<V>(to) + given);
      left = v == most ? V{} : left;
    }
  }
}

void max_pool_input(const Pool& p, const View& dx) {
  for (int s = 0; s < dx.n; ++s) {
    for (int y = 0; y < dx.h; ++y)
      __builtin_memset(dx.line(s, y), 0, static_cast<std::size_t>(dx.w * dx.c) * sizeof(float));
  }
  for_channels(p.x.c, [&]<class V, int NB>(int first) {
    for_windows(p, [&](int s, int i, int j, const Cells& w) {
      for (int c = first; c < first + NB * kLanes<V>; c += kLanes<V>) {
        const V dy = load<V>(p.y.line(s, i) + std::ptrdiff_t{j} * p.y.c + c);
        give_to_largest<V>(p, dx, s, w, c, dy);
      }
    });
  });
}

}  // namespace
}  // namespace tadpole
