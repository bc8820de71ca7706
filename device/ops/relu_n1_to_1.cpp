// SPDX-License-Identifier: Apache-2.0
// RELU_N1_TO_1: x cut to [-1, 1]. Float, and int8 by a table.
#include "device/ops/unary.h"

namespace tadpole::device {
namespace {

float cut(float x) { return clamp(x, -1.0F, 1.0F); }

// The multiplier and the bounds of the reference's integer kernel.
Reason plan(OpPlanner& op) {
  if (op.inputs() != 1 || op.input(0).type != DType::int8) return plan_float_unary(op);
  TADPOLE_CHECK(plan_unary_of(op, DType::int8, OptionsTable::none));
  const Tensor& input = op.input(0);
  const Tensor& output = op.output(0);
  TADPOLE_CHECK(check_quantized(input));
  TADPOLE_CHECK(check_quantized(output));
  const QuantizedMultiplier ratio = quantize_multiplier(input.scale, output.scale);
  TADPOLE_CHECK(check_multiplier(ratio));
  const ActivationRange range =
      activation_range(FusedActivation::relu_n1_to_1, output.scale, output.zero_point, -128, 127);
  return plan_byte_table(op, [&](std::int32_t x) {
    const std::int32_t scaled = multiply_by_quantized_multiplier(x - input.zero_point, ratio);
    return clamp(wrapping_add(scaled, output.zero_point), range.min, range.max);
  });
}

void run(const OpRun& op) { run_float_or_table(op, cut); }

}  // namespace

extern const OpDefinition relu_n1_to_1_definition = {builtin::kReluN1To1, "RELU_N1_TO_1", 1, plan,
                                                     run};

}  // namespace tadpole::device
