// SPDX-License-Identifier: Apache-2.0
// The rows of A beside one another, for WASM: its loads add no index for free, so six pointers that
// walk cost as much as a quarter of the products. Same sums in the same order as run_panels(). Part
// of simd_gemm.h.
#pragma once

namespace tadpole {
namespace {

// Columns from which on copying A pays.
constexpr int kPackedColumns = 24;
constexpr int kPackedRows = 6, kPackedVectors = 2;
constexpr int kPackedWidth = kPackedVectors * kLanes<V4>;
// Of B at a time: what stays in the second cache, and at least one panel of the longest reduction.
constexpr int kPackedFloats = 16384, kMostColumns = 2048;
using PackedTile = Tile<V4, kPackedRows, kPackedVectors>;

// Eight columns of B: a line is b_k floats from the next.
struct PackedPanel {
  const float* b;
  std::ptrdiff_t b_k;
  const float* bias;  // [8]
};

// a: [count][6].
[[gnu::noinline]] void run_packed_tile(const Gemm& g, const PackedTile& tile, const float* a,
                                       const PackedPanel& panel, int count) {
  V4 acc[kPackedRows][kPackedVectors];
  TADPOLE_UNROLL
  for (int j = 0; j < kPackedVectors; ++j) {
    const V4 start = load<V4>(panel.bias + j * kLanes<V4>);
    TADPOLE_UNROLL
    for (int i = 0; i < kPackedRows; ++i) acc[i][j] = start;
  }
  const float* b = panel.b;
  for (int k = 0; k < count; ++k) {
    V4 bv[kPackedVectors];
    TADPOLE_UNROLL
    for (int j = 0; j < kPackedVectors; ++j) bv[j] = load<V4>(b + j * kLanes<V4>);
    TADPOLE_UNROLL
    for (int i = 0; i < kPackedRows; ++i) {
      const V4 av = broadcast<V4>(a[i]);
      TADPOLE_UNROLL
      for (int j = 0; j < kPackedVectors; ++j) acc[i][j] = multiply_add(av, bv[j], acc[i][j]);
    }
    a += kPackedRows;
    b += panel.b_k;
  }
  finish_tile(g, tile, acc);
}

// Four steps of six rows, each contiguous along k, turned into four lines of six.
inline void turn_four(const float* const (&from)[kPackedRows], float* to) {
  V4 row[kPackedRows];
  TADPOLE_UNROLL
  for (int i = 0; i < kPackedRows; ++i) row[i] = load<V4>(from[i]);
  const V4 ab = __builtin_shufflevector(row[0], row[1], 0, 4, 1, 5);
  const V4 cd = __builtin_shufflevector(row[2], row[3], 0, 4, 1, 5);
  const V4 ef = __builtin_shufflevector(row[4], row[5], 0, 4, 1, 5);
  const V4 ab2 = __builtin_shufflevector(row[0], row[1], 2, 6, 3, 7);
  const V4 cd2 = __builtin_shufflevector(row[2], row[3], 2, 6, 3, 7);
  const V4 ef2 = __builtin_shufflevector(row[4], row[5], 2, 6, 3, 7);
  store(to, __builtin_shufflevector(ab, cd, 0, 1, 4, 5));
  store(to + 4, __builtin_shufflevector(ef, ab, 0, 1, 6, 7));
  store(to + 8, __builtin_shufflevector(cd, ef, 2, 3, 6, 7));
  store(to + 12, __builtin_shufflevector(ab2, cd2, 0, 1, 4, 5));
  store(to + 16, __builtin_shufflevector(ef2, ab2, 0, 1, 6, 7));
  store(to + 20, __builtin_shufflevector(cd2, ef2, 2, 3, 6, 7));
}

inline bool side_by_side(const PackedTile& tile) {
  for (int i = 1; i < kPackedRows; ++i)
    if (tile.a[i] != tile.a[0] + i) return false;
  return true;
}

// [r*k][6] of a tile's rows.
[[gnu::noinline]] void pack_rows(const Gemm& g, const PackedTile& tile, float* to) {
  const bool lines = side_by_side(tile);  // a weight gradient's
  for (int r = 0; r < g.r; ++r) {
    const float* from[kPackedRows];
    for (int i = 0; i < kPackedRows; ++i) from[i] = tile.a[i] + r * g.a_r;
    int k = 0;
    for (; lines && k < g.k; ++k, to += kPackedRows, from[0] += g.a_k)
      __builtin_memcpy(to, from[0], kPackedRows * sizeof(float));
    for (; g.a_k == 1 && k + 4 <= g.k; k += 4, to += 4 * kPackedRows) {
      turn_four(from, to);
      for (int i = 0; i < kPackedRows; ++i) from[i] += 4;
    }
    for (; k < g.k; ++k, to += kPackedRows) {
      for (int i = 0; i < kPackedRows; ++i, from[i - 1] += g.a_k) to[i] = *from[i];
    }
  }
}

// Columns [j, j + 8) of B, zeros beyond the last: [r*k][8].
void pack_panel(const Gemm& g, int j, float* to) {
  const int columns = g.n - j < kPackedWidth ? g.n - j : kPackedWidth;
  for (int r = 0; r < g.r; ++r) {
    const float* from = g.b + r * g.b_r + j;
    for (int k = 0; k < g.k; ++k, from += g.b_k, to += kPackedWidth) {
      if (columns == kPackedWidth) {
        __builtin_memcpy(to, from, kPackedWidth * sizeof(float));
      } else {
        for (int i = 0; i < kPackedWidth; ++i) to[i] = i < columns ? from[i] : 0.0F;
      }
    }
  }
}

// All rows of the columns [first, last) of C.
void run_packed_columns(const Gemm& g, int first, int last, const float* panels,
                        const float* bias) {
  const int count = g.r * g.k;
  alignas(16) float rows[kPackedRows * kPanelFloats / kPackedWidth];
  RowWalk walk_a(g.a), walk_c(g.c);
  for (int m = 0; m < g.m; m += kPackedRows) {
    PackedTile tile{};
    tile.take_rows(walk_a, walk_c, g.m - m, first);
    pack_rows(g, tile, rows);
    const float* panel = panels;
    for (int j = first; j < last; j += kPackedWidth, panel += count * kPackedWidth) {
      tile.columns = last - j < kPackedWidth ? last - j : kPackedWidth;
      run_packed_tile(g, tile, rows, {panel, kPackedWidth, bias + (j - first)}, count);
      for (float*& c : tile.c) c += kPackedWidth;
    }
  }
}

// Expects: a part of the reduction that fits a panel (see gemm()).
void run_packed(const Gemm& g) {
  const int count = g.r * g.k;
  const int most = kPackedFloats / (count * kPackedWidth) * kPackedWidth;
  const int group = most < kMostColumns ? most : kMostColumns;
  alignas(16) float panels[kPackedFloats];
  for (int first = 0; first < g.n; first += group) {
    const int last = g.n - first < group ? g.n : first + group;
    float bias[kMostColumns];
    float* to = panels;
    for (int j = first; j < last; j += kPackedWidth, to += count * kPackedWidth) {
      pack_panel(g, j, to);
      for (int i = 0; i < kPackedWidth; ++i)
        bias[j - first + i] = g.bias && j + i < g.n ? g.bias[j + i] : 0.0F;
    }
    run_packed_columns(g, first, last, panels, bias);
  }
}

// For a few rows: copying B would cost more than it saves. Expects: columns that fill panels, R=1.
void run_few_packed(const Gemm& g) {
  static constexpr float kNoBias[kPackedWidth] = {};
  alignas(16) float rows[kPackedRows * kPanelFloats / kPackedWidth];
  RowWalk walk_a(g.a), walk_c(g.c);
  for (int m = 0; m < g.m; m += kPackedRows) {
    PackedTile tile{};
    tile.take_rows(walk_a, walk_c, g.m - m, 0);
    pack_rows(g, tile, rows);
    for (int j = 0; j < g.n; j += kPackedWidth) {
      run_packed_tile(g, tile, rows, {g.b + j, g.b_k, g.bias ? g.bias + j : kNoBias}, g.k);
      for (float*& c : tile.c) c += kPackedWidth;
    }
  }
}

}  // namespace
}  // namespace tadpole
