// SPDX-License-Identifier: Apache-2.0
// UNPACK: a tensor cut along an axis, which is gone from the outputs. Any element type.
#include "device/ops/permute.h"

namespace tadpole::device {
namespace {

constexpr int kAxis = 1;

struct Record {
  std::int32_t outputs = 0;
  BlockCopy copy;  // of one output
};

Reason plan(OpPlanner& op) {
  if (op.outputs() == 0) return Reason::output_count;
  TADPOLE_CHECK(op.expect_arity(1, 1, op.outputs()));
  TADPOLE_CHECK(op.expect_options(OptionsTable::unpack));
  const Tensor& input = op.input(0);
  const std::int32_t axis = front_axis(op.option<std::int32_t>(kAxis, 0), input.shape.rank);
  if (axis < 0) return Reason::axis;
  if (static_cast<std::uint32_t>(input.shape.dims[axis]) != op.outputs())
    return Reason::output_count;
  const std::int32_t elements = input.shape.elements() / input.shape.dims[axis];
  for (std::uint32_t i = 0; i < op.outputs(); ++i) {
    TADPOLE_CHECK(check_moved(input, op.output(i)));
    if (op.output(i).shape.elements() != elements) return Reason::output_shape;
  }
  const auto element = static_cast<std::int32_t>(dtype_bytes(input.type));
  const std::int32_t step = block_bytes(input.shape, axis, element);
  const std::int32_t bytes = block_bytes(input.shape, axis + 1, element);
  const Record record{static_cast<std::int32_t>(op.outputs()),
                      {input.bytes / step, bytes, step, bytes}};
  return op.keep_params(record) ? Reason::none : Reason::arena;
}

void run(const OpRun& op) {
  const auto& record = op.params<Record>();
  const auto* from = op.input<std::uint8_t>(0);
  for (std::int32_t i = 0; i < record.outputs; ++i, from += record.copy.bytes)
    copy_blocks(record.copy, from, op.output<std::uint8_t>(i));
}

}  // namespace

extern const OpDefinition unpack_definition = {builtin::kUnpack, "UNPACK", 4, plan, run};

}  // namespace tadpole::device
