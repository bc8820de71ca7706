// SPDX-License-Identifier: Apache-2.0
// A layer that sees one frame at a time and remembers: each filter weighs the frame's features into
// one number, keeps the last `memory` of them and weighs those over time; `rank` filters are summed
// to a unit. Plain reference. Source: Alvarez and Park: End-to-end Streaming Keyword Spotting,
// ICASSP 2019, arXiv:1812.02802; Nakkiran et al.: Compressing Deep Neural Networks using a
// Rank-Constrained Topology, Interspeech 2015.
#pragma once
#include "device/ops/dot_product.h"
#include "device/ops/fixed_point.h"
#include "device/ops/wide_sum.h"

namespace tadpole::device {

struct SvdfShape {
  std::int32_t batches = 1, inputs = 1, filters = 1, memory = 1, rank = 1;
};

struct SvdfParams {
  SvdfShape shape;
  std::int32_t input_zero_point = 0, state_zero_point = 0, output_zero_point = 0;
  QuantizedMultiplier to_state;   // input scale * feature scale / state scale
  QuantizedMultiplier to_output;  // state scale * time scale / output scale
};

// 16-bit activations, all symmetric.
struct SvdfInt16Params {
  SvdfShape shape;
  std::int32_t output_min = -32768, output_max = 32767;
  QuantizedMultiplier to_state, to_output;  // as above
};

struct SvdfFloatParams {
  SvdfShape shape;
  float output_min = 0.0F, output_max = 0.0F;
};

// Expects: scales finite and > 0. The ratios are rounded to float first, as the reference does;
// one that is no positive number gives a multiplier of 0, and shifts above kMaxLeftShift are for
// the caller to refuse.
inline QuantizedMultiplier svdf_multiplier(float a, float b, float c) {
  const float ratio = a * b / c;
  return is_positive_finite(ratio) ? quantize_multiplier(ratio, 1.0F) : QuantizedMultiplier{};
}

namespace detail {

// Every filter's numbers move one place towards the past; the last place is free for the new one.
template <typename T>
inline void forget_oldest(const SvdfShape& s, T* state) {
  const std::int32_t rows = s.batches * s.filters;
  for (std::int32_t r = 0; r < rows; ++r, state += s.memory) {
    for (std::int32_t i = 0; i + 1 < s.memory; ++i) state[i] = state[i + 1];
  }
}

// sum of weight * (state - zero point), modulo 2^32.
template <typename T>
inline std::int32_t weigh_over_time(const T* weights, const T* state, std::int32_t n,
                                    std::int32_t zero_point) {
  std::uint32_t sum = 0;
  for (std::int32_t i = 0; i < n; ++i)
    sum += static_cast<std::uint32_t>(weights[i] * (state[i] - zero_point));
  return static_cast<std::int32_t>(sum);
}

// see(batch, filter): what the filter makes of the batch's frame.
template <typename See>
inline void svdf_of_floats(const SvdfFloatParams& p, const See& see, const float* time,
                           const float* bias, float* state, float* output) {
  const SvdfShape& s = p.shape;
  forget_oldest(s, state);
  for (std::int32_t b = 0; b < s.batches; ++b) {
    float sum = 0.0F;
    for (std::int32_t f = 0; f < s.filters; ++f, state += s.memory) {
      state[s.memory - 1] = see(b, f);
      if (f % s.rank == 0) sum = bias != nullptr ? bias[f / s.rank] : 0.0F;
      sum += dot_product(time + f * s.memory, state, s.memory);
      if ((f + 1) % s.rank == 0) *output++ = clamp(sum, p.output_min, p.output_max);
    }
  }
}

}  // namespace detail

// input [batches, inputs], feature [filters, inputs], time [filters, memory], bias [filters / rank]
// or null, state [batches, filters, memory] (oldest first; updated), output [batches, filters /
// rank]. T: std::int8_t or std::int16_t, of time and state.
template <typename T>
inline void svdf(const SvdfParams& p, const std::int8_t* input, const std::int8_t* feature,
                 const T* time, const std::int32_t* bias, T* state, std::int8_t* output) {
  const SvdfShape& s = p.shape;
  detail::forget_oldest(s, state);
  for (std::int32_t b = 0; b < s.batches; ++b, input += s.inputs) {
    std::int32_t sum = 0;
    for (std::int32_t f = 0; f < s.filters; ++f, state += s.memory) {
      const std::int32_t seen =
          dot_product(input, feature + f * s.inputs, s.inputs, -p.input_zero_point, 0);
      const std::int32_t scaled = multiply_by_quantized_multiplier(seen, p.to_state);
      state[s.memory - 1] =
          static_cast<T>(clamp(wrapping_add(scaled, p.state_zero_point),
                               static_cast<std::int32_t>(std::numeric_limits<T>::min()),
                               static_cast<std::int32_t>(std::numeric_limits<T>::max())));
      if (f % s.rank == 0) sum = bias != nullptr ? bias[f / s.rank] : 0;
      sum = wrapping_add(
          sum, detail::weigh_over_time(time + f * s.memory, state, s.memory, p.state_zero_point));
      if ((f + 1) % s.rank != 0) continue;
      const std::int32_t out = multiply_by_quantized_multiplier(sum, p.to_output);
      *output++ =
          static_cast<std::int8_t>(clamp(wrapping_add(out, p.output_zero_point), -128, 127));
    }
  }
}

// The same with 16-bit activations; no reference kernel has this form. Sums of 64 bits are rounded
// once, as in the other layers of int16_layers.h.
inline void svdf(const SvdfInt16Params& p, const std::int16_t* input, const std::int8_t* feature,
                 const std::int16_t* time, const std::int64_t* bias, std::int16_t* state,
                 std::int16_t* output) {
  const SvdfShape& s = p.shape;
  detail::forget_oldest(s, state);
  for (std::int32_t b = 0; b < s.batches; ++b, input += s.inputs) {
    std::int64_t sum = 0;
    for (std::int32_t f = 0; f < s.filters; ++f, state += s.memory) {
      const auto seen = sum_products<std::int64_t>(input, feature + f * s.inputs, s.inputs);
      state[s.memory - 1] =
          static_cast<std::int16_t>(clamp(scale_sum(seen, p.to_state), -32768, 32767));
      if (f % s.rank == 0) sum = bias != nullptr ? bias[f / s.rank] : 0;
      for (std::int32_t i = 0; i < s.memory; ++i)
        sum = add_to_sum(sum, std::int64_t{time[f * s.memory + i]} * state[i]);
      if ((f + 1) % s.rank != 0) continue;
      *output++ =
          static_cast<std::int16_t>(clamp(scale_sum(sum, p.to_output), p.output_min, p.output_max));
    }
  }
}

inline void svdf(const SvdfFloatParams& p, const float* input, const float* feature,
                 const float* time, const float* bias, float* state, float* output) {
  const std::int32_t inputs = p.shape.inputs;
  const auto see = [&](std::int32_t b, std::int32_t f) {
    return dot_product(input + b * inputs, feature + f * inputs, inputs);
  };
  detail::svdf_of_floats(p, see, time, bias, state, output);
}

}  // namespace tadpole::device
