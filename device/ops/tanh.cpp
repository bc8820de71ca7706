// SPDX-License-Identifier: Apache-2.0
#include "device/ops/tanh.h"

#include "device/ops/int16_activations.h"
#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

Reason plan_int16(OpPlanner& op) {
  std::int32_t exponent = 0;
  const bool power = detail::near_power_of_two(op.output(0).scale, exponent);
  if (!power || exponent != -15) return Reason::tanh_output;
  const Int16CurveParams params = make_int16_curve_params(op.input(0).scale, 1);
  if (params.multiplier == 0) return Reason::scale_ratio;
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(check_unary(op));
  op.share_output_with(0, OpPlanner::Share::last_use);
  if (op.input(0).type == DType::float32) return Reason::none;
  if (op.input(0).type == DType::int16) return plan_int16(op);
  const Tensor& output = op.output(0);
  if (output.scale != 1.0F / 128.0F || output.zero_point != 0) return Reason::tanh_output;
  const TanhParams params = make_tanh_params(op.input(0).scale, op.input(0).zero_point);
  if (params.multiplier.shift < 0) return Reason::scale_ratio;
  TADPOLE_CHECK(check_multiplier(params.multiplier));
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const std::int32_t n = op.output_tensor(0).shape.elements();
  const DType type = op.input_tensor(0).type;
  if (type == DType::int8) {
    tanh(op.params<TanhParams>(), op.input<std::int8_t>(0), op.output<std::int8_t>(0), n);
  } else if (type == DType::int16) {
    tanh(op.params<Int16CurveParams>(), op.input<std::int16_t>(0), op.output<std::int16_t>(0), n);
  } else {
    tanh(op.input<float>(0), op.output<float>(0), n);
  }
}

}  // namespace

extern const OpDefinition tanh_definition = {builtin::kTanh, "TANH", 3, plan, run};

}  // namespace tadpole::device
