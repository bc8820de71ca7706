// SPDX-License-Identifier: Apache-2.0
// Float activations that meet int8 weights: each batch is rounded to int8 as the model runs,
// multiplied in integers and scaled back. Source: TensorFlow Lite, hybrid kernels (dynamic-range
// quantization).
#pragma once
#include "device/ops/fixed_point.h"

namespace tadpole::device {

// real = scale * (stored - zero_point).
struct RoundedRow {
  float scale = 1.0F;
  std::int32_t zero_point = 0;
};

struct RowExtremes {
  float low = 0.0F, high = 0.0F;  // holds 0; values that are no number do not count
};

inline RowExtremes row_extremes(const float* values, std::int32_t n) {
  RowExtremes e;
  for (std::int32_t i = 0; i < n; ++i) {
    if (values[i] < e.low) e.low = values[i];
    if (values[i] > e.high) e.high = values[i];
  }
  return e;
}

// The largest magnitude becomes 127; a row of zeros has scale 1.
inline RoundedRow round_symmetric(const float* values, std::int32_t n, std::int8_t* stored) {
  const RowExtremes e = row_extremes(values, n);
  const float range = -e.low > e.high ? -e.low : e.high;
  const float inverse = range > 0.0F ? 127.0F / range : 0.0F;
  for (std::int32_t i = 0; i < n; ++i)
    stored[i] = static_cast<std::int8_t>(clamp(round_to_int32(values[i] * inverse), -127, 127));
  return {range > 0.0F ? range / 127.0F : 1.0F, 0};
}

// The extremes become -128 and 127, moved so that 0 is exact: in double, as the reference does.
inline RoundedRow asymmetric_row(RowExtremes e) {
  const double low = static_cast<double>(e.low);
  const double high = static_cast<double>(e.high);
  const double scale = (high - low) / 255.0;
  const double below = -low / scale;
  const double above = high / scale;
  const double zero = 128.0 + below < 127.0 + above ? -128.0 + below : 127.0 - above;
  const double rounded = zero < 0.0 ? zero - 0.5 : zero + 0.5;
  const bool held = rounded > -129.0 && rounded < 128.0;  // not of infinite rows
  return {static_cast<float>(scale), held ? static_cast<std::int32_t>(rounded) : 0};
}

inline RoundedRow round_asymmetric(const float* values, std::int32_t n, std::int8_t* stored) {
  const RowExtremes e = row_extremes(values, n);
  const RoundedRow row = e.low < e.high ? asymmetric_row(e) : RoundedRow{};
  const float inverse = 1.0F / row.scale;
  const auto zero = static_cast<float>(row.zero_point);
  for (std::int32_t i = 0; i < n; ++i)
    stored[i] =
        static_cast<std::int8_t>(clamp(round_to_int32(zero + values[i] * inverse), -128, 127));
  return row;
}

// What an operator needs beside its geometry: where the rounded batches go, and one scale per
// output channel.
struct DynamicRange {
  std::int8_t* stored = nullptr;  // [batches, values]
  RoundedRow* rows = nullptr;     // [batches]
  std::int32_t batches = 1, values = 1;
  const float* weight_scale = nullptr;  // [channels]
  bool asymmetric = false;
};

inline void round_batches(const DynamicRange& d, const float* input) {
  for (std::int32_t b = 0; b < d.batches; ++b) {
    const float* from = input + b * d.values;
    std::int8_t* to = d.stored + b * d.values;
    d.rows[b] =
        d.asymmetric ? round_asymmetric(from, d.values, to) : round_symmetric(from, d.values, to);
  }
}

}  // namespace tadpole::device
