// SPDX-License-Identifier: Apache-2.0
// Stored to real numbers, plain reference.
#pragma once
#include "device/ops/quantize.h"

namespace tadpole::device {

// output[i] = scale * (input[i] - zero point).
template <typename T>
inline void dequantize(const QuantizeParams& p, const T* input, float* output, std::int32_t n) {
  for (std::int32_t i = 0; i < n; ++i) {
    output[i] = p.scale * static_cast<float>(static_cast<std::int64_t>(input[i]) - p.zero_point);
  }
}

}  // namespace tadpole::device
