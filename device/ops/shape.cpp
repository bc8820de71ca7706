// SPDX-License-Identifier: Apache-2.0
// SHAPE: the lengths of the axes as int32 or int64.
#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, 1));
  TADPOLE_CHECK(op.optional_options(OptionsTable::shape));
  const Tensor& output = op.output(0);
  if (output.type != DType::int32 && output.type != DType::int64) return Reason::output_type;
  return output.shape.elements() == op.input(0).shape.rank ? Reason::none : Reason::output_shape;
}

void run(const OpRun& op) {
  const Shape& shape = op.input_tensor(0).shape;
  for (std::int32_t i = 0; i < shape.rank; ++i) {
    if (op.output_tensor(0).type == DType::int32) {
      op.output<std::int32_t>(0)[i] = shape.dims[i];
    } else {
      op.output<std::int64_t>(0)[i] = shape.dims[i];
    }
  }
}

}  // namespace

extern const OpDefinition shape_definition = {builtin::kShape, "SHAPE", 1, plan, run};

}  // namespace tadpole::device
