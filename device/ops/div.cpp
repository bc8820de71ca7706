// SPDX-License-Identifier: Apache-2.0
// DIV: a / b, element by element. Float, int8, int16 and int32; a stored divisor of 0 gives the
// largest or smallest number.
#include "device/ops/binary_plan.h"
#include "device/ops/mul.h"
#include "device/ops/softmax.h"

namespace tadpole::device {
namespace {

template <typename T>
T quotient(const MulParams& p, T first, T second) {
  std::int32_t a = first + p.first_offset;
  std::int32_t b = second + p.second_offset;
  if (b == 0) return static_cast<T>(a < 0 ? p.output_min : p.output_max);
  if (b < 0) {
    a = -a;
    b = -b;
  }
  // 1 / b in Q0 with a power of two beside it, and a moved as far to the left as it goes.
  const std::int32_t zeros = detail::leading_zeros(static_cast<std::uint32_t>(b));
  const std::uint32_t normalized = (static_cast<std::uint32_t>(b) << (zeros & 31)) - (1U << 31U);
  const std::int32_t inverse = one_over_one_plus(static_cast<std::int32_t>(normalized));
  const auto magnitude = static_cast<std::uint32_t>(a < 0 ? ~a : a);
  const std::int32_t headroom = a == 0 ? 31 : detail::leading_zeros(magnitude) - 1;
  const std::int32_t whole =
      saturating_rounding_doubling_high_mul(wrapping_shift_left(a, headroom), inverse);
  const std::int32_t shift = clamp(headroom + 31 - zeros - p.multiplier.shift, 0, 62);
  const std::int32_t high = saturating_rounding_doubling_high_mul(whole, p.multiplier.multiplier);
  const std::int32_t scaled = shift > 31 ? 0 : rounding_divide_by_pot(high, shift);
  return static_cast<T>(clamp(wrapping_add(scaled, p.output_offset), p.output_min, p.output_max));
}

// Toward zero.
std::int32_t quotient(const WholeRange& p, std::int32_t a, std::int32_t b) {
  if (b == 0) return a < 0 ? p.min : p.max;
  return clamp(b == -1 ? wrapping_sub(0, a) : a / b, p.min, p.max);
}

float quotient(const FloatRange& p, float a, float b) { return clamp(a / b, p.min, p.max); }

Reason set_scales(const OpPlanner& op, MulParams& p) {
  // In single precision, as the reference.
  const float ratio = op.input(0).scale / (op.input(1).scale * op.output(0).scale);
  if (!is_positive_finite(ratio)) return Reason::scale_ratio;
  p.multiplier = quantize_multiplier(ratio, 1.0F);
  return check_multiplier(p.multiplier);
}

Reason plan(OpPlanner& op) { return plan_binary<MulParams>(op, OptionsTable::div, set_scales); }

void run(const OpRun& op) {
  run_binary<MulParams>(op, [](const auto& p, const Broadcast& shape, const auto* first,
                               const auto* second, auto* output) {
    for_broadcast(shape, first, second, output, [&p](auto a, auto b) { return quotient(p, a, b); });
  });
}

}  // namespace

extern const OpDefinition div_definition = {builtin::kDiv, "DIV", 2, plan, run};

}  // namespace tadpole::device
