// SPDX-License-Identifier: Apache-2.0
// A layer of LSTM cells over a sequence, plain reference: gates = curve(W x + R h + b), cell =
// forget * cell + input * candidate, h = output * tanh(cell). In int8, and in int16 with int8
// weights, the gates are Q12 before their curve and Q15 behind it, the cell has 16 bits and a scale
// that is a power of two; bit for bit as TensorFlow Lite Micro's reference kernel. Source:
// Hochreiter and Schmidhuber: Long Short-Term Memory, Neural Computation 9(8), 1997.
#pragma once
#include "device/ops/cortex_m/dot_product.h"
#include "device/ops/dot_product.h"
#include "device/ops/float_exp.h"
#include "device/ops/int16_activations.h"
#include "device/ops/wide_sum.h"

namespace tadpole::device {

// The order in which a file has the gates; kCandidate is what it calls the cell gate.
enum LstmGate : std::int32_t { kInputGate, kForgetGate, kCandidate, kOutputGate, kLstmGates };

// The operator's inputs; of those with one for each gate, the first.
namespace lstm_input {
inline constexpr std::int32_t kInput = 0, kInputWeights = 1, kHiddenWeights = 5, kPeephole = 9,
                              kBias = 12, kProjection = 16, kHidden = 18, kCell = 19,
                              kLayerNorm = 20, kInputs = 24;
}

struct LstmShape {
  std::int32_t batches = 1, steps = 1, inputs = 1, units = 1;
  bool time_major = false;  // input [steps, batches, inputs], otherwise [batches, steps, inputs]
};

struct LstmParams {
  LstmShape shape;
  std::int32_t input_zero_point = 0, hidden_zero_point = 0;
  // input scale * weight scale and hidden scale * weight scale, to Q12
  QuantizedMultiplier from_input[kLstmGates], from_hidden[kLstmGates];
  QuantizedMultiplier forget_to_cell, input_to_cell, to_hidden;
  Int16CurveParams cell_curve;  // of tanh over the cell
  std::int32_t cell_clip = 0;   // 0: not clipped
};

struct LstmFloatParams {
  LstmShape shape;
  float cell_clip = 0.0F;  // 0: not clipped
};

// Weights [units, inputs] and [units, units], bias [units]; Weight: std::int8_t or float.
template <typename Weight, typename Bias>
struct LstmWeights {
  const Weight* input[kLstmGates] = {};
  const Weight* hidden[kLstmGates] = {};
  const Bias* bias[kLstmGates] = {};
};

// What is remembered, [batches, units], and room for the four gates, [4, units].
template <typename T, typename Cell>
struct LstmState {
  T* hidden = nullptr;
  Cell* cell = nullptr;
  Cell* gates = nullptr;
};

namespace detail {

constexpr std::int32_t saturate_int16(std::int32_t x) { return clamp(x, -32768, 32767); }

// sums[k] = sum of (x[i] + offset) * weights[k][first + i]: by the instructions of the
// microcontroller where it has them.
inline void lstm_dots(const std::int8_t* x, const std::int8_t* const (&weights)[kLstmGates],
                      std::int32_t first, std::int32_t n, std::int32_t offset,
                      std::int32_t (&sums)[kLstmGates]) {
  const std::int8_t* rows[kLstmGates];
  for (std::int32_t k = 0; k < kLstmGates; ++k) rows[k] = weights[k] + first;
  if constexpr (TADPOLE_ARM_DSP) {
    cortex_m::dot_products_4(x, rows, n, offset, sums);
  } else {
    for (std::int32_t k = 0; k < kLstmGates; ++k) sums[k] = dot_product(x, rows[k], n, offset, 0);
  }
}

// by * (bias + sum of weight * x), in 16 bits, whose zero point is 0.
inline std::int32_t lstm_sum(const std::int16_t* x, const std::int8_t* weights, std::int32_t n,
                             std::int64_t bias, QuantizedMultiplier by) {
  const std::int64_t sum = add_to_sum(sum_products<std::int64_t>(x, weights, n), bias);
  return saturate_int16(scale_sum(sum, by));
}

// The gates of one unit, gates[gate * units].
inline void lstm_gates(const LstmParams& p, const LstmWeights<std::int8_t, std::int32_t>& w,
                       const std::int8_t* x, const std::int8_t* h, std::int32_t unit,
                       std::int16_t* gates) {
  constexpr Int16CurveParams kQ12{3, 0};
  const LstmShape& s = p.shape;
  std::int32_t seen[kLstmGates];
  std::int32_t known[kLstmGates];
  lstm_dots(x, w.input, unit * s.inputs, s.inputs, -p.input_zero_point, seen);
  lstm_dots(h, w.hidden, unit * s.units, s.units, -p.hidden_zero_point, known);
  for (std::int32_t gate = 0; gate < kLstmGates; ++gate) {
    const std::int32_t biased = wrapping_add(seen[gate], w.bias[gate][unit]);
    const std::int32_t sum =
        saturate_int16(multiply_by_quantized_multiplier(biased, p.from_input[gate])) +
        saturate_int16(multiply_by_quantized_multiplier(known[gate], p.from_hidden[gate]));
    const auto q12 = static_cast<std::int16_t>(saturate_int16(sum));
    gates[gate * s.units] = gate == kCandidate ? tanh_one(kQ12, q12) : logistic_one(kQ12, q12);
  }
}

inline void lstm_gates(const LstmParams& p, const LstmWeights<std::int8_t, std::int64_t>& w,
                       const std::int16_t* x, const std::int16_t* h, std::int32_t unit,
                       std::int16_t* gates) {
  constexpr Int16CurveParams kQ12{3, 0};
  const LstmShape& s = p.shape;
  for (std::int32_t gate = 0; gate < kLstmGates; ++gate) {
    const std::int32_t sum =
        lstm_sum(x, w.input[gate] + unit * s.inputs, s.inputs, w.bias[gate][unit],
                 p.from_input[gate]) +
        lstm_sum(h, w.hidden[gate] + unit * s.units, s.units, 0, p.from_hidden[gate]);
    const auto q12 = static_cast<std::int16_t>(saturate_int16(sum));
    gates[gate * s.units] = gate == kCandidate ? tanh_one(kQ12, q12) : logistic_one(kQ12, q12);
  }
}

inline void lstm_gates(const LstmFloatParams& p, const LstmWeights<float, float>& w, const float* x,
                       const float* h, std::int32_t unit, float* gates) {
  const LstmShape& s = p.shape;
  for (std::int32_t gate = 0; gate < kLstmGates; ++gate) {
    const float seen =
        dot_product(x, w.input[gate] + unit * s.inputs, s.inputs) + w.bias[gate][unit];
    const float sum = seen + dot_product(h, w.hidden[gate] + unit * s.units, s.units);
    gates[gate * s.units] = gate == kCandidate ? tanh_float(sum) : 1.0F / (1.0F + exp_float(-sum));
  }
}

// The unit's new cell; g: its four gates.
inline std::int16_t lstm_cell(const LstmParams& p, std::int16_t cell,
                              const std::int16_t (&g)[kLstmGates]) {
  const std::int32_t kept =
      saturate_int16(multiply_by_quantized_multiplier(g[kForgetGate] * cell, p.forget_to_cell));
  const std::int32_t added = saturate_int16(
      multiply_by_quantized_multiplier(g[kInputGate] * g[kCandidate], p.input_to_cell));
  const std::int32_t sum = saturate_int16(kept + added);
  return static_cast<std::int16_t>(p.cell_clip > 0 ? clamp(sum, -p.cell_clip, p.cell_clip) : sum);
}

inline float lstm_cell(const LstmFloatParams& p, float cell, const float (&g)[kLstmGates]) {
  const float sum = g[kForgetGate] * cell + g[kInputGate] * g[kCandidate];
  return p.cell_clip > 0.0F ? clamp(sum, -p.cell_clip, p.cell_clip) : sum;
}

template <typename T>
inline T lstm_hidden(const LstmParams& p, std::int16_t cell, std::int16_t gate) {
  const std::int32_t product = tanh_one(p.cell_curve, cell) * gate;
  const std::int32_t scaled = multiply_by_quantized_multiplier(product, p.to_hidden);
  return static_cast<T>(clamp<std::int32_t>(wrapping_add(scaled, p.hidden_zero_point),
                                            std::numeric_limits<T>::min(),
                                            std::numeric_limits<T>::max()));
}

template <typename T>
inline float lstm_hidden(const LstmFloatParams&, float cell, float gate) {
  return tanh_float(cell) * gate;
}

// One step of one batch: x [inputs]; hidden and cell [units] are updated.
template <typename Params, typename Weight, typename Bias, typename T, typename Cell>
inline void lstm_step(const Params& p, const LstmWeights<Weight, Bias>& w, const T* x,
                      const LstmState<T, Cell>& state) {
  const std::int32_t units = p.shape.units;
  for (std::int32_t u = 0; u < units; ++u) lstm_gates(p, w, x, state.hidden, u, state.gates + u);
  for (std::int32_t u = 0; u < units; ++u) {
    Cell g[kLstmGates];
    for (std::int32_t gate = 0; gate < kLstmGates; ++gate) g[gate] = state.gates[gate * units + u];
    state.cell[u] = lstm_cell(p, state.cell[u], g);
    state.hidden[u] = lstm_hidden<T>(p, state.cell[u], g[kOutputGate]);
  }
}

}  // namespace detail

// output: as the input, with units for inputs. Params: LstmParams with Weight std::int8_t, Cell
// std::int16_t, and T std::int8_t with Bias std::int32_t or T std::int16_t with Bias std::int64_t;
// or LstmFloatParams with float throughout.
template <typename Params, typename Weight, typename Bias, typename T, typename Cell>
inline void unidirectional_sequence_lstm(const Params& p, const LstmWeights<Weight, Bias>& weights,
                                         const T* input, LstmState<T, Cell> state, T* output) {
  const LstmShape& s = p.shape;
  for (std::int32_t b = 0; b < s.batches; ++b) {
    for (std::int32_t t = 0; t < s.steps; ++t) {
      const std::int32_t at = s.time_major ? t * s.batches + b : b * s.steps + t;
      detail::lstm_step(p, weights, input + at * s.inputs, state);
      for (std::int32_t u = 0; u < s.units; ++u) output[at * s.units + u] = state.hidden[u];
    }
    state.hidden += s.units;
    state.cell += s.units;
  }
}

}  // namespace tadpole::device
