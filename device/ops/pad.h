// SPDX-License-Identifier: Apache-2.0
// Puts a border of one value around a tensor, plain reference.
#pragma once
#include "device/ops/shape.h"

namespace tadpole::device {

struct PadParams {
  Walk output;              // the input's elements as places in the output
  std::int32_t origin = 0;  // where in the output the input's first element lands
  std::int32_t input_elements = 0, output_elements = 0;
};

// before: [rank] elements per axis, all >= 0; what is behind the input follows from the shapes.
constexpr PadParams make_pad_params(const Shape& input, const Shape& output,
                                    const std::int32_t* before) {
  PadParams p;
  std::int32_t stride = output.elements();
  for (std::int32_t i = 0; i < input.rank; ++i) {
    stride /= output.dims[i];
    p.output.add(input.dims[i], stride);
    p.origin += before[i] * stride;
  }
  p.input_elements = input.elements();
  p.output_elements = output.elements();
  return p;
}

template <typename T>
inline void pad(const PadParams& p, T value, const T* input, T* output) {
  for (std::int32_t i = 0; i < p.output_elements; ++i) output[i] = value;
  WalkIterator to(p.output);
  for (std::int32_t i = 0; i < p.input_elements; ++i, to.next())
    output[p.origin + to.offset()] = input[i];
}

}  // namespace tadpole::device
