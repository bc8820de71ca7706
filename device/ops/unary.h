// SPDX-License-Identifier: Apache-2.0
// Operators that look at one element at a time: what they check when they are planned, and how they
// run. In int8 the 256 answers are computed once, when the operator is planned.
#pragma once
#include "device/ops/byte_table.h"
#include "device/ops/float_math.h"
#include "device/ops/plan_checks.h"

namespace tadpole::device {

// The answer for every stored number, by number + 128.
struct ByteTable {
  std::int8_t value[256] = {};
};

// One input and one output of the same shape and of `type`; the output may lie on the input.
inline Reason plan_unary_of(OpPlanner& op, DType type, OptionsTable table) {
  TADPOLE_CHECK(op.expect_arity(1, 1));
  TADPOLE_CHECK(op.optional_options(table));
  if (op.input(0).type != type) return Reason::input_type;
  if (op.output(0).type != type) return Reason::output_type;
  if (op.output(0).shape != op.input(0).shape) return Reason::output_shape;
  op.share_output_with(0, OpPlanner::Share::last_use);
  return Reason::none;
}

inline Reason plan_float_unary(OpPlanner& op, OptionsTable table = OptionsTable::none) {
  return plan_unary_of(op, DType::float32, table);
}

// output[i] = f(input[i]).
template <typename T, typename F>
inline void run_unary(const OpRun& op, const F& f) {
  const auto* input = op.input<T>(0);
  auto* output = op.output<T>(0);
  const std::int32_t n = op.output_tensor(0).shape.elements();
  for (std::int32_t i = 0; i < n; ++i) output[i] = f(input[i]);
}

// int8 by a table of f(stored number), float by run_float_or_table.
template <typename F>
inline Reason plan_byte_table(OpPlanner& op, const F& f) {
  TADPOLE_CHECK(check_quantized(op.input(0)));
  TADPOLE_CHECK(check_quantized(op.output(0)));
  ByteTable table;
  for (std::int32_t x = -128; x <= 127; ++x)
    table.value[x + 128] = static_cast<std::int8_t>(clamp(f(x), -128, 127));
  return op.keep_params(table) ? Reason::none : Reason::arena;
}

// Float or int8; in int8 the real function f between the two quantizations, rounded as TensorFlow
// Lite fills its tables.
template <typename F>
inline Reason plan_float_or_table(OpPlanner& op, OptionsTable options, const F& f) {
  if (op.inputs() != 1 || op.input(0).type != DType::int8) return plan_float_unary(op, options);
  TADPOLE_CHECK(plan_unary_of(op, DType::int8, options));
  const Tensor& input = op.input(0);
  const Tensor& output = op.output(0);
  const float inverse_scale = 1.0F / output.scale;
  return plan_byte_table(op, [&](std::int32_t x) {
    const float real = f(input.scale * static_cast<float>(x - input.zero_point));
    const std::int64_t stored =
        static_cast<std::int64_t>(round_to_int32(real * inverse_scale)) + output.zero_point;
    return static_cast<std::int32_t>(clamp<std::int64_t>(stored, -128, 127));
  });
}

template <typename F>
inline void run_float_or_table(const OpRun& op, const F& f) {
  if (op.input_tensor(0).type == DType::float32) {
    run_unary<float>(op, f);
    return;
  }
  apply_byte_table(op.params<ByteTable>().value, op.input<std::int8_t>(0),
                   op.output<std::int8_t>(0), op.output_tensor(0).shape.elements());
}

}  // namespace tadpole::device
