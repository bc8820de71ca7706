// SPDX-License-Identifier: Apache-2.0
#include "device/ops/relu.h"

#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(check_unary(op));
  op.share_output_with(0, OpPlanner::Share::last_use);
  if (op.input(0).type == DType::float32) return Reason::none;
  const Tensor& input = op.input(0);
  const Tensor& output = op.output(0);
  const QuantizedMultiplier ratio = quantize_multiplier(input.scale, output.scale);
  TADPOLE_CHECK(check_multiplier(ratio));
  const ReluParams params{{input.zero_point, output.zero_point, ratio}, output.zero_point};
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const std::int32_t n = op.output_tensor(0).shape.elements();
  const DType type = op.input_tensor(0).type;
  if (type == DType::int8) {
    relu(op.params<ReluParams>(), op.input<std::int8_t>(0), op.output<std::int8_t>(0), n);
  } else if (type == DType::int16) {
    relu(op.params<ReluParams>(), op.input<std::int16_t>(0), op.output<std::int16_t>(0), n);
  } else {
    relu(op.input<float>(0), op.output<float>(0), n);
  }
}

}  // namespace

extern const OpDefinition relu_definition = {builtin::kRelu, "RELU", 3, plan, run};

}  // namespace tadpole::device
