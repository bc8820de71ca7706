// SPDX-License-Identifier: Apache-2.0
// FLOOR_MOD: the rest of the division of two tensors, with the sign of the divisor,
// element by element. Float and int32; whole numbers divided by 0 give 0.
#include "device/ops/elementwise.h"
#include "device/ops/float_math.h"

namespace tadpole::device {
namespace {

// Exact as fmod: the quotient is taken off power of two by power of two.
float floor_rest(float a, float b) {
  const float divisor = b < 0.0F ? -b : b;
  float rest = a < 0.0F ? -a : a;
  if (!(divisor > 0.0F) || !(rest <= std::numeric_limits<float>::max())) return quiet_nan();
  while (rest >= divisor) {
    float step = divisor;
    while (step <= rest * 0.5F) step *= 2.0F;
    rest -= step;
  }
  if (a < 0.0F) rest = -rest;
  return rest != 0.0F && (rest < 0.0F) != (b < 0.0F) ? rest + b : rest;
}

struct FloorMod {
  float operator()(float a, float b) const { return floor_rest(a, b); }
  std::int32_t operator()(std::int32_t a, std::int32_t b) const {
    if (b == 0 || b == -1) return 0;
    const std::int32_t rest = a % b;
    return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
  }
};

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  TADPOLE_CHECK(op.optional_options(OptionsTable::floor_mod));
  const DType type = op.input(0).type;
  RunFunction function = nullptr;
  if (type == DType::float32) function = run_elementwise_of<FloorMod, float, float>;
  if (type == DType::int32) function = run_elementwise_of<FloorMod, std::int32_t, std::int32_t>;
  return plan_elementwise(op, type, function);
}

}  // namespace

extern const OpDefinition floor_mod_definition = {builtin::kFloorMod, "FLOOR_MOD", 3, plan,
                                                  run_elementwise};

}  // namespace tadpole::device
