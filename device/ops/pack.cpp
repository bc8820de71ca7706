// SPDX-License-Identifier: Apache-2.0
// PACK: tensors of one shape side by side along an axis that is new. Any element type.
#include "device/ops/permute.h"

namespace tadpole::device {
namespace {

constexpr int kAxis = 1;

struct Record {
  std::int32_t inputs = 0;
  BlockCopy copy;  // of one input
};

// The output's shape without the axis.
bool is_without(const Shape& shape, const Shape& whole, std::int32_t axis) {
  if (shape.rank != whole.rank - 1) return false;
  for (std::int32_t i = 0; i < shape.rank; ++i) {
    if (shape.dims[i] != whole.dims[i < axis ? i : i + 1]) return false;
  }
  return true;
}

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(1, OpPlanner::kAnyNumber));
  TADPOLE_CHECK(op.expect_options(OptionsTable::pack));
  const Tensor& output = op.output(0);
  const std::int32_t axis = front_axis(op.option<std::int32_t>(kAxis, 0), output.shape.rank);
  if (axis < 0) return Reason::axis;
  if (static_cast<std::uint32_t>(output.shape.dims[axis]) != op.inputs())
    return Reason::output_shape;
  for (std::uint32_t i = 0; i < op.inputs(); ++i) {
    if (!op.has_input(i)) return Reason::input_count;
    TADPOLE_CHECK(check_moved(op.input(i), output));
    if (!is_without(op.input(i).shape, output.shape, axis)) return Reason::input_shape;
  }
  const auto element = static_cast<std::int32_t>(dtype_bytes(output.type));
  const std::int32_t step = block_bytes(output.shape, axis, element);
  const std::int32_t bytes = block_bytes(output.shape, axis + 1, element);
  const Record record{static_cast<std::int32_t>(op.inputs()),
                      {output.bytes / step, bytes, bytes, step}};
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const auto& record = op.params<Record>();
  auto* to = op.output<std::uint8_t>(0);
  for (std::int32_t i = 0; i < record.inputs; ++i, to += record.copy.bytes)
    copy_blocks(record.copy, op.input<std::uint8_t>(i), to);
}

}  // namespace

extern const OpDefinition pack_definition = {builtin::kPack, "PACK", 4, plan, run};

}  // namespace tadpole::device
