// SPDX-License-Identifier: Apache-2.0
#include "device/ops/pad.h"

#include "device/ops/pad_plan.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.optional_options(OptionsTable::pad));
  return plan_pad(op);
}

void run(const OpRun& op) {
  const Tensor& output = op.output_tensor(0);
  if (output.type == DType::int8) {
    run_pad(op, static_cast<std::int8_t>(output.zero_point));
  } else if (output.type == DType::int16) {
    run_pad(op, static_cast<std::int16_t>(output.zero_point));
  } else {
    run_pad(op, 0.0F);
  }
}

}  // namespace

extern const OpDefinition pad_definition = {builtin::kPad, "PAD", 4, plan, run};

}  // namespace tadpole::device
