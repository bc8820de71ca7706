// SPDX-License-Identifier: Apache-2.0
// DYNAMIC_UPDATE_SLICE: a tensor in which a box is written over by another (input 1), at a place
// that may be computed (input 2) and is moved so that the box lies inside. Any element type.
#include "device/ops/permute.h"

namespace tadpole::device {
namespace {

constexpr std::uint32_t kOperand = 0, kUpdate = 1, kStart = 2;

Reason plan(OpPlanner& op) {
  TADPOLE_CHECK(op.expect_arity(3, 3));
  TADPOLE_CHECK(op.optional_options(OptionsTable::dynamic_update_slice));
  const Shape& operand = op.input(kOperand).shape;
  const Shape& update = op.input(kUpdate).shape;
  const Tensor& start = op.input(kStart);
  TADPOLE_CHECK(check_moved(op.input(kOperand), op.output(0)));
  TADPOLE_CHECK(check_moved(op.input(kOperand), op.input(kUpdate)));
  if (start.type != DType::int32 && start.type != DType::int64) return Reason::index;
  if (start.shape.rank != 1 || start.shape.dims[0] != operand.rank) return Reason::index;
  if (update.rank != operand.rank) return Reason::input_shape;
  for (std::int32_t i = 0; i < operand.rank; ++i) {
    if (update.dims[i] > operand.dims[i]) return Reason::input_shape;
  }
  if (op.output(0).shape != operand) return Reason::output_shape;
  op.share_output_with(kOperand, OpPlanner::Share::last_use);
  return Reason::none;
}

void run(const OpRun& op) {
  const Tensor& operand = op.input_tensor(kOperand);
  const Shape& update = op.input_tensor(kUpdate).shape;
  const auto element = static_cast<std::int32_t>(dtype_bytes(operand.type));
  auto* to = op.output<std::uint8_t>(0);
  if (to != operand.data) std::memcpy(to, operand.data, static_cast<std::size_t>(operand.bytes));
  Walk rows;  // all axes but the last, over the output
  for (std::int32_t i = 0; i < update.rank; ++i) {
    const std::int64_t room = operand.shape.dims[i] - update.dims[i];
    const auto start = static_cast<std::int32_t>(
        clamp<std::int64_t>(index_at(op.input_tensor(kStart), i), 0, room));
    to += start * stride_of(operand.shape, i) * element;
    if (i + 1 < update.rank) rows.add(update.dims[i], stride_of(operand.shape, i));
  }
  const auto* from = op.input<std::uint8_t>(kUpdate);
  const auto row_bytes =
      static_cast<std::size_t>(update.rank > 0 ? update.last() * element : element);
  WalkIterator at(rows);
  for (std::int32_t i = 0; i < rows.steps(); ++i, at.next(), from += row_bytes)
    std::memcpy(to + at.offset() * element, from, row_bytes);
}

}  // namespace

extern const OpDefinition dynamic_update_slice_definition = {builtin::kDynamicUpdateSlice,
                                                             "DYNAMIC_UPDATE_SLICE", 4, plan, run};

}  // namespace tadpole::device
