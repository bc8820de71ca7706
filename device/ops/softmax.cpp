// SPDX-License-Identifier: Apache-2.0
#include "device/ops/softmax.h"

#include "device/ops/int16_activations.h"
#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

constexpr int kBeta = 0;
// With more values the sum of exponentials may leave its 12 integer bits.
constexpr std::int32_t kLargestInt8Depth = (1 << 12) - 1;
constexpr std::int32_t kLargestInt16Depth = (1 << 16) - 1;

// int8 to int8 or int16, int16 to int16, or float to float.
Reason check_types(const OpPlanner& op) {
  if (op.output(0).type != DType::int16 || op.input(0).type == DType::int16) return check_unary(op);
  TADPOLE_CHECK(op.expect_arity(1, 1));
  if (op.input(0).type != DType::int8) return Reason::input_type;
  if (op.output(0).shape != op.input(0).shape) return Reason::output_shape;
  TADPOLE_CHECK(check_quantized(op.input(0)));
  return check_quantized(op.output(0));
}

// The reference takes 16-bit scales that are a thousandth off.
bool is_probability(const Tensor& output) {
  if (output.type == DType::int8) return output.scale == 1.0F / 256.0F && output.zero_point == -128;
  const float off = output.scale * 65536.0F - 1.0F;
  return off < 1e-3F && off > -1e-3F && output.zero_point == -32768;
}

Reason plan_int8(OpPlanner& op, std::int32_t rows, std::int32_t depth, float beta) {
  if (!is_probability(op.output(0))) return Reason::softmax_output;
  if (depth > kLargestInt8Depth) return Reason::input_shape;
  const SoftmaxParams params = make_softmax_params(rows, depth, beta, op.input(0).scale);
  if (params.input_left_shift < 0 || params.input_multiplier == 0) return Reason::scale_ratio;
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

Reason plan_int16(OpPlanner& op, std::int32_t rows, std::int32_t depth, float beta) {
  const float off = op.output(0).scale * 32768.0F - 1.0F;
  if (off >= 1e-3F || off <= -1e-3F) return Reason::softmax_output;
  if (depth > kLargestInt16Depth) return Reason::input_shape;
  const Int16SoftmaxParams params = make_int16_softmax_params(rows, depth, beta, op.input(0).scale);
  TADPOLE_CHECK(check_multiplier(params.to_table));
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(check_types(op));
  TADPOLE_CHECK(op.expect_options(OptionsTable::softmax));
  if (op.input(0).shape.rank < 1) return Reason::input_shape;
  const auto beta = op.option<float>(kBeta, 0.0F);
  if (!is_positive_finite(beta)) return Reason::beta;
  const std::int32_t depth = op.input(0).shape.last();
  const std::int32_t rows = op.input(0).shape.elements() / depth;
  if (op.output(0).type == op.input(0).type) op.share_output_with(0, OpPlanner::Share::last_use);
  if (op.input(0).type == DType::int8) return plan_int8(op, rows, depth, beta);
  if (op.input(0).type == DType::int16) return plan_int16(op, rows, depth, beta);
  const SoftmaxFloatParams params{rows, depth, beta};
  return op.keep_params(params) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  if (op.input_tensor(0).type == DType::int16) {
    softmax(op.params<Int16SoftmaxParams>(), op.input<std::int16_t>(0), op.output<std::int16_t>(0));
  } else if (op.output_tensor(0).type == DType::int16) {
    softmax(op.params<SoftmaxParams>(), op.input<std::int8_t>(0), op.output<std::int16_t>(0));
  } else if (op.input_tensor(0).type == DType::int8) {
    softmax(op.params<SoftmaxParams>(), op.input<std::int8_t>(0), op.output<std::int8_t>(0));
  } else {
    softmax(op.params<SoftmaxFloatParams>(), op.input<float>(0), op.output<float>(0));
  }
}

}  // namespace

extern const OpDefinition softmax_definition = {builtin::kSoftmax, "SOFTMAX", 3, plan, run};

}  // namespace tadpole::device
