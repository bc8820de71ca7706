// SPDX-License-Identifier: Apache-2.0
// SUM: the sum along some axes. Float, int8 and int32.
#include "device/ops/reduce.h"

namespace tadpole::device {
namespace {

Reason plan_int8(OpPlanner& op, const MeanAxes& axes) {
  TADPOLE_CHECK(check_quantized(op.input(0)));
  TADPOLE_CHECK(check_quantized(op.output(0)));
  const QuantizedMultiplier ratio = quantize_multiplier(op.input(0).scale, op.output(0).scale);
  TADPOLE_CHECK(check_multiplier(ratio));
  const MeanParams params{axes, op.input(0).zero_point, op.output(0).zero_point, ratio};
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

Reason plan(OpPlanner& op) {
  MeanAxes axes;
  TADPOLE_CHECK(plan_reduce(op, axes));
  const DType type = op.input(0).type;
  if (type == DType::int8) return plan_int8(op, axes);
  return type == DType::float32 || type == DType::int32 ? Reason::none : Reason::input_type;
}

void run(const OpRun& op) {
  const DType type = op.input_tensor(0).type;
  if (type == DType::int8) {  // a mean that is not divided
    mean(op.params<MeanParams>(), op.input<std::int8_t>(0), op.output<std::int8_t>(0));
  } else if (type == DType::int32) {
    auto* output = op.output<std::int32_t>(0);
    reduce(op.params<MeanAxes>(), op.input<std::int32_t>(0), std::int32_t{0}, wrapping_add,
           [output](std::int32_t i, std::int32_t sum) { output[i] = sum; });
  } else {
    auto* output = op.output<float>(0);
    reduce(
        op.params<MeanAxes>(), op.input<float>(0), 0.0F, [](float a, float b) { return a + b; },
        [output](std::int32_t i, float sum) { output[i] = sum; });
  }
}

}  // namespace

extern const OpDefinition sum_definition = {builtin::kSum, "SUM", 2, plan, run};

}  // namespace tadpole::device
