// SPDX-License-Identifier: Apache-2.0
// Operators in which two tensors meet element by element and stored numbers are used as they are:
// larger and smaller ones, comparisons, logic. The element type chooses the function once, when the
// operator is planned.
#pragma once
#include "device/ops/binary_plan.h"

namespace tadpole::device {

using RunFunction = void (*)(const OpRun&);

struct ElementwiseRecord {
  Broadcast shape;
  RunFunction function = nullptr;
};

// F is a struct whose operator() takes two numbers of a type. Output: what it gives.
template <typename F, typename T, typename Output>
inline void run_elementwise_of(const OpRun& op) {
  for_broadcast(op.params<ElementwiseRecord>().shape, op.input<T>(0), op.input<T>(1),
                op.output<Output>(0), [](T a, T b) { return static_cast<Output>(F()(a, b)); });
}

inline void run_elementwise(const OpRun& op) { op.params<ElementwiseRecord>().function(op); }

// Arity, options, equal input types and the shapes; Expects: function != nullptr.
inline Reason plan_elementwise(OpPlanner& op, DType output, RunFunction function) {
  if (function == nullptr || op.input(1).type != op.input(0).type) return Reason::input_type;
  if (op.output(0).type != output) return Reason::output_type;
  ElementwiseRecord record;
  record.function = function;
  TADPOLE_CHECK(read_broadcast(op, record.shape));
  if (op.output(0).bytes != op.input(0).bytes) op.share_output_with(0, OpPlanner::Share::no);
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

// MAXIMUM, MINIMUM: one of the two numbers. In int8 all three tensors have one scale.
template <typename F>
inline Reason plan_choice(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.optional_options(OptionsTable::maximum_minimum));
  RunFunction function = nullptr;
  const DType type = op.input(0).type;
  if (type == DType::float32) function = run_elementwise_of<F, float, float>;
  if (type == DType::int8) function = run_elementwise_of<F, std::int8_t, std::int8_t>;
  if (type == DType::int16) function = run_elementwise_of<F, std::int16_t, std::int16_t>;
  if (type == DType::int32) function = run_elementwise_of<F, std::int32_t, std::int32_t>;
  if (type == DType::int64) function = run_elementwise_of<F, std::int64_t, std::int64_t>;
  if (type == DType::int8 && op.input(0).scale_count > 0) {
    TADPOLE_CHECK(check_same_quantization(op.input(0), op.output(0)));
    TADPOLE_CHECK(check_same_quantization(op.input(1), op.output(0)));
  }
  return plan_elementwise(op, type, function);
}

// LOGICAL_AND, LOGICAL_OR.
template <typename F>
inline Reason plan_logical(OpPlanner& op, OptionsTable table) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.optional_options(table));
  const bool known = op.input(0).type == DType::boolean;
  return plan_elementwise(op, DType::boolean,
                          known ? run_elementwise_of<F, std::uint8_t, std::uint8_t> : nullptr);
}

}  // namespace tadpole::device
