// SPDX-License-Identifier: Apache-2.0
// What ADD, SUB and MUL check when they are planned, and how they run: their arithmetic differs,
// nothing else.
#pragma once
#include "device/ops/broadcast.h"
#include "device/ops/plan_checks.h"

namespace tadpole::device {

template <typename Params>
struct BinaryRecord {
  Params params;
  Broadcast shape;
};

inline Reason read_binary_types(const OpPlanner& op) {
  const DType type = op.input(0).type;
  const bool known =
      type == DType::float32 || type == DType::int8 || type == DType::int16 || type == DType::int32;
  if (!known || op.input(1).type != type) return Reason::input_type;
  return op.output(0).type == type ? Reason::none : Reason::output_type;
}

inline Reason read_broadcast(OpPlanner& op, Broadcast& shape) {
  const Shape& first = op.input(0).shape;
  const Shape& second = op.input(1).shape;
  const Shape& output = op.output(0).shape;
  shape.elements = output.elements();
  shape.same_shape = first == output && second == output;
  if (!broadcast_walk(first, output, shape.first)) return Reason::broadcast;
  if (!broadcast_walk(second, output, shape.second)) return Reason::broadcast;
  for (std::int32_t i = 0; i < output.rank; ++i) {
    const bool repeated = shape.first.strides[i] == 0 && shape.second.strides[i] == 0;
    if (repeated && output.dims[i] != 1) return Reason::broadcast;
  }
  if (shape.same_shape) op.share_output_with(0, OpPlanner::Share::last_use);
  return Reason::none;
}

// 16-bit tensors are symmetric: the products of larger differences would not fit 32 bits.
inline Reason check_binary_quantization(const OpPlanner& op) {
  const Tensor* tensors[] = {&op.input(0), &op.input(1), &op.output(0)};
  for (const Tensor* tensor : tensors) {
    TADPOLE_CHECK(check_quantized(*tensor));
    if (tensor->type == DType::int16 && tensor->zero_point != 0) return Reason::zero_point;
  }
  return Reason::none;
}

// Params has first_offset, second_offset, output_offset, output_min, output_max.
template <typename Params>
void set_offsets_and_range(const OpPlanner& op, FusedActivation activation, Params& p) {
  const Tensor& output = op.output(0);
  const TypeRange type = type_range(output.type);
  const ActivationRange range =
      activation_range(activation, output.scale, output.zero_point, type.min, type.max);
  p.first_offset = -op.input(0).zero_point;
  p.second_offset = -op.input(1).zero_point;
  p.output_offset = output.zero_point;
  p.output_min = range.min;
  p.output_max = range.max;
}

// set_scales(op, params) fills the multipliers and refuses ratios.
template <typename Params, typename SetScales>
Reason plan_binary(OpPlanner& op, OptionsTable table, const SetScales& set_scales) {
  constexpr int kActivation = 0;
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.optional_options(table));
  TADPOLE_CHECK(read_binary_types(op));
  Broadcast shape;
  TADPOLE_CHECK(read_broadcast(op, shape));
  FusedActivation activation{};
  TADPOLE_CHECK(read_activation(op, kActivation, activation));
  if (op.input(0).type == DType::float32) {
    const BinaryRecord<FloatRange> record{float_activation_range(activation), shape};
    return op.keep_params(record) ? Reason::none : Reason::arena;
  }
  if (op.input(0).type == DType::int32) {
    const BinaryRecord<WholeRange> record{whole_activation_range(activation), shape};
    return op.keep_params(record) ? Reason::none : Reason::arena;
  }
  TADPOLE_CHECK(check_binary_quantization(op));
  BinaryRecord<Params> record;
  record.shape = shape;
  TADPOLE_CHECK(set_scales(op, record.params));
  set_offsets_and_range(op, activation, record.params);
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

// kernel(params, shape, first, second, output) on the operator's tensors.
template <typename Params, typename T, typename Kernel>
void run_binary_typed(const OpRun& op, const Kernel& kernel) {
  const auto& record = op.params<BinaryRecord<Params>>();
  kernel(record.params, record.shape, op.input<T>(0), op.input<T>(1), op.output<T>(0));
}

template <typename Params, typename Kernel>
void run_binary(const OpRun& op, const Kernel& kernel) {
  const DType type = op.input_tensor(0).type;
  if (type == DType::int8) {
    run_binary_typed<Params, std::int8_t>(op, kernel);
  } else if (type == DType::int16) {
    run_binary_typed<Params, std::int16_t>(op, kernel);
  } else if (type == DType::int32) {
    run_binary_typed<WholeRange, std::int32_t>(op, kernel);
  } else {
    run_binary_typed<FloatRange, float>(op, kernel);
  }
}

}  // namespace tadpole::device
