// SPDX-License-Identifier: Apache-2.0
// What PAD and PADV2 check when they are planned.
#pragma once
#include "device/ops/pad.h"
#include "device/ops/plan_checks.h"

namespace tadpole::device {

// Element i of a constant int32 or int64 tensor.
inline std::int64_t index_at(const Tensor& tensor, std::int32_t i) {
  if (tensor.type == DType::int64) {
    std::int64_t value = 0;
    std::memcpy(&value, tensor.data + 8 * static_cast<std::size_t>(i), sizeof value);
    return value;
  }
  std::int32_t value = 0;
  std::memcpy(&value, tensor.data + 4 * static_cast<std::size_t>(i), sizeof value);
  return value;
}

inline Reason read_paddings(const OpPlanner& op, std::int32_t (&before)[kMaxRank]) {
  const Tensor& paddings = op.input(1);
  const Shape& input = op.input(0).shape;
  const Shape& output = op.output(0).shape;
  if (!paddings.is_constant) return Reason::not_constant;
  if (paddings.type != DType::int32 && paddings.type != DType::int64) return Reason::paddings;
  if (paddings.shape.elements() != 2 * input.rank || output.rank != input.rank)
    return Reason::paddings;
  for (std::int32_t i = 0; i < input.rank; ++i) {
    const std::int64_t front = index_at(paddings, 2 * i);
    const std::int64_t back = index_at(paddings, 2 * i + 1);
    const std::int64_t room = static_cast<std::int64_t>(output.dims[i]) - input.dims[i];
    if (front < 0 || back < 0 || front > room || back != room - front) return Reason::paddings;
    before[i] = static_cast<std::int32_t>(front);
  }
  return Reason::none;
}

// Types and quantization of input and output, the paddings; keeps PadParams.
inline Reason plan_pad(OpPlanner& op) {
  const DType type = op.input(0).type;
  if (type != DType::float32 && type != DType::int8 && type != DType::int16)
    return Reason::input_type;
  if (op.output(0).type != type) return Reason::output_type;
  if (type != DType::float32) {
    TADPOLE_CHECK(check_quantized(op.input(0)));
    TADPOLE_CHECK(check_quantized(op.output(0)));
    TADPOLE_CHECK(check_same_quantization(op.input(0), op.output(0)));
  }
  std::int32_t before[kMaxRank] = {};
  TADPOLE_CHECK(read_paddings(op, before));
  const PadParams params = make_pad_params(op.input(0).shape, op.output(0).shape, before);
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

template <typename T>
void run_pad(const OpRun& op, T value) {
  pad(op.params<PadParams>(), value, op.input<T>(0), op.output<T>(0));
}

}  // namespace tadpole::device
