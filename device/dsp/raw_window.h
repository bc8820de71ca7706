// SPDX-License-Identifier: Apache-2.0
// A window of motion as it is, each axis brought to one size by given numbers. The same bytes on
// every target.
#pragma once
#include <cstdint>

#include "device/dsp/quantize.h"

namespace tadpole::device {

// Per axis: (x - mean) * inverse, from the training set. Both [axes].
struct AxisScaling {
  const float* mean = nullptr;
  const float* inverse = nullptr;
};

// window, out: [samples, axes]. Cannot fail.
inline void raw_window(const float* window, int samples, int axes, const AxisScaling& scaling,
                       float* out) {
  for (int i = 0; i < samples; ++i)
    for (int a = 0; a < axes; ++a)
      out[i * axes + a] = (window[i * axes + a] - scaling.mean[a]) * scaling.inverse[a];
}

// The same, quantized. Expects quantization.scale > 0. Cannot fail.
inline void raw_window_int8(const float* window, int samples, int axes, const AxisScaling& scaling,
                            Quantization quantization, std::int8_t* out) {
  Quantizer q;
  q.scale = quantization.scale;
  q.zero_point = quantization.zero_point;
  for (int i = 0; i < samples; ++i) {
    for (int a = 0; a < axes; ++a) {
      const float x = (window[i * axes + a] - scaling.mean[a]) * scaling.inverse[a];
      out[i * axes + a] = quantize(x, q);
    }
  }
}

}  // namespace tadpole::device
