// SPDX-License-Identifier: Apache-2.0
// REDUCE_ALL: whether each along some axes is true. Bool.
#include "device/ops/reduce.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  MeanAxes axes;
  TADPOLE_CHECK(plan_reduce(op, axes));
  return op.input(0).type == DType::boolean ? Reason::none : Reason::input_type;
}

void run(const OpRun& op) {
  auto* output = op.output<std::uint8_t>(0);
  reduce(
      op.params<MeanAxes>(), op.input<std::uint8_t>(0), true,
      [](bool a, std::uint8_t b) { return a && b != 0; },
      [output](std::int32_t i, bool value) { output[i] = value ? 1 : 0; });
}

}  // namespace

extern const OpDefinition reduce_all_definition = {builtin::kReduceAll, "REDUCE_ALL", 1, plan, run};

}  // namespace tadpole::device
