// SPDX-License-Identifier: Apache-2.0
// SPLIT: equal parts of a tensor along an axis, one output each. Any element type.
#include "device/ops/block_copy.h"
#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

struct Record {
  std::int32_t outputs = 0, axis = 0;
};

Reason read_axis(const OpPlanner& op, std::int32_t& axis) {
  const Tensor& given = op.input(0);
  if (!given.is_constant) return Reason::not_constant;
  if (given.type != DType::int32 || given.shape.elements() != 1) return Reason::axis;
  std::memcpy(&axis, given.data, sizeof axis);
  axis = front_axis(axis, op.input(1).shape.rank);
  return axis >= 0 ? Reason::none : Reason::axis;
}

Reason check_output(const OpPlanner& op, std::uint32_t i, std::int32_t axis) {
  const Tensor& input = op.input(1);
  const Tensor& output = op.output(i);
  const auto parts = static_cast<std::int64_t>(op.outputs());
  if (output.type != input.type) return Reason::output_type;
  if (!equal_but_for(output.shape, input.shape, axis)) return Reason::output_shape;
  if (output.shape.dims[axis] * parts != input.shape.dims[axis]) return Reason::output_shape;
  return input.scale_count > 0 ? check_same_quantization(input, output) : Reason::none;
}

Reason plan(OpPlanner& op) {
  if (op.outputs() == 0) return Reason::output_count;
  TADPOLE_CHECK(op.expect_arity(2, 2, op.outputs()));
  TADPOLE_CHECK(op.optional_options(OptionsTable::split));
  std::int32_t axis = 0;
  TADPOLE_CHECK(read_axis(op, axis));
  for (std::uint32_t i = 0; i < op.outputs(); ++i) TADPOLE_CHECK(check_output(op, i, axis));
  const Record record{static_cast<std::int32_t>(op.outputs()), axis};
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const auto& record = op.params<Record>();
  const Tensor& input = op.input_tensor(1);
  const auto element = static_cast<std::int32_t>(dtype_bytes(input.type));
  const std::int32_t step = block_bytes(input.shape, record.axis, element);
  const std::int32_t bytes = step / record.outputs;
  const auto* from = op.input<std::uint8_t>(1);
  for (std::int32_t i = 0; i < record.outputs; ++i, from += bytes)
    copy_blocks({input.bytes / step, bytes, step, bytes}, from, op.output<std::uint8_t>(i));
}

}  // namespace

extern const OpDefinition split_definition = {builtin::kSplit, "SPLIT", 4, plan, run};

}  // namespace tadpole::device
