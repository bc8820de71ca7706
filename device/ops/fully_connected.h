// SPDX-License-Identifier: Apache-2.0
// Dense layer, plain reference.
#pragma once
#include "device/ops/dot_product.h"
#include "device/ops/fixed_point.h"

namespace tadpole::device {

struct FullyConnectedParams {
  std::int32_t batches = 1, inputs = 1, outputs = 1;
  std::int32_t input_offset = 0;    // minus the input's zero point
  std::int32_t weights_offset = 0;  // minus the weights' zero point
  std::int32_t output_offset = 0;
  std::int32_t output_min = -128, output_max = 127;
  const std::int32_t* multiplier = nullptr;  // [outputs] or [1]
  const std::int32_t* shift = nullptr;
  bool per_channel = false;
};

struct FullyConnectedFloatParams {
  std::int32_t batches = 1, inputs = 1, outputs = 1;
  float output_min = 0.0F, output_max = 0.0F;
};

// input [batches, inputs], weights [outputs, inputs], bias [outputs] or null, output [batches,
// outputs].
inline void fully_connected(const FullyConnectedParams& p, const std::int8_t* input,
                            const std::int8_t* weights, const std::int32_t* bias,
                            std::int8_t* output) {
  for (std::int32_t b = 0; b < p.batches; ++b, input += p.inputs) {
    for (std::int32_t c = 0; c < p.outputs; ++c) {
      const std::int32_t products =
          dot_product(input, weights + c * p.inputs, p.inputs, p.input_offset, p.weights_offset);
      const std::int32_t sum = wrapping_add(products, bias != nullptr ? bias[c] : 0);
      const std::int32_t k = p.per_channel ? c : 0;
      const std::int32_t scaled =
          multiply_by_quantized_multiplier(sum, {p.multiplier[k], p.shift[k]});
      *output++ = static_cast<std::int8_t>(
          clamp(wrapping_add(scaled, p.output_offset), p.output_min, p.output_max));
    }
  }
}

inline void fully_connected(const FullyConnectedFloatParams& p, const float* input,
                            const float* weights, const float* bias, float* output) {
  for (std::int32_t b = 0; b < p.batches; ++b, input += p.inputs) {
    for (std::int32_t c = 0; c < p.outputs; ++c) {
      const float sum = dot_product(input, weights + c * p.inputs, p.inputs);
      *output++ = clamp(bias != nullptr ? sum + bias[c] : sum, p.output_min, p.output_max);
    }
  }
}

}  // namespace tadpole::device
