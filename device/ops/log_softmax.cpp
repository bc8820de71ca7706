// SPDX-License-Identifier: Apache-2.0
// LOG_SOFTMAX: the logarithm of softmax over the last axis. Float, and int8 with an output of scale
// 1/16.
#include "device/ops/fixed_log.h"
#include "device/ops/inverse_sqrt.h"
#include "device/ops/unary.h"

namespace tadpole::device {
namespace {

// With more values the sum of exponentials may leave its 12 integer bits.
constexpr std::int32_t kLargestInt8Depth = (1 << 12) - 1;

struct Record {
  SoftmaxParams softmax;
  QuantizedMultiplier reverse;  // from Q5 back to stored differences
};

Reason plan_int8(OpPlanner& op, Record& r) {
  const Tensor& output = op.output(0);
  if (output.scale != 1.0F / 16.0F || output.zero_point != 127) return Reason::log_softmax_output;
  SoftmaxParams& p = r.softmax;
  if (p.depth > kLargestInt8Depth) return Reason::input_shape;
  p = make_softmax_params(p.rows, p.depth, 1.0F, op.input(0).scale);
  if (p.input_left_shift < 1 || p.input_left_shift > kMaxLeftShift || p.input_multiplier == 0)
    return Reason::scale_ratio;
  r.reverse = reverse_multiplier(p.input_multiplier, p.input_left_shift);
  return Reason::none;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(check_unary(op));
  TADPOLE_CHECK(op.optional_options(OptionsTable::log_softmax));
  if (op.input(0).shape.rank < 1) return Reason::input_shape;
  Record r;
  r.softmax.depth = op.input(0).shape.last();
  r.softmax.rows = op.input(0).shape.elements() / r.softmax.depth;
  if (op.input(0).type == DType::int8) TADPOLE_CHECK(plan_int8(op, r));
  op.share_output_with(0, OpPlanner::Share::last_use);
  return op.keep_params(r) ? Reason::none : Reason::arena;
}

void log_softmax_row(const Record& r, const std::int8_t* input, std::int8_t* output) {
  constexpr std::int32_t kOutputShift = 31 - 5 - 4;
  constexpr std::int32_t kSumIntegerBits = 12;
  const SoftmaxParams& p = r.softmax;
  std::int32_t largest = -128;
  for (std::int32_t c = 0; c < p.depth; ++c) largest = input[c] > largest ? input[c] : largest;
  std::int32_t sum = 0;  // Q12
  for (std::int32_t c = 0; c < p.depth; ++c) {
    const std::int32_t diff = input[c] - largest;
    if (diff < p.diff_min) continue;
    sum = wrapping_add(sum, rounding_divide_by_pot(detail::softmax_exp(p, diff), kSumIntegerBits));
  }
  const std::int32_t log_sum = fixed_log_of_q12(sum);
  const std::int32_t least = multiply_by_quantized_multiplier(
      wrapping_add(log_sum, std::numeric_limits<std::int32_t>::min()), r.reverse);
  const std::int32_t diff_min = p.diff_min - 1 > least ? p.diff_min - 1 : least;
  const QuantizedMultiplier scale{p.input_multiplier, p.input_left_shift};
  for (std::int32_t c = 0; c < p.depth; ++c) {
    const std::int32_t diff = input[c] - largest;
    std::int32_t value = -128;
    if (diff > diff_min) {
      const std::int32_t fine = multiply_by_quantized_multiplier(diff, scale);
      value = 127 + rounding_divide_by_pot(wrapping_sub(fine, log_sum), kOutputShift);
    }
    output[c] = static_cast<std::int8_t>(clamp(value, -128, 127));
  }
}

void log_softmax_row(const Record& r, const float* input, float* output) {
  const std::int32_t depth = r.softmax.depth;
  float largest = input[0];
  for (std::int32_t c = 1; c < depth; ++c) largest = input[c] > largest ? input[c] : largest;
  float sum = 0.0F;
  for (std::int32_t c = 0; c < depth; ++c) sum += exp_float(input[c] - largest);
  const float log_sum = log_float(sum);
  for (std::int32_t c = 0; c < depth; ++c) output[c] = input[c] - largest - log_sum;
}

template <typename T>
void run_rows(const OpRun& op) {
  const auto& r = op.params<Record>();
  const std::int32_t depth = r.softmax.depth;
  for (std::int32_t i = 0; i < r.softmax.rows; ++i)
    log_softmax_row(r, op.input<T>(0) + i * depth, op.output<T>(0) + i * depth);
}

void run(const OpRun& op) {
  if (op.input_tensor(0).type == DType::int8) {
    run_rows<std::int8_t>(op);
  } else {
    run_rows<float>(op);
  }
}

}  // namespace

extern const OpDefinition log_softmax_definition = {builtin::kLogSoftmax, "LOG_SOFTMAX", 2, plan,
                                                    run};

}  // namespace tadpole::device
