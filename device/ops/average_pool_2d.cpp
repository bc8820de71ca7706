// SPDX-License-Identifier: Apache-2.0
#include "device/ops/average_pool_2d.h"

#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

using FloatParams = AveragePool2dFloatParams;

constexpr WindowFields kFields{.padding = 0, .stride_w = 1, .stride_h = 2};
constexpr int kFilterW = 3, kFilterH = 4, kActivation = 5;
// Sums over it stay inside int32.
constexpr std::int64_t largest_area(DType type) { return type == DType::int16 ? 1 << 15 : 1 << 22; }

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1));
  TADPOLE_CHECK(op.expect_options(OptionsTable::pool_2d));
  TADPOLE_CHECK(check_pool_types(op));
  Window w;
  w.filter_h = op.option<std::int32_t>(kFilterH, 0);
  w.filter_w = op.option<std::int32_t>(kFilterW, 0);
  TADPOLE_CHECK(read_window(op, kFields, w));
  const std::int64_t area = static_cast<std::int64_t>(w.filter_h) * w.filter_w;
  if (area > largest_area(op.input(0).type)) return Reason::filter_size;
  if (w.output_c != w.input_c) return Reason::output_shape;
  FusedActivation activation{};
  TADPOLE_CHECK(read_activation(op, kActivation, activation));
  op.count_macs(op.output(0).shape.elements() * area);
  if (op.input(0).type != DType::float32) {
    const ActivationRange range = stored_activation_range(activation, op.output(0));
    const AveragePool2dParams params{w, range.min, range.max};
    return op.keep_params(params) ? Reason::none : Reason::arena;
  }
  const FloatRange range = float_activation_range(activation);
  const FloatParams params{w, range.min, range.max};
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const DType type = op.input_tensor(0).type;
  if (type == DType::int8) {
    average_pool_2d(op.params<AveragePool2dParams>(), op.input<std::int8_t>(0),
                    op.output<std::int8_t>(0));
  } else if (type == DType::int16) {
    average_pool_2d(op.params<AveragePool2dParams>(), op.input<std::int16_t>(0),
                    op.output<std::int16_t>(0));
  } else {
    average_pool_2d(op.params<FloatParams>(), op.input<float>(0), op.output<float>(0));
  }
}

}  // namespace

extern const OpDefinition average_pool_2d_definition = {builtin::kAveragePool2d, "AVERAGE_POOL_2D",
                                                        3, plan, run};

}  // namespace tadpole::device
