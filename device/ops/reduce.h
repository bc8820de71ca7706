// SPDX-License-Identifier: Apache-2.0
// Axes of a tensor folded into one number each: where they are read, and how the folding runs.
#pragma once
#include "device/ops/mean.h"
#include "device/ops/plan_checks.h"

namespace tadpole::device {

// Which axes input 1 names, counted from either end.
inline Reason read_reduced(const OpPlanner& op, bool (&reduced)[kMaxRank]) {
  const Tensor& axes = op.input(1);
  const std::int32_t rank = op.input(0).shape.rank;
  if (!axes.is_constant) return Reason::not_constant;
  if (axes.type != DType::int32) return Reason::axis;
  for (std::int32_t i = 0; i < axes.shape.elements(); ++i) {
    std::int32_t axis = 0;
    std::memcpy(&axis, axes.data + 4 * static_cast<std::size_t>(i), sizeof axis);
    if (axis < 0) axis += rank;
    if (axis < 0 || axis >= rank) return Reason::axis;
    reduced[axis] = true;
  }
  return Reason::none;
}

// The walks over what is kept and what is folded; the output's shape must be what is left.
inline Reason read_axes(const OpPlanner& op, MeanAxes& axes) {
  constexpr int kKeepDims = 0;
  bool reduced[kMaxRank] = {};
  TADPOLE_CHECK(read_reduced(op, reduced));
  const Shape& input = op.input(0).shape;
  const bool keep_dims = op.option<std::uint8_t>(kKeepDims, 0) != 0;
  Shape wanted;
  std::int32_t stride = input.elements();
  for (std::int32_t i = 0; i < input.rank; ++i) {
    stride /= input.dims[i];
    (reduced[i] ? axes.reduced : axes.kept).add(input.dims[i], stride);
    if (!reduced[i] || keep_dims) wanted.dims[wanted.rank++] = reduced[i] ? 1 : input.dims[i];
  }
  return op.output(0).shape == wanted ? Reason::none : Reason::output_shape;
}

// output = f(f(start, first), next)..., for every place that is kept; start of the type of the sum.
template <typename T, typename Sum, typename F, typename Finish>
inline void reduce(const MeanAxes& axes, const T* input, Sum start, const F& f,
                   const Finish& finish) {
  const std::int32_t outputs = axes.kept.steps();
  const std::int32_t count = axes.reduced.steps();
  WalkIterator from(axes.kept);
  for (std::int32_t i = 0; i < outputs; ++i, from.next()) {
    Sum sum = start;
    WalkIterator along(axes.reduced);
    for (std::int32_t k = 0; k < count; ++k, along.next())
      sum = f(sum, input[from.offset() + along.offset()]);
    finish(i, sum);
  }
}

// Arity, options and axes of an operator that keeps the element type; keeps MeanAxes.
inline Reason plan_reduce(OpPlanner& op, MeanAxes& axes) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.expect_options(OptionsTable::reducer));
  if (op.output(0).type != op.input(0).type) return Reason::output_type;
  TADPOLE_CHECK(read_axes(op, axes));
  op.count_macs(op.input(0).shape.elements());
  return op.keep_params(axes) ? Reason::none : Reason::arena;
}

// REDUCE_MAX, REDUCE_MIN: float, int8 with one scale, int16 and whole numbers.
inline Reason plan_extreme(OpPlanner& op) {
  MeanAxes axes;
  TADPOLE_CHECK(plan_reduce(op, axes));
  const DType type = op.input(0).type;
  const bool stored = type == DType::int8 || type == DType::int16;
  if (type != DType::float32 && type != DType::int32 && !stored) return Reason::input_type;
  return stored && op.input(0).scale_count > 0 ? check_same_quantization(op.input(0), op.output(0))
                                               : Reason::none;
}

// better(a, b) tells whether b replaces a; the first element is there always.
template <typename T, typename Better>
inline void run_extreme_of(const OpRun& op, const Better& better) {
  auto* output = op.output<T>(0);
  const auto* input = op.input<T>(0);
  const auto& axes = op.params<MeanAxes>();
  const std::int32_t outputs = axes.kept.steps();
  const std::int32_t count = axes.reduced.steps();
  WalkIterator from(axes.kept);
  for (std::int32_t i = 0; i < outputs; ++i, from.next()) {
    T best = input[from.offset()];
    WalkIterator along(axes.reduced);
    for (std::int32_t k = 0; k < count; ++k, along.next()) {
      const T next = input[from.offset() + along.offset()];
      if (better(best, next)) best = next;
    }
    output[i] = best;
  }
}

template <typename Better>
inline void run_extreme(const OpRun& op, const Better& better) {
  const DType type = op.input_tensor(0).type;
  if (type == DType::int8) {
    run_extreme_of<std::int8_t>(op, better);
  } else if (type == DType::int16) {
    run_extreme_of<std::int16_t>(op, better);
  } else if (type == DType::int32) {
    run_extreme_of<std::int32_t>(op, better);
  } else {
    run_extreme_of<float>(op, better);
  }
}

}  // namespace tadpole::device
