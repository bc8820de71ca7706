// SPDX-License-Identifier: Apache-2.0
// Comparisons of two tensors, element by element, to bool. int8 numbers are brought to their real
// size in fixed point first, as the reference does.
#pragma once
#include "device/ops/elementwise.h"

namespace tadpole::device {

struct ComparisonRecord {
  ElementwiseRecord elementwise;  // first, so that run_elementwise finds it
  std::int32_t first_zero_point = 0, second_zero_point = 0;
  QuantizedMultiplier first, second;  // the scales
};

template <typename F>
inline void run_scaled_comparison(const OpRun& op) {
  constexpr std::int32_t kLeft = 1 << 8;
  const auto& r = op.params<ComparisonRecord>();
  for_broadcast(r.elementwise.shape, op.input<std::int8_t>(0), op.input<std::int8_t>(1),
                op.output<std::uint8_t>(0), [&r](std::int32_t a, std::int32_t b) {
                  const std::int32_t x =
                      multiply_by_quantized_multiplier((a - r.first_zero_point) * kLeft, r.first);
                  const std::int32_t y =
                      multiply_by_quantized_multiplier((b - r.second_zero_point) * kLeft, r.second);
                  return static_cast<std::uint8_t>(F()(x, y));
                });
}

template <typename F>
inline RunFunction comparison_of(DType type) {
  if (type == DType::float32) return run_elementwise_of<F, float, std::uint8_t>;
  if (type == DType::int8) return run_scaled_comparison<F>;
  if (type == DType::int32) return run_elementwise_of<F, std::int32_t, std::uint8_t>;
  if (type == DType::int64) return run_elementwise_of<F, std::int64_t, std::uint8_t>;
  return nullptr;
}

enum class ComparesBools : std::uint8_t { no, yes };

template <typename F>
inline Reason plan_comparison(OpPlanner& op, OptionsTable table,
                              ComparesBools bools = ComparesBools::no) {
  constexpr std::int32_t kMostShift = 14;  // larger scales would leave 32 bits
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.optional_options(table));
  const DType type = op.input(0).type;
  RunFunction function = comparison_of<F>(type);
  if (type == DType::boolean && bools == ComparesBools::yes)
    function = run_elementwise_of<F, std::uint8_t, std::uint8_t>;
  TADPOLE_CHECK(plan_elementwise(op, DType::boolean, function));
  if (type != DType::int8) return Reason::none;
  op.share_output_with(0, OpPlanner::Share::last_use);
  const Tensor& first = op.input(0);
  const Tensor& second = op.input(1);
  TADPOLE_CHECK(check_quantized(first));
  TADPOLE_CHECK(check_quantized(second));
  ComparisonRecord record;
  record.elementwise.function = function;
  TADPOLE_CHECK(read_broadcast(op, record.elementwise.shape));
  if (!record.elementwise.shape.same_shape) op.share_output_with(0, OpPlanner::Share::no);
  record.first_zero_point = first.zero_point;
  record.second_zero_point = second.zero_point;
  record.first = quantize_multiplier(first.scale, 1.0F);
  record.second = quantize_multiplier(second.scale, 1.0F);
  TADPOLE_CHECK(check_multiplier(record.first, kMostShift));
  TADPOLE_CHECK(check_multiplier(record.second, kMostShift));
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

}  // namespace tadpole::device
