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

// MR rows of C by NV vectors of columns, of which the first `columns` are wanted. A tile at the
// lower edge repeats its last row and stores it once.
template <class V, int MR, int NV>
struct Tile {
  const float* a[MR];
  float* c[MR];
  int rows = 0, columns = NV * kLanes<V>;

  void take_rows(RowWalk& walk_a, RowWalk& walk_c, int left, int column) {
    rows = left < MR ? left : MR;
    for (int i = 0; i < MR; ++i) {
      a[i] = i < rows ? walk_a.next() : a[rows - 1];
      if (i < rows) c[i] = walk_c.next() + column;
    }
  }
  bool whole() const { return columns == NV * kLanes<V>; }
};

// A row of a tile of which not all columns are there.
[[gnu::noinline]] inline void finish_narrow_row(const Gemm& g, const float* sums, float* c,
                                                int columns) {
  for (int j = 0; j < columns; ++j)
    c[j] = clamp(g.accumulate ? sums[j] + c[j] : sums[j], g.lo, g.hi);
}

// Adds C, clamps, and writes what is wanted of the tile.
template <class V, int MR, int NV>
inline void finish_tile(const Gemm& g, const Tile<V, MR, NV>& tile, V (&acc)[MR][NV]) {
  if (!tile.whole()) {
    float sums[MR][NV * kLanes<V>];
    TADPOLE_UNROLL
    for (int i = 0; i < MR; ++i) {
      TADPOLE_UNROLL
      for (int j = 0; j < NV; ++j) store(sums[i] + j * kLanes<V>, acc[i][j]);
    }
    for (int i = 0; i < tile.rows; ++i) finish_narrow_row(g, sums[i], tile.c[i], tile.columns);
    return;
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
        for (int j = 0; j < NV; ++j) acc[i][j] = multiply_add(av, bv[j], acc[i][j]);
      }
      bk += g.b_k;
    }
  }
  finish_tile(g, tile, acc);
}

// All rows of `columns` columns from j on. b, bias: of column j.
template <class V, int MR, int NV>
void run_rows(const Gemm& g, int j, int columns, const float* b, const float* bias) {
  RowWalk walk_a(g.a), walk_c(g.c);
  Tile<V, MR, NV> tile;
  tile.columns = columns;
  for (int m = 0; m < g.m; m += MR) {
    tile.take_rows(walk_a, walk_c, g.m - m, j);
    run_tile(g, tile, b, bias);
  }
}

// The columns from j on that fit whole tiles of NV vectors, B as it lies; returns the first column
// left over.
template <class V, int MR, int NV>
int run_columns(const Gemm& g, int j) {
  constexpr int kColumns = NV * kLanes<V>;
  for (; g.n - j >= kColumns; j += kColumns)
    run_rows<V, MR, NV>(g, j, kColumns, g.b + j, g.bias ? g.bias + j : nullptr);
  return j;
}

