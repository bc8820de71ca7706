// SPDX-License-Identifier: Apache-2.0
// A row of a table to the input of a model: numbers standardised, categories one-hot. The columns
// are a constant of the firmware or come from core/dsp/table_features.h; the code is one, so host
// and device give the same bytes. Sources: Hastie, Tibshirani & Friedman, The Elements of
// Statistical Learning (2009), 3.4 and 9.2.4; pieces: Gorishniy, Rubachev & Babenko, On Embeddings
// for Numerical Features in Tabular Deep Learning (2022), 3.2.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "device/dsp/logarithm.h"
#include "device/dsp/quantize.h"
#include "device/model/types.h"

namespace tadpole::device {

enum class TableColumnKind : std::uint8_t { number, category };
// signed_log: sign(x) ln(1 + |x|), for columns whose values span powers of ten.
enum class TableTransform : std::uint8_t { none, signed_log };

inline constexpr int kMostTableCategories = 256;
inline constexpr int kMostTablePieces = 16;

struct TableColumn {
  TableColumnKind kind = TableColumnKind::number;
  TableTransform transform = TableTransform::none;
  bool missing_flag = false;  // one more output behind: 1 where the value is missing, else 0
  // Of a number: held to low ... high, then transformed, then (x - mean) * scale. A missing value
  // (NaN) gives 0, which is the mean.
  float low = std::numeric_limits<float>::lowest();
  float high = std::numeric_limits<float>::max();
  float mean = 0.0f;
  float scale = 1.0f;
  // Of a number: so many outputs more, piece k going from 0 at edges[k] to 1 at edges[k + 1], held
  // there outside, all 0 where the value is missing. A network bends its answer at the edges.
  std::int32_t pieces = 0;
  std::array<float, kMostTablePieces + 1> edges = {};  // rising, in the column's own unit
  // Of a category: the value is an index below this; that many outputs, all 0 where the value is
  // missing, no index, or a category that training never saw.
  std::int32_t categories = 0;
  std::array<std::uint32_t, kMostTableCategories / 32> seen = {};  // bit i: category i was trained
};

constexpr bool category_seen(const TableColumn& c, std::int32_t i) {
  return ((c.seen[static_cast<std::size_t>(i) / 32] >> (i % 32)) & 1u) != 0;
}

constexpr bool pieces_fit(const TableColumn& c) {
  const float most = std::numeric_limits<float>::max();
  if (c.pieces < 0 || c.pieces > kMostTablePieces) return false;
  for (std::int32_t k = 0; k < c.pieces; ++k) {
    const auto i = static_cast<std::size_t>(k);
    if (!(c.edges[i] >= -most && c.edges[i] < c.edges[i + 1] && c.edges[i + 1] <= most))
      return false;
    if (!(c.edges[i + 1] - c.edges[i] <= most)) return false;
  }
  return true;
}

// ok, or bad_argument when a column has categories outside 1 ... 256, numbers that are none, or
// pieces that do not rise.
constexpr Status check(const TableColumn* columns, int count) {
  if (count < 1) return Status::bad_argument;
  for (int i = 0; i < count; ++i) {
    const TableColumn& c = columns[i];
    const float most = std::numeric_limits<float>::max();
    if (c.kind == TableColumnKind::category) {
      if (c.categories < 1 || c.categories > kMostTableCategories) return Status::bad_argument;
    } else if (!(c.low <= c.high) || !(c.mean >= -most && c.mean <= most) ||
               !(c.scale >= -most && c.scale <= most) || !pieces_fit(c)) {
      return Status::bad_argument;
    }
  }
  return Status::ok;
}

constexpr int column_outputs(const TableColumn& c) {
  return (c.kind == TableColumnKind::number ? 1 + c.pieces : c.categories) +
         (c.missing_flag ? 1 : 0);
}

// Values that a row becomes.
constexpr int table_outputs(const TableColumn* columns, int count) {
  int outputs = 0;
  for (int i = 0; i < count; ++i) outputs += column_outputs(columns[i]);
  return outputs;
}

// Cannot fail; a missing value gives 0, and so does every value where the scale is 0.
inline float encode_number(const TableColumn& c, float value) {
  if (value != value || c.scale == 0.0f) return 0.0f;
  float x = value < c.low ? c.low : value > c.high ? c.high : value;
  if (c.transform == TableTransform::signed_log) {
    x = x < 0.0f ? -natural_log(1.0f - x) : natural_log(1.0f + x);
  }
  return (x - c.mean) * c.scale;
}

// Of piece k, 0 to 1. Expects k < c.pieces. Cannot fail.
inline float encode_piece(const TableColumn& c, float value, std::int32_t k) {
  const auto i = static_cast<std::size_t>(k);
  if (!(value > c.edges[i])) return 0.0f;
  if (value >= c.edges[i + 1]) return 1.0f;
  return (value - c.edges[i]) / (c.edges[i + 1] - c.edges[i]);
}

// The category's index, or -1 where all outputs are 0. Cannot fail.
inline std::int32_t encode_category(const TableColumn& c, float value) {
  if (!(value >= 0.0f) || !(value < static_cast<float>(c.categories))) return -1;
  const auto index = static_cast<std::int32_t>(value);
  return category_seen(c, index) ? index : -1;
}

// Calls put(output, value) for every output in order. Expects check() == ok, row: [count].
template <class Put>
inline void for_each_output(const TableColumn* columns, int count, const float* row, Put put) {
  int at = 0;
  for (int i = 0; i < count; ++i) {
    const TableColumn& c = columns[i];
    if (c.kind == TableColumnKind::number) {
      put(at++, encode_number(c, row[i]));
      for (std::int32_t k = 0; k < c.pieces; ++k) put(at++, encode_piece(c, row[i], k));
    } else {
      const std::int32_t hot = encode_category(c, row[i]);
      for (std::int32_t k = 0; k < c.categories; ++k) put(at++, k == hot ? 1.0f : 0.0f);
    }
    if (c.missing_flag) put(at++, row[i] != row[i] ? 1.0f : 0.0f);
  }
}

// row: [count], NaN where missing; out: [table_outputs()]. Expects check() == ok. Cannot fail.
inline void encode_row(const TableColumn* columns, int count, const float* row, float* out) {
  for_each_output(columns, count, row, [out](int i, float value) { out[i] = value; });
}

// The same, as the int8 input of a model. Expects quantization.scale > 0.
inline void encode_row_int8(const TableColumn* columns, int count, const float* row,
                            Quantization quantization, std::int8_t* out) {
  Quantizer q;
  q.scale = quantization.scale;
  q.zero_point = quantization.zero_point;
  for_each_output(columns, count, row,
                  [out, &q](int i, float value) { out[i] = quantize(value, q); });
}

// For a firmware image, whose columns are a constant array:
//   inline constexpr std::array<TableColumn, 3> kColumns = {...};
//   using Encoder = TableEncoder<3, kColumns>;
template <std::size_t kCount, const std::array<TableColumn, kCount>& kColumns>
struct TableEncoder {
  static_assert(check(kColumns.data(), static_cast<int>(kCount)) == Status::ok,
                "the columns of the table are out of range");
  static constexpr int kInputs = static_cast<int>(kCount);
  static constexpr int kOutputs = table_outputs(kColumns.data(), kInputs);
  static void encode(const float* row, float* out) {
    encode_row(kColumns.data(), kInputs, row, out);
  }
  static void encode_int8(const float* row, Quantization quantization, std::int8_t* out) {
    encode_row_int8(kColumns.data(), kInputs, row, quantization, out);
  }
};

}  // namespace tadpole::device
