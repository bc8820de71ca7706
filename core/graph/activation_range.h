// SPDX-License-Identifier: Apache-2.0
// The int8 steps of an activation that goes from low to high. Source: TFLite 8-bit quantization
// specification.
#pragma once
#include <algorithm>
#include <cmath>

#include "core/graph/graph.h"

namespace tadpole {

struct Range {
  float low = 0.0F, high = 0.0F;  // always holds 0
};

// Scale and zero point of int8 for a range; 0 is exact. A range of nothing gets scale 1/128.
inline Quantization activation_quantization(Range range) {
  const double low = std::min(0.0, static_cast<double>(range.low));
  const double high = std::max(0.0, static_cast<double>(range.high));
  if (high - low < 1e-12) return {.scale = {1.0F / 128.0F}, .zero_point = {0}, .axis = 0};
  const auto scale = static_cast<float>((high - low) / 255.0);
  const double zero =
      std::clamp(std::round(-128.0 - low / static_cast<double>(scale)), -128.0, 127.0);
  return {.scale = {scale}, .zero_point = {static_cast<std::int64_t>(zero)}, .axis = 0};
}

}  // namespace tadpole
