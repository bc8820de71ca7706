// SPDX-License-Identifier: Apache-2.0
// Dense layer, plain reference.
#pragma once
#include "device/ops/dot_product.h"
#include "device/ops/dynamic_range.h"
#include "device/ops/fixed_point.h"
#include "device/ops/wide_sum.h"

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

// Float activations, int8 weights.
struct FullyConnectedDynamicParams {
  FullyConnectedFloatParams real;
  DynamicRange range;
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

// 16-bit activations, offsets of 0. Sum: std::int32_t or std::int64_t, the bias' type.
template <typename Sum>
inline void fully_connected(const FullyConnectedParams& p, const std::int16_t* input,
                            const std::int8_t* weights, const Sum* bias, std::int16_t* output) {
  for (std::int32_t b = 0; b < p.batches; ++b, input += p.inputs) {
    for (std::int32_t c = 0; c < p.outputs; ++c) {
      const Sum products = sum_products<Sum>(input, weights + c * p.inputs, p.inputs, 0);
      const Sum sum = add_to_sum(products, bias != nullptr ? bias[c] : Sum{0});
      const std::int32_t k = p.per_channel ? c : 0;
      const std::int32_t scaled = scale_sum(sum, {p.multiplier[k], p.shift[k]});
      *output++ = static_cast<std::int16_t>(clamp(scaled, p.output_min, p.output_max));
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

// Shapes as above. The batches are rounded first.
inline void fully_connected(const FullyConnectedDynamicParams& p, const float* input,
                            const std::int8_t* weights, const float* bias, float* output) {
  const std::int32_t inputs = p.real.inputs;
  round_batches(p.range, input);
  for (std::int32_t b = 0; b < p.real.batches; ++b) {
    const RoundedRow row = p.range.rows[b];
    for (std::int32_t c = 0; c < p.real.outputs; ++c) {
      const std::int32_t sum = dot_product(p.range.stored + b * inputs, weights + c * inputs,
                                           inputs, -row.zero_point, 0);
      float value = static_cast<float>(sum) * (p.range.weight_scale[c] * row.scale);
      if (bias != nullptr) value += bias[c];
      *output++ = clamp(value, p.real.output_min, p.real.output_max);
    }
  }
}

}  // namespace tadpole::device
