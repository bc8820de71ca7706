// SPDX-License-Identifier: Apache-2.0
// SQUARED_DIFFERENCE: (a - b)^2, element by element. Float, int8, int16 and int32.
#include "device/ops/add.h"
#include "device/ops/binary_plan.h"

namespace tadpole::device {
namespace {

template <typename T>
inline constexpr std::int32_t kHeadroom = sizeof(T) == 2 ? 0 : 7;

// Both inputs are brought to twice the larger scale with some bits more; then the square fits 32.
Reason set_scales(const OpPlanner& op, AddParams& p) {
  const std::int32_t headroom =
      op.input(0).type == DType::int16 ? kHeadroom<std::int16_t> : kHeadroom<std::int8_t>;
  const float first = op.input(0).scale;
  const float second = op.input(1).scale;
  const float largest = first > second ? first : second;
  p.first = quantize_multiplier(first, 1.0F, largest, -1);
  p.second = quantize_multiplier(second, 1.0F, largest, -1);
  p.output = quantize_multiplier(largest, largest, op.output(0).scale, 2 - 2 * headroom);
  return check_multiplier(p.output);
}

float squared_difference(const FloatRange&, float a, float b) { return (a - b) * (a - b); }

std::int32_t squared_difference(const WholeRange&, std::int32_t a, std::int32_t b) {
  const std::int32_t difference = wrapping_sub(a, b);
  return wrapping_mul(difference, difference);
}

template <typename T>
T squared_difference(const AddParams& p, T first, T second) {
  const std::int32_t a = (first + p.first_offset) * (1 << kHeadroom<T>);
  const std::int32_t b = (second + p.second_offset) * (1 << kHeadroom<T>);
  const std::int32_t difference =
      multiply_by_quantized_multiplier(a, p.first) - multiply_by_quantized_multiplier(b, p.second);
  const std::int32_t scaled =
      multiply_by_quantized_multiplier(wrapping_mul(difference, difference), p.output);
  return static_cast<T>(clamp(wrapping_add(scaled, p.output_offset), p.output_min, p.output_max));
}

Reason plan(OpPlanner& op) {
  return plan_binary<AddParams>(op, OptionsTable::squared_difference, set_scales);
}

void run(const OpRun& op) {
  run_binary<AddParams>(op, [](const auto& p, const Broadcast& shape, const auto* first,
                               const auto* second, auto* output) {
    for_broadcast(shape, first, second, output,
                  [&p](auto a, auto b) { return squared_difference(p, a, b); });
  });
}

}  // namespace

extern const OpDefinition squared_difference_definition = {builtin::kSquaredDifference,
                                                           "SQUARED_DIFFERENCE", 3, plan, run};

}  // namespace tadpole::device
