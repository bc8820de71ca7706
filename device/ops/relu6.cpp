// SPDX-License-Identifier: Apache-2.0
#include "device/ops/relu6.h"

#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(check_unary(op));
  op.share_output_with(0, OpPlanner::Share::last_use);
  if (op.input(0).type == DType::float32) return Reason::none;
  const Tensor& input = op.input(0);
  TADPOLE_CHECK(check_same_quantization(input, op.output(0)));
  const ActivationRange range = stored_activation_range(FusedActivation::relu6, input);
  const Relu6Params params{range.min, range.max};
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const std::int32_t n = op.output_tensor(0).shape.elements();
  const DType type = op.input_tensor(0).type;
  if (type == DType::int8) {
    relu6(op.params<Relu6Params>(), op.input<std::int8_t>(0), op.output<std::int8_t>(0), n);
  } else if (type == DType::int16) {
    relu6(op.params<Relu6Params>(), op.input<std::int16_t>(0), op.output<std::int16_t>(0), n);
  } else {
    relu6(op.input<float>(0), op.output<float>(0), n);
  }
}

}  // namespace

extern const OpDefinition relu6_definition = {builtin::kRelu6, "RELU6", 3, plan, run};

}  // namespace tadpole::device
