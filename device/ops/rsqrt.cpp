// SPDX-License-Identifier: Apache-2.0
// RSQRT: 1 / sqrt(x). Float, and int8 by a table; zero and below give the largest number in int8.
#include "device/ops/inverse_sqrt.h"
#include "device/ops/unary.h"

namespace tadpole::device {
namespace {

constexpr std::int32_t kBits = 20;  // in which roots are held before they are rescaled

float inverse_root(float x) { return 1.0F / sqrt_float(x); }

Reason plan(OpPlanner& op) {
  if (op.inputs() != 1 || op.input(0).type != DType::int8) return plan_float_unary(op);
  TADPOLE_CHECK(plan_unary_of(op, DType::int8, OptionsTable::none));
  const Tensor& input = op.input(0);
  const Tensor& output = op.output(0);
  TADPOLE_CHECK(check_quantized(input));
  TADPOLE_CHECK(check_quantized(output));
  const QuantizedMultiplier ratio = inverse_root_multiplier(input.scale, output.scale);
  TADPOLE_CHECK(check_multiplier(ratio, kBits));
  if (ratio.shift < kBits - 31) return Reason::scale_ratio;  // it would be shifted out
  return plan_byte_table(op, [&](std::int32_t x) -> std::int32_t {
    const std::int32_t value = x - input.zero_point;
    if (value <= 0) return 127;
    QuantizedMultiplier root = inverse_sqrt(value);
    root.shift += kBits;
    const std::int32_t fine = multiply_by_quantized_multiplier(1, root);
    const std::int32_t scaled =
        multiply_by_quantized_multiplier(fine, {ratio.multiplier, ratio.shift - kBits});
    return wrapping_add(scaled, output.zero_point);
  });
}

void run(const OpRun& op) { run_float_or_table(op, inverse_root); }

}  // namespace

extern const OpDefinition rsqrt_definition = {builtin::kRsqrt, "RSQRT", 3, plan, run};

}  // namespace tadpole::device
