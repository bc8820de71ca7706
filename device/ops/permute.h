// SPDX-License-Identifier: Apache-2.0
// Operators that only move elements: the output's elements are read at places of the input that a
// walk visits in order. The record is that of a slice. Any element type.
#pragma once
#include "device/ops/block_copy.h"
#include "device/ops/pad_plan.h"
#include "device/ops/strided_slice.h"

namespace tadpole::device {

// Input and output hold the same kind of numbers.
inline Reason check_moved(const Tensor& input, const Tensor& output) {
  if (output.type != input.type) return Reason::output_type;
  return input.scale_count > 0 ? check_same_quantization(input, output) : Reason::none;
}

// Keeps the record. Axes of size one are left out and axes that follow each other in memory are
// taken together, so that the walk has few of them.
inline Reason keep_permutation(OpPlanner& op, const Walk& from, std::int32_t origin = 0) {
  SliceParams p;
  p.element_bytes = static_cast<std::int32_t>(dtype_bytes(op.output(0).type));
  p.origin = origin;
  for (std::int32_t i = 0; i < from.rank; ++i) {
    if (from.dims[i] == 1) continue;
    Walk& w = p.from;
    const bool joins = w.rank > 0 && w.strides[w.rank - 1] == from.strides[i] * from.dims[i];
    if (!joins) {
      w.add(from.dims[i], from.strides[i]);
    } else {
      w.dims[w.rank - 1] *= from.dims[i];
      w.strides[w.rank - 1] = from.strides[i];
    }
  }
  p.elements = p.from.steps();
  return op.keep_params(p) ? Reason::none : Reason::arena;
}

inline void run_permutation(const OpRun& op) {
  strided_slice(op.params<SliceParams>(), op.input<std::uint8_t>(0), op.output<std::uint8_t>(0));
}

// A constant vector of `count` whole numbers in int32 or int64; too large ones are cut to int32.
inline Reason read_whole(const OpPlanner& op, std::uint32_t input, std::int32_t count,
                         std::int32_t* values) {
  const Tensor& tensor = op.input(input);
  if (!tensor.is_constant) return Reason::not_constant;
  if (tensor.type != DType::int32 && tensor.type != DType::int64) return Reason::index;
  if (tensor.shape.elements() != count) return Reason::index;
  for (std::int32_t i = 0; i < count; ++i) {
    const std::int64_t value = index_at(tensor, i);
    values[i] = static_cast<std::int32_t>(clamp<std::int64_t>(
        value, std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()));
  }
  return Reason::none;
}

// Elements from one step along the axis to the next.
constexpr std::int32_t stride_of(const Shape& shape, std::int32_t axis) {
  std::int32_t stride = 1;
  for (std::int32_t i = axis + 1; i < shape.rank; ++i) stride *= shape.dims[i];
  return stride;
}

}  // namespace tadpole::device
