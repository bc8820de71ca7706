// SPDX-License-Identifier: Apache-2.0
#include "device/ops/max_pool_2d.h"

#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

using Int8Params = MaxPool2dParams<std::int8_t>;
using FloatParams = MaxPool2dParams<float>;

constexpr WindowFields kFields{.padding = 0, .stride_w = 1, .stride_h = 2};
constexpr int kFilterW = 3, kFilterH = 4, kActivation = 5;
constexpr std::int64_t kLargestArea =
    1 << 22;  // sums of int8 over it stay far from the ends of int32

Reason check_types(const OpPlanner& op) {
  const DType type = op.input(0).type;
  if (type != DType::float32 && type != DType::int8) return Reason::input_type;
  if (op.output(0).type != type) return Reason::output_type;
  if (type == DType::float32) return Reason::none;
  TADPOLE_CHECK(check_quantized(op.input(0)));
  TADPOLE_CHECK(check_quantized(op.output(0)));
  return check_same_quantization(op.input(0), op.output(0));
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1));
  TADPOLE_CHECK(op.expect_options(OptionsTable::pool_2d));
  TADPOLE_CHECK(check_types(op));
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
  if (op.input(0).type == DType::int8) {
    const ActivationRange range = int8_activation_range(activation, op.output(0));
    const Int8Params params{w, static_cast<decltype(Int8Params::output_min)>(range.min),
                            static_cast<decltype(Int8Params::output_max)>(range.max)};
    return op.keep_params(params) ? Reason::none : Reason::arena;
  }
  const FloatRange range = float_activation_range(activation);
  const FloatParams params{w, range.min, range.max};
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  if (op.input_tensor(0).type == DType::int8) {
    max_pool_2d(op.params<Int8Params>(), op.input<std::int8_t>(0), op.output<std::int8_t>(0));
  } else {
    max_pool_2d(op.params<FloatParams>(), op.input<float>(0), op.output<float>(0));
  }
}

}  // namespace

extern const OpDefinition max_pool_2d_definition = {builtin::kMaxPool2d, "MAX_POOL_2D", 3, plan,
                                                    run};

}  // namespace tadpole::device
