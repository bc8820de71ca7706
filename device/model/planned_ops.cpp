// SPDX-License-Identifier: Apache-2.0
#include "device/model/planned_ops.h"

namespace tadpole::device {
namespace {

FlatVector vector_of(const void* values, std::size_t count, std::size_t element_bytes) {
  return {{static_cast<const std::uint8_t*>(values), count * element_bytes},
          0,
          static_cast<std::uint32_t>(count)};
}

// nullptr: the tensor has one scale, and that stands in its record.
const PlannedScales* channel_scales(const PlannedModel& model, std::int32_t tensor) {
  for (std::int32_t i = 0; i < model.scales_count; ++i) {
    if (model.scales[i].tensor == tensor) return &model.scales[i];
  }
  return nullptr;
}

bool read_scales(const void* model, std::int32_t tensor, FlatVector& scale) {
  const auto& planned = *static_cast<const PlannedModel*>(model);
  const Tensor& t = planned.tensors[tensor];
  const PlannedScales* channels = channel_scales(planned, tensor);
  scale = vector_of(channels != nullptr ? channels->scale : &t.scale, t.scale_count, sizeof(float));
  return true;
}

bool is_symmetric(const void* model, std::int32_t tensor) {
  const auto& planned = *static_cast<const PlannedModel*>(model);
  const PlannedScales* channels = channel_scales(planned, tensor);
  if (channels == nullptr) return planned.tensors[tensor].zero_point == 0;
  return channels->is_symmetric;
}

bool open_view(const PlannedOp& op, OperatorView& view) {
  view.inputs = vector_of(op.inputs, static_cast<std::size_t>(op.input_count), 4);
  view.outputs = vector_of(op.outputs, static_cast<std::size_t>(op.output_count), 4);
  view.custom_options = vector_of(op.custom_options, op.custom_bytes, 1);
  view.options_type = static_cast<int>(op.options_table);
  if (op.options_bytes == 0) return true;
  const FlatBytes bytes{static_cast<const std::uint8_t*>(op.options), op.options_bytes};
  std::size_t at = 0;
  return bytes.follow(0, at) && FlatTable::open(bytes, at, view.options);
}

}  // namespace

Reason plan_operator(const PlannedModel& model, const PlannedOp& op, Arena& arena,
                     Variable*& variables, PlannedFacts& facts) {
  OperatorView view;
  if (!open_view(op, view)) return Reason::bad_table;
  const ScaleSource scales{&model, read_scales, is_symmetric};
  OpPlanner planner(scales, view, model.tensors, arena, variables, OpPlanner::Twins::none);
  const Reason reason = op.definition->plan(planner);
  facts = {planner.params(), planner.macs(), planner.share(), planner.share_input()};
  return planner.damaged() ? Reason::bad_table : reason;
}

Reason PlannedOps::plan(const PlannedModel& model, void* memory, std::size_t bytes) {
  *this = PlannedOps();
  Arena arena(memory, bytes);
  params_ = arena.make<const void*>(static_cast<std::size_t>(model.op_count));
  if (params_ == nullptr) return Reason::arena;
  for (std::int32_t i = 0; i < model.op_count; ++i) {
    PlannedFacts facts;
    TADPOLE_CHECK(plan_operator(model, model.ops[i], arena, variables_, facts));
    params_[i] = facts.params;
  }
  model_ = &model;
  reset();
  return Reason::none;
}

void PlannedOps::run(std::int32_t i) const {
  const PlannedOp& op = model_->ops[i];
  op.definition->run(OpRun(model_->tensors, op.inputs, op.input_count, op.outputs, params_[i]));
}

void PlannedOps::reset() const {
  for (const Variable* v = variables_; v != nullptr; v = v->next) {
    if (v->value.data != nullptr) clear(v->value);
  }
}

}  // namespace tadpole::device
