// SPDX-License-Identifier: Apache-2.0
// Mean over any axes, plain reference.
#pragma once
#include "device/ops/fixed_point.h"
#include "device/ops/shape.h"

namespace tadpole::device {

struct MeanAxes {
  Walk kept, reduced;  // over the input
};

struct MeanParams {
  MeanAxes axes;
  std::int32_t input_zero_point = 0, output_zero_point = 0;
  QuantizedMultiplier multiplier;  // input scale / output scale / elements per mean
};

// Takes 1/count into the multiplier as the reference does: as many bits as fit, then an integer
// division.
inline QuantizedMultiplier divide_multiplier(QuantizedMultiplier m, std::int32_t count) {
  std::int32_t bits = 0;
  while (bits < 31 && (count >> (bits + 1)) != 0) ++bits;
  if (bits > 31 + m.shift) bits = 31 + m.shift;
  const std::int64_t divided = (static_cast<std::int64_t>(m.multiplier) << bits) / count;
  return {static_cast<std::int32_t>(divided), m.shift - bits};
}

// T: std::int8_t or std::int16_t.
template <typename T>
inline void mean(const MeanParams& p, const T* input, T* output) {
  const std::int32_t outputs = p.axes.kept.steps();
  const std::int32_t count = p.axes.reduced.steps();
  WalkIterator from(p.axes.kept);
  for (std::int32_t i = 0; i < outputs; ++i, from.next()) {
    std::int64_t sum = 0;
    WalkIterator along(p.axes.reduced);
    for (std::int32_t k = 0; k < count; ++k, along.next())
      sum += input[from.offset() + along.offset()];
    const auto centred =
        static_cast<std::int32_t>(sum - static_cast<std::int64_t>(p.input_zero_point) * count);
    const std::int32_t scaled = multiply_by_quantized_multiplier(centred, p.multiplier);
    output[i] = static_cast<T>(clamp(wrapping_add(scaled, p.output_zero_point),
                                     std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
  }
}

inline void mean(const MeanAxes& axes, const float* input, float* output) {
  const std::int32_t outputs = axes.kept.steps();
  const std::int32_t count = axes.reduced.steps();
  WalkIterator from(axes.kept);
  for (std::int32_t i = 0; i < outputs; ++i, from.next()) {
    float sum = 0.0F;
    WalkIterator along(axes.reduced);
    for (std::int32_t k = 0; k < count; ++k, along.next())
      sum += input[from.offset() + along.offset()];
    output[i] = sum / static_cast<float>(count);
  }
}

}  // namespace tadpole::device
