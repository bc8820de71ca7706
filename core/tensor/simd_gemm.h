// SPDX-License-Identifier: Apache-2.0
// One register-blocked kernel for convolution, matrix product and weight gradient. Part of
// simd_table.h.
#pragma once
#include "core/tensor/simd_vector.h"

namespace tadpole {
namespace {

// Gives the start of one row of a matrix after the other, without a division.
class RowWalk {
 public:
  explicit RowWalk(const Rows& rows)
      : rows_(rows), sample_(rows.data), line_(rows.data), at_(rows.data) {}
  float* next() {
    float* const row = at_;
    at_ += rows_.pixel;
    if (++x_ == rows_.w) next_line();
    return row;
  }

 private:
  void next_line() {
    x_ = 0;
    if (++y_ == rows_.h) {
      y_ = 0;
      sample_ += rows_.sample;
      line_ = sample_;
    } else {
      line_ += rows_.line;
    }
    at_ = line_;
  }
  Rows rows_;
  float *sample_, *line_, *at_;
  int x_ = 0, y_ = 0;
};

// MR rows of C by NV vectors of columns. A tile at the lower edge repeats its last row and stores
// it once.
template <class V, int MR, int NV>
struct Tile {
  const float* a[MR];
  float* c[MR];
  int rows = 0;

  void take_rows(RowWalk& walk_a, RowWalk& walk_c, int left, int column) {
    rows = left < MR ? left : MR;
    for (int i = 0; i < MR; ++i) {
      a[i] = i < rows ? walk_a.next() : a[rows - 1];
      if (i < rows) c[i] = walk_c.next() + column;
    }
  }
};

template <class V, int MR, int NV>
[[gnu::noinline]] void run_tile(const Gemm& g, const Tile<V, MR, NV>& tile, const float* b,
                                const float* bias) {
  V acc[MR][NV];
  TADPOLE_UNROLL
  for (int j = 0; j < NV; ++j) {
    const V start = bias ? load<V>(bias + j * kLanes<V>) : V{};
    TADPOLE_UNROLL
    for (int i = 0; i < MR; ++i) acc[i][j] = start;
  }
  for (int r = 0; r < g.r; ++r) {
    const float* a[MR];
    TADPOLE_UNROLL
    for (int i = 0; i < MR; ++i) a[i] = tile.a[i] + r * g.a_r;
    const float* bk = b + r * g.b_r;
    for (int k = 0; k < g.k; ++k) {
      V bv[NV];
      TADPOLE_UNROLL
      for (int j = 0; j < NV; ++j) bv[j] = load<V>(bk + j * kLanes<V>);
      TADPOLE_UNROLL
      for (int i = 0; i < MR; ++i) {
        const V av = broadcast<V>(*a[i]);
        a[i] += g.a_k;
        TADPOLE_UNROLL
        for (int j = 0; j < NV; ++j) acc[i][j] += av * bv[j];
      }
      bk += g.b_k;
    }
  }
  const V lo = broadcast<V>(g.lo), hi = broadcast<V>(g.hi);
  TADPOLE_UNROLL
  for (int i = 0; i < MR; ++i) {
    if (i >= tile.rows) break;
    TADPOLE_UNROLL
    for (int j = 0; j < NV; ++j) {
      float* c = tile.c[i] + j * kLanes<V>;
      if (g.accumulate) acc[i][j] += load<V>(c);
      store(c, clamp(acc[i][j], lo, hi));
    }
  }
}

// All rows of the columns from j on that fit whole tiles of NV vectors; returns the first column
// left over.
template <class V, int MR, int NV>
int run_columns(const Gemm& g, int j) {
  constexpr int kColumns = NV * kLanes<V>;
  for (; g.n - j >= kColumns; j += kColumns) {
    RowWalk walk_a(g.a), walk_c(g.c);
    Tile<V, MR, NV> tile;
    for (int m = 0; m < g.m; m += MR) {
      tile.take_rows(walk_a, walk_c, g.m - m, j);
      run_tile(g, tile, g.b + j, g.bias ? g.bias + j : nullptr);
    }
  }
  return j;
}

// Tile sizes: as many accumulators as the register file holds (16 registers, 32 with AVX-512).
void gemm(const Gemm& g) {
  int j = 0;
#if TADPOLE_LANES >= 16
  j = run_columns<V16, 6, 4>(g, j);
  j = run_columns<V16, 8, 2>(g, j);
  j = run_columns<V16, 8, 1>(g, j);
  j = run_columns<V8, 8, 1>(g, j);
  j = run_columns<V4, 8, 1>(g, j);
#elif TADPOLE_LANES >= 8
  j = run_columns<V8, 6, 2>(g, j);
  j = run_columns<V8, 8, 1>(g, j);
  j = run_columns<V4, 8, 1>(g, j);
#else
  j = run_columns<V4, 6, 2>(g, j);
  j = run_columns<V4, 8, 1>(g, j);
#endif
  run_columns<V1, 4, 1>(g, j);
}

// 2 samples by 4 outputs; the reduction runs along the lanes. Rows past the edge repeat the last
// one.
template <class V>
void dot_block(const DenseForward& d, int m, int o) {
  const float* x[2];
  const float* w[4];
  const std::ptrdiff_t inputs = d.inputs;
  for (int i = 0; i < 2; ++i) x[i] = d.x + inputs * (m + i < d.m ? m + i : d.m - 1);
  for (int j = 0; j < 4; ++j) w[j] = d.w + inputs * (o + j < d.outputs ? o + j : d.outputs - 1);
  V acc[2][4] = {};
  float tail[2][4] = {};
  std::ptrdiff_t k = 0;
  for (; k + kLanes<V> <= inputs; k += kLanes<V>) {
    TADPOLE_UNROLL
    for (int j = 0; j < 4; ++j) {
      const V wv = load<V>(w[j] + k);
      TADPOLE_UNROLL
      for (int i = 0; i < 2; ++i) acc[i][j] += load<V>(x[i] + k) * wv;
    }
  }
  for (; k < inputs; ++k) {
    for (int j = 0; j < 4; ++j) {
      for (int i = 0; i < 2; ++i) tail[i][j] += x[i][k] * w[j][k];
    }
  }
  for (int i = 0; i < 2 && m + i < d.m; ++i) {
    for (int j = 0; j < 4 && o + j < d.outputs; ++j) {
      const float y = horizontal_sum(acc[i][j]) + tail[i][j] + (d.bias ? d.bias[o + j] : 0.0F);
      d.y[std::ptrdiff_t{m + i} * d.outputs + o + j] = clamp(y, d.lo, d.hi);
    }
  }
}

void dense(const DenseForward& d) {
  for (int m = 0; m < d.m; m += 2) {
    for (int o = 0; o < d.outputs; o += 4) dot_block<Wide>(d, m, o);
  }
}

}  // namespace
}  // namespace tadpole
