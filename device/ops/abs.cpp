// SPDX-License-Identifier: Apache-2.0
// ABS: the distance from zero. Float, int8 and int16.
#include "device/ops/unary.h"

namespace tadpole::device {
namespace {

struct Rescale {
  std::int32_t input_zero_point = 0, output_zero_point = 0;
  bool same_scale = true;
  QuantizedMultiplier multiplier;

  std::int32_t operator()(std::int32_t x) const {
    const std::int32_t centred = x - input_zero_point;
    const std::int32_t distance = centred < 0 ? -centred : centred;
    const std::int32_t scaled =
        same_scale ? distance : multiply_by_quantized_multiplier(distance, multiplier);
    return wrapping_add(scaled, output_zero_point);
  }
};

Reason read_scales(const OpPlanner& op, Rescale& rescale) {
  const Tensor& input = op.input(0);
  const Tensor& output = op.output(0);
  TADPOLE_CHECK(check_quantized(input));
  TADPOLE_CHECK(check_quantized(output));
  rescale = {input.zero_point, output.zero_point, input.scale == output.scale,
             quantize_multiplier(input.scale, output.scale)};
  return check_multiplier(rescale.multiplier);
}

// Sixteen bits without a scale are whole numbers.
Reason plan_int16(OpPlanner& op) {
  TADPOLE_CHECK(plan_unary_of(op, DType::int16, OptionsTable::abs));
  Rescale rescale;
  if (op.input(0).scale_count > 0) TADPOLE_CHECK(read_scales(op, rescale));
  if (rescale.input_zero_point != 0 || rescale.output_zero_point != 0) return Reason::zero_point;
  return op.keep_params(rescale) ? Reason::none : Reason::arena;
}

Reason plan(OpPlanner& op) {
  const DType type = op.inputs() == 1 ? op.input(0).type : DType::float32;
  if (type == DType::int16) return plan_int16(op);
  if (type != DType::int8) return plan_float_unary(op, OptionsTable::abs);
  TADPOLE_CHECK(plan_unary_of(op, DType::int8, OptionsTable::abs));
  Rescale rescale;
  TADPOLE_CHECK(read_scales(op, rescale));
  return plan_byte_table(op, rescale);
}

float distance(float x) { return x < 0.0F ? -x : x; }

void run(const OpRun& op) {
  if (op.input_tensor(0).type != DType::int16) {
    run_float_or_table(op, distance);
    return;
  }
  const auto& rescale = op.params<Rescale>();
  run_unary<std::int16_t>(op, [&rescale](std::int16_t x) {
    return static_cast<std::int16_t>(clamp(rescale(x), -32768, 32767));
  });
}

}  // namespace

extern const OpDefinition abs_definition = {builtin::kAbs, "ABS", 5, plan, run};

}  // namespace tadpole::device
