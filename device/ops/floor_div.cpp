// SPDX-License-Identifier: Apache-2.0
// FLOOR_DIV: the quotient of two tensors rounded toward minus infinity,
// element by element. Float and int32; whole numbers divided by 0 give 0.
#include "device/ops/elementwise.h"
#include "device/ops/float_math.h"

namespace tadpole::device {
namespace {

struct FloorDiv {
  float operator()(float a, float b) const { return floor_float(a / b); }
  std::int32_t operator()(std::int32_t a, std::int32_t b) const {
    if (b == 0) return 0;
    if (b == -1) return wrapping_sub(0, a);
    const std::int32_t quotient = a / b;
    return quotient - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
  }
};

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.optional_options(OptionsTable::floor_div));
  const DType type = op.input(0).type;
  RunFunction function = nullptr;
  if (type == DType::float32) function = run_elementwise_of<FloorDiv, float, float>;
  if (type == DType::int32) function = run_elementwise_of<FloorDiv, std::int32_t, std::int32_t>;
  return plan_elementwise(op, type, function);
}

}  // namespace

extern const OpDefinition floor_div_definition = {builtin::kFloorDiv, "FLOOR_DIV", 3, plan,
                                                  run_elementwise};

}  // namespace tadpole::device
