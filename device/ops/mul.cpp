// SPDX-License-Identifier: Apache-2.0
#include "device/ops/mul.h"

#include "device/ops/binary_plan.h"

namespace tadpole::device {
namespace {

Reason set_scales(const OpPlanner& op, MulParams& p) {
  p.multiplier = quantize_multiplier(op.input(0).scale, op.input(1).scale, op.output(0).scale);
  return check_multiplier(p.multiplier);
}

Reason plan(OpPlanner& op) { return plan_binary<MulParams>(op, OptionsTable::mul, set_scales); }

void run(const OpRun& op) {
  run_binary<MulParams>(
      op, [](const auto& p, const Broadcast& shape, const auto* first, const auto* second,
             auto* output) { mul(p, shape, first, second, output); });
}

}  // namespace

extern const OpDefinition mul_definition = {builtin::kMul, "MUL", 5, plan, run};

}  // namespace tadpole::device
