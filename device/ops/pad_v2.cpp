// SPDX-License-Identifier: Apache-2.0
// PADV2: a border of a value that the model names (input 2), quantized like the output.
#include "device/ops/pad_plan.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(3, 3));
  TADPOLE_CHECK(op.optional_options(OptionsTable::pad_v2));
  const Tensor& value = op.input(2);
  if (value.type != op.output(0).type) return Reason::input_type;
  if (value.shape.elements() != 1) return Reason::input_shape;
  TADPOLE_CHECK(plan_pad(op));
  if (value.type == DType::float32) return Reason::none;
  TADPOLE_CHECK(check_quantized(value));
  return check_same_quantization(value, op.output(0));
}

void run(const OpRun& op) {
  const DType type = op.output_tensor(0).type;
  if (type == DType::int8) {
    run_pad(op, *op.input<std::int8_t>(2));
  } else if (type == DType::int16) {
    run_pad(op, *op.input<std::int16_t>(2));
  } else {
    run_pad(op, *op.input<float>(2));
  }
}

}  // namespace

extern const OpDefinition pad_v2_definition = {builtin::kPadV2, "PADV2", 4, plan, run};

}  // namespace tadpole::device
