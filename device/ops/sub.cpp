// SPDX-License-Identifier: Apache-2.0
#include "device/ops/sub.h"

#include "device/ops/binary_plan.h"

namespace tadpole::device {
namespace {

Reason set_scales(const OpPlanner& op, AddParams& p) {
  const std::int32_t headroom =
      op.input(0).type == DType::int16 ? kSumHeadroom<std::int16_t> : kSumHeadroom<std::int8_t>;
  set_add_multipliers(p, op.input(0).scale, op.input(1).scale, op.output(0).scale, headroom);
  return check_multiplier(p.output, 0);
}

Reason plan(OpPlanner& op) { return plan_binary<AddParams>(op, OptionsTable::sub, set_scales); }

void run(const OpRun& op) {
  run_binary<AddParams>(
      op, [](const auto& p, const Broadcast& shape, const auto* first, const auto* second,
             auto* output) { sub(p, shape, first, second, output); });
}

}  // namespace

extern const OpDefinition sub_definition = {builtin::kSub, "SUB", 5, plan, run};

}  // namespace tadpole::device
