// SPDX-License-Identifier: Apache-2.0
#include "device/ops/tanh.h"

#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(check_unary(op));
  op.share_output_with(0, OpPlanner::Share::last_use);
  if (op.input(0).type == DType::float32) return Reason::none;
  const Tensor& output = op.output(0);
  if (output.scale != 1.0F / 128.0F || output.zero_point != 0) return Reason::tanh_output;
  const TanhParams params = make_tanh_params(op.input(0).scale, op.input(0).zero_point);
  if (params.multiplier.shift < 0) return Reason::scale_ratio;
  TADPOLE_CHECK(check_multiplier(params.multiplier));
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const std::int32_t n = op.output_tensor(0).shape.elements();
  if (op.input_tensor(0).type == DType::int8) {
    tanh(op.params<TanhParams>(), op.input<std::int8_t>(0), op.output<std::int8_t>(0), n);
  } else {
    tanh(op.input<float>(0), op.output<float>(0), n);
  }
}

}  // namespace

extern const OpDefinition tanh_definition = {builtin::kTanh, "TANH", 2, plan, run};

}  // namespace tadpole::device
