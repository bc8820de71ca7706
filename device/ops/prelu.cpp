// SPDX-License-Identifier: Apache-2.0
// PRELU: x above zero, alpha * x below; alpha (input 1) is repeated along axes of size one. Float
// and int8. Source: He et al.: Delving Deep into Rectifiers, arXiv:1502.01852, 2015.
#include "device/ops/binary_plan.h"

namespace tadpole::device {
namespace {

struct PreluParams {
  std::int32_t first_offset = 0, second_offset = 0, output_offset = 0;
  QuantizedMultiplier identity;  // input scale / output scale
  QuantizedMultiplier leak;      // input scale * alpha scale / output scale
  std::int32_t output_min = -128, output_max = 127;
};

template <typename T>
T prelu(const PreluParams& p, T input, T alpha) {
  const std::int32_t x = input + p.first_offset;
  const std::int32_t scaled =
      x >= 0 ? multiply_by_quantized_multiplier(x, p.identity)
             : multiply_by_quantized_multiplier(x * (alpha + p.second_offset), p.leak);
  return static_cast<T>(clamp(wrapping_add(scaled, p.output_offset), p.output_min, p.output_max));
}

std::int32_t prelu(const WholeRange&, std::int32_t x, std::int32_t alpha) {
  return x >= 0 ? x : wrapping_mul(x, alpha);
}

float prelu(const FloatRange&, float x, float alpha) { return x >= 0.0F ? x : x * alpha; }

Reason set_scales(const OpPlanner& op, PreluParams& p) {
  const float input = op.input(0).scale;
  const float output = op.output(0).scale;
  p.identity = quantize_multiplier(input, output);
  p.leak = quantize_multiplier(input, op.input(1).scale, output);
  TADPOLE_CHECK(check_multiplier(p.identity));
  return check_multiplier(p.leak);
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, 2));
  if (op.input(0).type == DType::int16) return Reason::input_type;
  return plan_binary<PreluParams>(op, OptionsTable::none, set_scales);
}

void run(const OpRun& op) {
  run_binary<PreluParams>(op, [](const auto& p, const Broadcast& shape, const auto* first,
                                 const auto* second, auto* output) {
    for_broadcast(shape, first, second, output, [&p](auto x, auto a) { return prelu(p, x, a); });
  });
}

}  // namespace

extern const OpDefinition prelu_definition = {builtin::kPrelu, "PRELU", 1, plan, run};

}  // namespace tadpole::device
