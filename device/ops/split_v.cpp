// SPDX-License-Identifier: Apache-2.0
// SPLIT_V: a tensor cut along an axis (input 2) into parts of given lengths (input 1; -1: the
// rest). Any element type.
#include "device/ops/permute.h"

namespace tadpole::device {
namespace {

struct Record {
  std::int32_t outputs = 0, axis = 0;
};

// The outputs carry the lengths; what the input says must agree.
Reason check_lengths(const OpPlanner& op, std::int32_t axis) {
  const Tensor& lengths = op.input(1);
  if (!lengths.is_constant) return Reason::not_constant;
  if (lengths.type != DType::int32 && lengths.type != DType::int64) return Reason::index;
  const auto count = static_cast<std::int32_t>(op.outputs());
  if (lengths.shape.elements() != count) return Reason::output_count;
  std::int64_t whole = 0;
  for (std::int32_t i = 0; i < count; ++i) {
    const Tensor& output = op.output(static_cast<std::uint32_t>(i));
    const std::int64_t wanted = index_at(lengths, i);
    TADPOLE_CHECK(check_moved(op.input(0), output));
    if (!equal_but_for(output.shape, op.input(0).shape, axis)) return Reason::output_shape;
    if (wanted != -1 && output.shape.dims[axis] != wanted) return Reason::output_shape;
    whole += output.shape.dims[axis];
  }
  return whole == op.input(0).shape.dims[axis] ? Reason::none : Reason::output_shape;
}

Reason plan(OpPlanner& op) {
  if (op.outputs() == 0) return Reason::output_count;
  TADPOLE_CHECK(op.expect_arity(3, 3, op.outputs()));
  TADPOLE_CHECK(op.optional_options(OptionsTable::split_v));
  std::int32_t axis = 0;
  TADPOLE_CHECK(read_whole(op, 2, 1, &axis));
  axis = front_axis(axis, op.input(0).shape.rank);
  if (axis < 0) return Reason::axis;
  TADPOLE_CHECK(check_lengths(op, axis));
  const Record record{static_cast<std::int32_t>(op.outputs()), axis};
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const auto& record = op.params<Record>();
  const Tensor& input = op.input_tensor(0);
  const auto element = static_cast<std::int32_t>(dtype_bytes(input.type));
  const std::int32_t step = block_bytes(input.shape, record.axis, element);
  const auto* from = op.input<std::uint8_t>(0);
  for (std::int32_t i = 0; i < record.outputs; ++i) {
    const std::int32_t bytes = block_bytes(op.output_tensor(i).shape, record.axis, element);
    copy_blocks({input.bytes / step, bytes, step, bytes}, from, op.output<std::uint8_t>(i));
    from += bytes;
  }
}

}  // namespace

extern const OpDefinition split_v_definition = {builtin::kSplitV, "SPLIT_V", 2, plan, run};

}  // namespace tadpole::device
