// SPDX-License-Identifier: Apache-2.0
// 3x3 convolutions at stride 1 with 16 products for 2x2 outputs instead of 36: tiles of the input
// and the kernel are transformed by sums alone, multiplied place by place (16 matrix products over
// tiles), and transformed back. Source: Lavin, Gray: Fast Algorithms for Convolutional Neural
// Networks, arXiv:1509.09308, 2015: F(2x2, 3x3), letters d, g, U, V, M as there; the gradient of
// the kernel is the transpose of the same three maps. Part of simd_table.h.
#pragma once
#include "core/tensor/simd_gemm.h"

namespace tadpole {
namespace {

// Tiles of 2x2 outputs in reading order: sample after sample, line after line.
struct TileWalk {
  int h, w;  // tiles down and across
  int s = 0, i = 0, j = 0;
  explicit TileWalk(const View& y) : h((y.h + 1) / 2), w((y.w + 1) / 2) {}
  int count(int samples) const { return samples * h * w; }
  void next() {
    if (++j < w) return;
    j = 0;
    if (++i < h) return;
    i = 0;
    ++s;
  }
};

// Floats from a place of the 4x4 to the next. Not a power of two apart, or all sixteen would fall
// on one another in the cache.
inline std::ptrdiff_t place_stride(int tiles, int channels) {
  return std::ptrdiff_t{tiles} * channels + 16;
}

template <class V>
struct Square {
  V at[4][4];
};

// B^T d B.
template <class V>
inline Square<V> transform_input(const Square<V>& d) {
  Square<V> t, v;
  TADPOLE_UNROLL
  for (int j = 0; j < 4; ++j) {
    t.at[0][j] = d.at[0][j] - d.at[2][j];
    t.at[1][j] = d.at[1][j] + d.at[2][j];
    t.at[2][j] = d.at[2][j] - d.at[1][j];
    t.at[3][j] = d.at[1][j] - d.at[3][j];
  }
  TADPOLE_UNROLL
  for (int i = 0; i < 4; ++i) {
    v.at[i][0] = t.at[i][0] - t.at[i][2];
    v.at[i][1] = t.at[i][1] + t.at[i][2];
    v.at[i][2] = t.at[i][2] - t.at[i][1];
    v.at[i][3] = t.at[i][1] - t.at[i][3];
  }
  return v;
}

template <class V>
inline void store_square(const Square<V>& v, float* to, std::ptrdiff_t stride) {
  TADPOLE_UNROLL
  for (int i = 0; i < 4; ++i) {
    TADPOLE_UNROLL
    for (int j = 0; j < 4; ++j) store(to + (4 * i + j) * stride, v.at[i][j]);
  }
}

template <class V>
inline Square<V> load_square(const float* from, std::ptrdiff_t stride) {
  Square<V> v;
  TADPOLE_UNROLL
  for (int i = 0; i < 4; ++i) {
    TADPOLE_UNROLL
    for (int j = 0; j < 4; ++j) v.at[i][j] = load<V>(from + (4 * i + j) * stride);
  }
  return v;
}

// What a tile sees of an image that may end inside it: zeros beyond.
struct Window {
  const float* data;
  std::ptrdiff_t row;
  int channels, lines, columns;  // that are there, of the side wanted
};

template <class V, int SIDE>
inline V window_value(const Window& w, int i, int j, int c) {
  return i < w.lines && j < w.columns ? load<V>(w.data + i * w.row + j * w.channels + c) : V{};
}

inline Window window_of(const View& x, const TileWalk& t, int side) {
  const int lines = x.h - 2 * t.i, columns = x.w - 2 * t.j;
  return {x.line(t.s, 2 * t.i) + std::ptrdiff_t{2} * t.j * x.c, x.row, x.c,
          lines < side ? lines : side, columns < side ? columns : side};
}

template <class V>
inline Square<V> input_square(const Window& w, int c) {
  Square<V> d;
  if (w.lines == 4 && w.columns == 4) {
    TADPOLE_UNROLL
    for (int i = 0; i < 4; ++i) {
      TADPOLE_UNROLL
      for (int j = 0; j < 4; ++j) d.at[i][j] = load<V>(w.data + i * w.row + j * w.channels + c);
    }
    return d;
  }
  for (int i = 0; i < 4; ++i) {
    for (int j = 0; j < 4; ++j) d.at[i][j] = window_value<V, 4>(w, i, j, c);
  }
  return d;
}

// V of `tiles` tiles from t on: [16][tiles][channels].
void input_tiles(const View& x, TileWalk t, int tiles, float* to) {
  const std::ptrdiff_t stride = place_stride(tiles, x.c);
  for (int n = 0; n < tiles; ++n, t.next(), to += x.c) {
    const Window w = window_of(x, t, 4);
    for_vectors(x.c, [&]<class V>(int c) {
      store_square(transform_input(input_square<V>(w, c)), to + c, stride);
    });
  }
}

// A dY A^T of the gradients of 2x2 outputs.
void gradient_tiles(const View& dy, TileWalk t, int tiles, float* to) {
  const std::ptrdiff_t stride = place_stride(tiles, dy.c);
  for (int n = 0; n < tiles; ++n, t.next(), to += dy.c) {
    const Window w = window_of(dy, t, 2);
    for_vectors(dy.c, [&]<class V>(int c) {
      Square<V> out;
      V rows[4][2];
      TADPOLE_UNROLL
      for (int j = 0; j < 2; ++j) {
        const V a = window_value<V, 2>(w, 0, j, c), b = window_value<V, 2>(w, 1, j, c);
        rows[0][j] = a, rows[1][j] = a + b, rows[2][j] = a - b, rows[3][j] = V{} - b;
      }
      TADPOLE_UNROLL
      for (int i = 0; i < 4; ++i) {
        out.at[i][0] = rows[i][0];
        out.at[i][1] = rows[i][0] + rows[i][1];
        out.at[i][2] = rows[i][0] - rows[i][1];
        out.at[i][3] = V{} - rows[i][1];
      }
      store_square(out, to + c, stride);
    });
  }
}

// y = clamp(A^T M A + bias).
void output_tiles(const Winograd& g, TileWalk t, int tiles, const float* m) {
  const std::ptrdiff_t stride = place_stride(tiles, g.y.c);
  for (int n = 0; n < tiles; ++n, t.next(), m += g.y.c) {
    float* to = g.y.line(t.s, 2 * t.i) + std::ptrdiff_t{2} * t.j * g.y.c;
    const bool second_line = 2 * t.i + 1 < g.y.h, second_column = 2 * t.j + 1 < g.y.w;
    for_vectors(g.y.c, [&]<class V>(int c) {
      const Square<V> v = load_square<V>(m + c, stride);
      V s[2][4];
      TADPOLE_UNROLL
      for (int j = 0; j < 4; ++j) {
        s[0][j] = v.at[0][j] + v.at[1][j] + v.at[2][j];
        s[1][j] = v.at[1][j] - v.at[2][j] - v.at[3][j];
      }
      const V bias = g.bias ? load<V>(g.bias + c) : V{};
      const V lo = broadcast<V>(g.lo), hi = broadcast<V>(g.hi);
      TADPOLE_UNROLL
      for (int i = 0; i < 2; ++i) {
        if (i == 1 && !second_line) break;
        float* at = to + i * g.y.row + c;
        store(at, clamp(s[i][0] + s[i][1] + s[i][2] + bias, lo, hi));
        if (second_column) store(at + g.y.c, clamp(s[i][1] - s[i][2] - s[i][3] + bias, lo, hi));
      }
    });
  }
}

// One of the sixteen products: [tiles, in] by [in, out], or with it transposed [in, out] summed.
inline Gemm place_product(int rows, int depth, const float* a, const float* b, int n, float* c) {
  return {.a = {const_cast<float*>(a), rows, 1, depth, 0, 0},  // NOLINT: read only
          .m = rows,
          .k = depth,
          .b = b,
          .b_k = n,
          .n = n,
          .c = {c, rows, 1, n, 0, 0}};
}

// Calls work(first tile, tiles) for all, so many at a time as the scratch holds.
template <class F>
inline void for_tiles(const Winograd& g, const F& work) {
  TileWalk t(g.y);
  int left = t.count(g.y.n);
  const int most = winograd_tiles(g.x.c, g.y.c);
  while (left > 0) {
    const int tiles = left < most ? left : most;
    work(t, tiles);
    for (int i = 0; i < tiles; ++i) t.next();
    left -= tiles;
  }
}

void winograd(const Winograd& g) {
  for_tiles(g, [&](const TileWalk& t, int tiles) {
    float* v = g.scratch;
    float* m = v + 16 * place_stride(tiles, g.x.c);
    input_tiles(g.x, t, tiles, v);
    for (int place = 0; place < 16; ++place) {
      gemm(place_product(tiles, g.x.c, v + place * place_stride(tiles, g.x.c),
                         g.u + std::ptrdiff_t{place} * g.x.c * g.y.c, g.y.c,
                         m + place * place_stride(tiles, g.y.c)));
    }
    output_tiles(g, t, tiles, m);
  });
}

// U = G g G^T for all pairs of channels.
void winograd_kernel(const float* kernel, int in, int out, float* u) {
  const std::ptrdiff_t pairs = std::ptrdiff_t{in} * out;
  for_vectors(static_cast<int>(pairs), [&]<class V>(int p) {
    const V half = broadcast<V>(0.5F);
    V rows[4][3];
    TADPOLE_UNROLL
    for (int j = 0; j < 3; ++j) {
      const V a = load<V>(kernel + j * pairs + p), b = load<V>(kernel + (3 + j) * pairs + p),
              c = load<V>(kernel + (6 + j) * pairs + p);
      rows[0][j] = a, rows[3][j] = c;
      rows[1][j] = (a + b + c) * half, rows[2][j] = (a - b + c) * half;
    }
    Square<V> all;
    TADPOLE_UNROLL
    for (int i = 0; i < 4; ++i) {
      all.at[i][0] = rows[i][0], all.at[i][3] = rows[i][2];
      all.at[i][1] = (rows[i][0] + rows[i][1] + rows[i][2]) * half;
      all.at[i][2] = (rows[i][0] - rows[i][1] + rows[i][2]) * half;
    }
    store_square(all, u + p, pairs);
  });
}

// dg = G^T dU G.
inline void kernel_gradient(const float* du, std::ptrdiff_t pairs, float* dk, bool accumulate) {
  for_vectors(static_cast<int>(pairs), [&]<class V>(int p) {
    const Square<V> d = load_square<V>(du + p, pairs);
    const V half = broadcast<V>(0.5F);
    V rows[3][4];
    TADPOLE_UNROLL
    for (int j = 0; j < 4; ++j) {
      const V sum = (d.at[1][j] + d.at[2][j]) * half;
      rows[0][j] = d.at[0][j] + sum, rows[2][j] = sum + d.at[3][j];
      rows[1][j] = (d.at[1][j] - d.at[2][j]) * half;
    }
    TADPOLE_UNROLL
    for (int i = 0; i < 3; ++i) {
      const V sum = (rows[i][1] + rows[i][2]) * half;
      const V taps[3] = {rows[i][0] + sum, (rows[i][1] - rows[i][2]) * half, sum + rows[i][3]};
      TADPOLE_UNROLL
      for (int j = 0; j < 3; ++j) put(dk + (3 * i + j) * pairs + p, taps[j], accumulate);
    }
  });
}

void winograd_weights(const Winograd& g, float* dk, bool accumulate) {
  const std::ptrdiff_t pairs = std::ptrdiff_t{g.x.c} * g.y.c;
  float* du = g.scratch;
  float* work = du + 16 * pairs;
  bool first = true;
  for_tiles(g, [&](const TileWalk& t, int tiles) {
    float* v = work;
    float* w = v + 16 * place_stride(tiles, g.x.c);
    input_tiles(g.x, t, tiles, v);
    gradient_tiles(g.y, t, tiles, w);
    for (int place = 0; place < 16; ++place) {
      gemm({.a = {v + place * place_stride(tiles, g.x.c), g.x.c, 1, 1, 0, 0},
            .m = g.x.c,
            .k = tiles,
            .a_k = g.x.c,
            .b = w + place * place_stride(tiles, g.y.c),
            .b_k = g.y.c,
            .n = g.y.c,
            .c = {du + place * pairs, g.x.c, 1, g.y.c, 0, 0},
            .accumulate = !first});
    }
    first = false;
  });
  kernel_gradient(du, pairs, dk, accumulate);
}

}  // namespace
}  // namespace tadpole
