// SPDX-License-Identifier: Apache-2.0
#include "device/ops/leaky_relu.h"

#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

constexpr int kAlpha = 0;

Reason plan_stored(OpPlanner& op, float alpha) {
  const Tensor& input = op.input(0);
  const Tensor& output = op.output(0);
  TADPOLE_CHECK(check_quantized(input));
  TADPOLE_CHECK(check_quantized(output));
  LeakyReluParams params = make_leaky_relu_params(alpha, input.scale, output.scale);
  params.input_zero_point = input.zero_point;
  params.output_zero_point = output.zero_point;
  if (params.identity.multiplier == 0) return Reason::scale_ratio;
  TADPOLE_CHECK(check_multiplier(params.identity));
  TADPOLE_CHECK(check_multiplier(params.leak));
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1));
  TADPOLE_CHECK(op.expect_options(OptionsTable::leaky_relu));
  const DType type = op.input(0).type;
  if (type != DType::float32 && type != DType::int8 && type != DType::int16)
    return Reason::input_type;
  if (op.output(0).type != type) return Reason::output_type;
  if (op.output(0).shape != op.input(0).shape) return Reason::output_shape;
  const float alpha = op.option<float>(kAlpha, 0.0F);
  if (!(alpha == 0.0F || is_positive_finite(alpha))) return Reason::alpha;
  op.share_output_with(0, OpPlanner::Share::last_use);
  if (type != DType::float32) return plan_stored(op, alpha);
  return op.keep_params(alpha) ? Reason::none : Reason::arena;
}

template <typename T>
void run_stored(const OpRun& op, std::int32_t n) {
  leaky_relu(op.params<LeakyReluParams>(), op.input<T>(0), op.output<T>(0), n);
}

void run(const OpRun& op) {
  const std::int32_t n = op.output_tensor(0).shape.elements();
  const DType type = op.input_tensor(0).type;
  if (type == DType::int8) {
    run_stored<std::int8_t>(op, n);
  } else if (type == DType::int16) {
    run_stored<std::int16_t>(op, n);
  } else {
    leaky_relu(op.params<float>(), op.input<float>(0), op.output<float>(0), n);
  }
}

}  // namespace

extern const OpDefinition leaky_relu_definition = {builtin::kLeakyRelu, "LEAKY_RELU", 2, plan, run};

}  // namespace tadpole::device
