// SPDX-License-Identifier: Apache-2.0
// CONCATENATION: tensors one after the other along an axis. Any element type; int8 inputs share the
// output's scale, so that bytes are copied and nothing is computed.
#include "device/ops/block_copy.h"
#include "device/ops/plan_checks.h"

namespace tadpole::device {
namespace {

constexpr int kAxis = 0;
constexpr int kActivation = 1;

struct Record {
  std::int32_t inputs = 0, axis = 0;
};

Reason check_input(const OpPlanner& op, std::uint32_t i, std::int32_t axis) {
  const Tensor& input = op.input(i);
  const Tensor& output = op.output(0);
  if (input.type != output.type) return Reason::input_type;
  if (!equal_but_for(input.shape, output.shape, axis)) return Reason::input_shape;
  if (output.type != DType::int8 && output.type != DType::int16) return Reason::none;
  TADPOLE_CHECK(check_quantized(input));
  return check_same_quantization(input, output);
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, OpPlanner::kAnyNumber));
  TADPOLE_CHECK(op.expect_options(OptionsTable::concatenation));
  const Shape& output = op.output(0).shape;
  const std::int32_t axis = front_axis(op.option<std::int32_t>(kAxis, 0), output.rank);
  if (axis < 0) return Reason::axis;
  if (op.option<std::int8_t>(kActivation, 0) != 0) return Reason::no_activation;
  std::int64_t length = 0;
  for (std::uint32_t i = 0; i < op.inputs(); ++i) {
    if (!op.has_input(i)) return Reason::input_count;
    TADPOLE_CHECK(check_input(op, i, axis));
    length += op.input(i).shape.dims[axis];
  }
  if (length != output.dims[axis]) return Reason::output_shape;
  const Record record{static_cast<std::int32_t>(op.inputs()), axis};
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const auto& record = op.params<Record>();
  const Tensor& output = op.output_tensor(0);
  const auto element = static_cast<std::int32_t>(dtype_bytes(output.type));
  const std::int32_t step = block_bytes(output.shape, record.axis, element);
  auto* to = op.output<std::uint8_t>(0);
  for (std::int32_t i = 0; i < record.inputs; ++i) {
    const std::int32_t bytes = block_bytes(op.input_tensor(i).shape, record.axis, element);
    copy_blocks({output.bytes / step, bytes, bytes, step}, op.input<std::uint8_t>(i), to);
    to += bytes;
  }
}

}  // namespace

extern const OpDefinition concatenation_definition = {builtin::kConcatenation, "CONCATENATION", 3,
                                                      plan, run};

}  // namespace tadpole::device
