// SPDX-License-Identifier: Apache-2.0
#include "device/ops/max_pool_2d.h"

#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

constexpr WindowFields kFields{.padding = 0, .stride_w = 1, .stride_h = 2};
constexpr int kFilterW = 3, kFilterH = 4, kActivation = 5;
constexpr std::int64_t kLargestArea = 1 << 22;

template <typename T>
Reason keep_stored(OpPlanner& op, const Window& w, FusedActivation activation) {
  const ActivationRange range = stored_activation_range(activation, op.output(0));
  const MaxPool2dParams<T> params{w, static_cast<T>(range.min), static_cast<T>(range.max)};
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1));
  TADPOLE_CHECK(op.expect_options(OptionsTable::pool_2d));
  TADPOLE_CHECK(check_pool_types(op));
  Window w;
  w.filter_h = op.option<std::int32_t>(kFilterH, 0);
  w.filter_w = op.option<std::int32_t>(kFilterW, 0);
  TADPOLE_CHECK(read_window(op, kFields, w));
  const std::int64_t area = static_cast<std::int64_t>(w.filter_h) * w.filter_w;
  if (area > kLargestArea) return Reason::filter_size;
  if (w.output_c != w.input_c) return Reason::output_shape;
  FusedActivation activation{};
  TADPOLE_CHECK(read_activation(op, kActivation, activation));
  op.count_macs(op.output(0).shape.elements() * area);
  if (op.input(0).type == DType::int8) return keep_stored<std::int8_t>(op, w, activation);
  if (op.input(0).type == DType::int16) return keep_stored<std::int16_t>(op, w, activation);
  const FloatRange range = float_activation_range(activation);
  const MaxPool2dParams<float> params{w, range.min, range.max};
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

template <typename T>
void run_typed(const OpRun& op) {
  max_pool_2d(op.params<MaxPool2dParams<T>>(), op.input<T>(0), op.output<T>(0));
}

void run(const OpRun& op) {
  const DType type = op.input_tensor(0).type;
  if (type == DType::int8) {
    run_typed<std::int8_t>(op);
  } else if (type == DType::int16) {
    run_typed<std::int16_t>(op);
  } else {
    run_typed<float>(op);
  }
}

}  // namespace

extern const OpDefinition max_pool_2d_definition = {builtin::kMaxPool2d, "MAX_POOL_2D", 3, plan,
                                                    run};

}  // namespace tadpole::device
