// SPDX-License-Identifier: Apache-2.0
#include "device/ops/hard_swish.h"

#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

Reason plan_int16(OpPlanner& op) {
  const HardSwishInt16Params params =
      make_hard_swish_int16_params(op.input(0).scale, op.output(0).scale);
  if (!hard_swish_usable(params)) return Reason::scale_ratio;
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(check_unary(op));
  TADPOLE_CHECK(op.optional_options(OptionsTable::hard_swish));
  op.share_output_with(0, OpPlanner::Share::last_use);
  if (op.input(0).type == DType::float32) return Reason::none;
  if (op.input(0).type == DType::int16) return plan_int16(op);
  HardSwishParams params = make_hard_swish_params(op.input(0).scale, op.output(0).scale);
  if (!hard_swish_usable(params)) return Reason::scale_ratio;
  params.input_zero_point = op.input(0).zero_point;
  params.output_zero_point = op.output(0).zero_point;
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const std::int32_t n = op.output_tensor(0).shape.elements();
  const DType type = op.input_tensor(0).type;
  if (type == DType::int8) {
    hard_swish(op.params<HardSwishParams>(), op.input<std::int8_t>(0), op.output<std::int8_t>(0),
               n);
  } else if (type == DType::int16) {
    hard_swish(op.params<HardSwishInt16Params>(), op.input<std::int16_t>(0),
               op.output<std::int16_t>(0), n);
  } else {
    hard_swish(op.input<float>(0), op.output<float>(0), n);
  }
}

}  // namespace

extern const OpDefinition hard_swish_definition = {builtin::kHardSwish, "HARD_SWISH", 1, plan, run};

}  // namespace tadpole::device
