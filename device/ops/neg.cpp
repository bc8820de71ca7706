// SPDX-License-Identifier: Apache-2.0
// NEG: -x. Float, and whole numbers, which wrap.
#include "device/ops/unary.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  if (op.inputs() == 1 && op.input(0).type == DType::int32)
    return plan_unary_of(op, DType::int32, OptionsTable::neg);
  return plan_float_unary(op, OptionsTable::neg);
}

void run(const OpRun& op) {
  if (op.input_tensor(0).type == DType::float32) {
    run_unary<float>(op, [](float x) { return -x; });
  } else {
    run_unary<std::int32_t>(op, [](std::int32_t x) { return wrapping_sub(0, x); });
  }
}

}  // namespace

extern const OpDefinition neg_definition = {builtin::kNeg, "NEG", 1, plan, run};

}  // namespace tadpole::device
