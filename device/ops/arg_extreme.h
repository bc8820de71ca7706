// SPDX-License-Identifier: Apache-2.0
// ARG_MAX, ARG_MIN: the place of the largest or smallest number along an axis, the first of equals.
#pragma once
#include "device/ops/block_copy.h"
#include "device/ops/pad_plan.h"

namespace tadpole::device {

struct ArgExtremeParams {
  std::int32_t outer = 1, length = 1, inner = 1;  // before the axis, along it, behind it
};

inline Reason plan_arg_extreme(OpPlanner& op, OptionsTable table) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.optional_options(table));
  const Tensor& input = op.input(0);
  const Tensor& axis = op.input(1);
  const Tensor& output = op.output(0);
  if (input.type != DType::float32 && input.type != DType::int8) return Reason::input_type;
  if (output.type != DType::int32 && output.type != DType::int64) return Reason::output_type;
  if (!axis.is_constant) return Reason::not_constant;
  const bool whole = axis.type == DType::int32 || axis.type == DType::int64;
  if (!whole || axis.shape.elements() != 1) return Reason::axis;
  const std::int64_t named = index_at(axis, 0);
  if (named < -kMaxRank || named > kMaxRank) return Reason::axis;
  const std::int32_t at = front_axis(static_cast<std::int32_t>(named), input.shape.rank);
  if (at < 0) return Reason::axis;
  Shape wanted;
  ArgExtremeParams params;
  params.length = input.shape.dims[at];
  for (std::int32_t i = 0; i < input.shape.rank; ++i) {
    const std::int32_t dim = input.shape.dims[i];
    if (i < at) params.outer *= dim;
    if (i > at) params.inner *= dim;
    if (i != at) wanted.dims[wanted.rank++] = dim;
  }
  if (output.shape != wanted) return Reason::output_shape;
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

// better(a, b): b replaces a.
template <typename T, typename Better>
inline std::int32_t arg_extreme(const T* input, const ArgExtremeParams& p, const Better& better) {
  std::int32_t best = 0;
  for (std::int32_t i = 1; i < p.length; ++i) {
    if (better(input[best * p.inner], input[i * p.inner])) best = i;
  }
  return best;
}

template <typename T, typename Better>
inline void run_arg_extreme_of(const OpRun& op, const Better& better) {
  const auto& p = op.params<ArgExtremeParams>();
  const auto* input = op.input<T>(0);
  std::int32_t at = 0;
  for (std::int32_t o = 0; o < p.outer; ++o, input += p.length * p.inner) {
    for (std::int32_t i = 0; i < p.inner; ++i, ++at) {
      const std::int32_t best = arg_extreme(input + i, p, better);
      if (op.output_tensor(0).type == DType::int32) {
        op.output<std::int32_t>(0)[at] = best;
      } else {
        op.output<std::int64_t>(0)[at] = best;
      }
    }
  }
}

template <typename Better>
inline void run_arg_extreme(const OpRun& op, const Better& better) {
  if (op.input_tensor(0).type == DType::int8) {
    run_arg_extreme_of<std::int8_t>(op, better);
  } else {
    run_arg_extreme_of<float>(op, better);
  }
}

}  // namespace tadpole::device