// For a few rows: copying B would cost more than it saves.
void few_rows(const Gemm& g) {
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

// The widest tile of a level, and how much of B a panel holds: it stays in the first cache while
// all rows go by, and its lines stand one after the other, where those of B may fall on one
// another's places in the cache.
#if TADPOLE_LANES >= 16
constexpr int kPanelFloats = 8192;
#else
constexpr int kPanelFloats = 5120;
#endif
constexpr int kFewRows = 48;

// Copies `columns` columns of B from j on, zeros beyond, into lines of NV vectors; runs all rows.
template <class V, int MR, int NV>
int run_panel(const Gemm& g, int j, float* panel) {
  constexpr int kColumns = NV * kLanes<V>;
  const int columns = g.n - j < kColumns ? g.n - j : kColumns;
  const std::size_t bytes = static_cast<std::size_t>(columns) * sizeof(float);
  float bias[kColumns] = {};
  if (g.bias) __builtin_memcpy(bias, g.bias + j, bytes);
  float* to = panel;
  for (int r = 0; r < g.r; ++r) {
    const float* from = g.b + r * g.b_r + j;
    for (int k = 0; k < g.k; ++k, from += g.b_k, to += kColumns) {
      if (columns == kColumns) {
        __builtin_memcpy(to, from, kColumns * sizeof(float));
      } else {
        for (int i = 0; i < kColumns; ++i) to[i] = i < columns ? from[i] : 0.0F;
      }
    }
  }
  Gemm packed = g;
  packed.b_k = kColumns;
  packed.b_r = std::ptrdiff_t{kColumns} * g.k;
  run_rows<V, MR, NV>(packed, j, columns, panel, g.bias ? bias : nullptr);
  return j + kColumns;
}

// Tile sizes: as many accumulators as the register file holds (16 registers, 32 with AVX-512).
void run_panels(const Gemm& g) {
  alignas(64) float panel[kPanelFloats];
  for (int j = 0; j < g.n;) {
    const int left = g.n - j;
#if TADPOLE_LANES >= 16
    j = left > 32   ? run_panel<V16, 6, 4>(g, j, panel)
        : left > 16 ? run_panel<V16, 8, 2>(g, j, panel)
        : left > 8  ? run_panel<V16, 8, 1>(g, j, panel)
                    : run_panel<V8, 8, 1>(g, j, panel);
#else
    j = left > kLanes<Wide> ? run_panel<Wide, 6, 2>(g, j, panel)
                            : run_panel<Wide, 8, 1>(g, j, panel);
#endif
  }
}

#if defined(TADPOLE_PACKS_ROWS)
}  // namespace
}  // namespace tadpole
#include "core/tensor/simd_gemm_packed.h"
namespace tadpole {
namespace {
#endif

// Part of the reduction: lines [r, r + lines), in each [k, k + length).
inline Gemm part_of(const Gemm& g, int r, int lines, int k, int length) {
  Gemm part = g;
  part.r = lines;
  part.k = length;
  part.a.data += r * g.a_r + k * g.a_k;
  part.b += r * g.b_r + k * g.b_k;
  const bool first = r == 0 && k == 0, last = r + lines == g.r && k + length == g.k;
  if (!first) part.bias = nullptr, part.accumulate = true;
  if (!last) part.lo = -kNoLimit, part.hi = kNoLimit;
  return part;
}

// One column of C where both rows of A and B are contiguous: the lanes run along the reduction.
void one_column(const Gemm& g) {
  RowWalk walk_a(g.a), walk_c(g.c);
  for (int m = 0; m < g.m; ++m) {
    const float* row = walk_a.next();
    Wide sum = {};
    float tail = g.bias ? g.bias[0] : 0.0F;
    for (int r = 0; r < g.r; ++r) {
      const float* a = row + r * g.a_r;
      const float* b = g.b + r * g.b_r;
      int k = 0;
      for (; k + kLanes<Wide> <= g.k; k += kLanes<Wide>)
        sum = multiply_add(load<Wide>(a + k), load<Wide>(b + k), sum);
      for (; k < g.k; ++k) tail += a[k] * b[k];
    }
    float* c = walk_c.next();
    c[0] = clamp(horizontal_sum(sum) + tail + (g.accumulate ? c[0] : 0.0F), g.lo, g.hi);
  }
}

// In parts of the reduction that fit a panel; each adds its sum to C. The parts do not depend on
// the number of rows, so that a sample's result is the same in every batch.
void gemm(const Gemm& g) {
  if (g.n == 1 && g.a_k == 1 && g.b_k == 1 && g.k >= kLanes<Wide>) return one_column(g);
#if TADPOLE_LANES >= 16
  const int longest = kPanelFloats / (g.n > 32 ? 64 : 32);
#else
  const int longest = kPanelFloats / (2 * kLanes<Wide>);
#endif
  const int length = g.k < longest ? g.k : longest;
  const int lines = length < g.k ? 1 : longest / length;
  for (int r = 0; r < g.r; r += lines) {
    for (int k = 0; k < g.k; k += length) {
      const Gemm part =
          part_of(g, r, g.r - r < lines ? g.r - r : lines, k, g.k - k < length ? g.k - k : length);
      const bool narrow = g.n % kLanes<Wide> != 0 && g.m >= 8;  // columns that a panel fills up
#if defined(TADPOLE_PACKS_ROWS)
      if (g.n >= kPackedColumns && g.m < kFewRows && g.n % kPackedWidth == 0 && g.r == 1) {
        run_few_packed(part);
        continue;
      }
      if (g.n >= kPackedColumns && g.m >= kFewRows) {
        run_packed(part);
        continue;
      }
#endif
      if (g.m < kFewRows && !narrow) {
        few_rows(part);
      } else {
        run_panels(part);
      }
    }
  }
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
      for (int i = 0; i < 2; ++i) acc[i][j] = multiply_add(load<V>(x[i] + k), wv, acc[i][j]);
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
  // Four rows of weights stay in the cache while all samples go by.
  for (int o = 0; o < d.outputs; o += 4) {
    for (int m = 0; m < d.m; m += 2) dot_block<Wide>(d, m, o);
  }
}

}  // namespace
}  // namespace tadpole
