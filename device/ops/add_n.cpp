// SPDX-License-Identifier: Apache-2.0
// ADD_N: the sum of several tensors of one shape. Float, and int8 with one scale for all inputs.
#include "device/ops/add.h"
#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

struct Record {
  AddParams params;  // the first multiplier is a half, as in the sum of two
  std::int32_t inputs = 0, elements = 0;
};

Reason check_input(const OpPlanner& op, std::uint32_t i) {
  if (!op.has_input(i)) return Reason::input_count;
  const Tensor& first = op.input(0);
  const Tensor& input = op.input(i);
  if (input.type != first.type) return Reason::input_type;
  if (input.shape != first.shape) return Reason::input_shape;
  if (input.type == DType::float32) return Reason::none;
  TADPOLE_CHECK(check_quantized(input));
  const bool same = input.scale == first.scale && input.zero_point == first.zero_point;
  return same ? Reason::none : Reason::scales_differ;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(2, OpPlanner::kAnyNumber));
  TADPOLE_CHECK(op.optional_options(OptionsTable::add_n));
  const Tensor& first = op.input(0);
  const Tensor& output = op.output(0);
  if (first.type != DType::float32 && first.type != DType::int8) return Reason::input_type;
  if (output.type != first.type) return Reason::output_type;
  if (output.shape != first.shape) return Reason::output_shape;
  for (std::uint32_t i = 0; i < op.inputs(); ++i) TADPOLE_CHECK(check_input(op, i));
  Record record;
  record.inputs = static_cast<std::int32_t>(op.inputs());
  record.elements = output.shape.elements();
  if (first.type == DType::int8) {
    TADPOLE_CHECK(check_quantized(output));
    set_add_multipliers(record.params, first.scale, first.scale, output.scale);
    record.params.first_offset = -first.zero_point;
    record.params.output_offset = output.zero_point;
    TADPOLE_CHECK(check_multiplier(record.params.output, 0));
  }
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

std::int8_t sum_at(const OpRun& op, const Record& r, std::int32_t i) {
  std::int32_t sum = 0;
  for (std::int32_t k = 0; k < r.inputs; ++k) {
    const std::int32_t x =
        (op.input<std::int8_t>(k)[i] + r.params.first_offset) * (1 << kAddLeftShift);
    sum = wrapping_add(sum, multiply_by_quantized_multiplier(x, r.params.first));
  }
  const std::int32_t scaled = multiply_by_quantized_multiplier(sum, r.params.output);
  return static_cast<std::int8_t>(clamp(wrapping_add(scaled, r.params.output_offset), -128, 127));
}

void run(const OpRun& op) {
  const auto& r = op.params<Record>();
  for (std::int32_t i = 0; i < r.elements; ++i) {
    if (op.output_tensor(0).type == DType::int8) {
      op.output<std::int8_t>(0)[i] = sum_at(op, r, i);
      continue;
    }
    float sum = 0.0F;
    for (std::int32_t k = 0; k < r.inputs; ++k) sum += op.input<float>(k)[i];
    op.output<float>(0)[i] = sum;
  }
}

}  // namespace

extern const OpDefinition add_n_definition = {builtin::kAddN, "ADD_N", 1, plan, run};

}  // namespace tadpole::device
