// SPDX-License-Identifier: Apache-2.0
#include "device/model/executor.h"

#include "device/model/memory_plan.h"

namespace tadpole::device {
namespace {

constexpr std::int32_t kNever = std::numeric_limits<std::int32_t>::max();  // not written yet
constexpr std::int64_t kMostBytes = std::numeric_limits<std::int32_t>::max();

Reason read_shape(const TensorView& view, Tensor& tensor) {
  if (view.shape.size() > static_cast<std::uint32_t>(kMaxRank)) return Reason::rank_too_high;
  tensor.shape.rank = static_cast<std::int32_t>(view.shape.size());
  std::int64_t bytes = static_cast<std::int64_t>(dtype_bytes(tensor.type));
  for (std::int32_t i = 0; i < tensor.shape.rank; ++i) {
    const std::int32_t dim = view.shape.at<std::int32_t>(static_cast<std::uint32_t>(i));
    if (dim < 0) return Reason::negative_dimension;
    tensor.shape.dims[i] = dim;
    bytes *= dim;
    if (bytes > kMostBytes) return Reason::tensor_too_large;
  }
  tensor.bytes = static_cast<std::int32_t>(bytes);
  return Reason::none;
}

void read_quantization(const TensorView& view, Tensor& tensor) {
  tensor.scale_count = view.scale.size();
  if (!view.scale.empty()) tensor.scale = view.scale.at<float>(0);
  tensor.zero_point_fits = view.zero_point.empty() || view.zero_point.size() == view.scale.size();
  if (view.zero_point.empty()) return;
  const std::int64_t zero = view.zero_point.at<std::int64_t>(0);
  tensor.zero_point = static_cast<std::int32_t>(zero);
  if (tensor.zero_point != zero) tensor.zero_point_fits = false;
}

bool read_tensor_view(const void* model, std::int32_t tensor, TensorView& view) {
  const auto& file = *static_cast<const ModelView*>(model);
  return file.tensor(static_cast<std::uint32_t>(tensor), view) == Reason::none;
}

bool read_scales(const void* model, std::int32_t tensor, FlatVector& scale) {
  TensorView view;
  if (!read_tensor_view(model, tensor, view)) return false;
  scale = view.scale;
  return true;
}

bool is_symmetric(const void* model, std::int32_t tensor) {
  TensorView view;
  if (!read_tensor_view(model, tensor, view)) return false;
  for (std::uint32_t i = 0; i < view.zero_point.size(); ++i) {
    if (view.zero_point.at<std::int64_t>(i) != 0) return false;
  }
  return true;
}

bool calls(const OpDefinition& definition) {
  return definition.builtin == builtin::kIf || definition.builtin == builtin::kWhile;
}

bool aligned(const std::uint8_t* data, DType type) {
  return reinterpret_cast<std::uintptr_t>(data) % dtype_bytes(type) == 0;
}

}  // namespace

Status Executor::plan(const std::uint8_t* model, std::size_t model_bytes, void* arena,
                      std::size_t arena_bytes) {
  *this = Executor();
  arena_ = Arena(arena, arena_bytes);
  Reason reason = view_.open(model, model_bytes);
  if (reason == Reason::none) reason = plan_model();
  // The first aligned byte may lie further in, whatever memory the caller offers.
  if (needed_ < arena_.used()) needed_ = arena_.used();
  needed_ += kArenaAlignment;
  refusal_.reason = reason;
  return reason == Reason::none ? reset() : status_of(reason);
}

Reason Executor::plan_model() {
  forgets_ = view_.forgets();
  TADPOLE_CHECK(add_part({}, 0));
  TADPOLE_CHECK(read_all());
  TADPOLE_CHECK(plan_inits());
  TADPOLE_CHECK(show(*main_));
  if (view_.inputs().empty() || view_.outputs().empty()) return Reason::no_inputs_or_outputs;
  TADPOLE_CHECK(mark_part(*main_));
  TADPOLE_CHECK(plan_ops());
  return lay_out();
}

// What CALL_ONCE runs, which comes before everything else.
Reason Executor::plan_inits() {
  for (Part* part = main_->next; part != nullptr; part = part->next) {
    if (part->caller != nullptr) continue;
    TADPOLE_CHECK(show(*part));
    if (!view_.inputs().empty() || !view_.outputs().empty()) return Reason::init_subgraph;
    TADPOLE_CHECK(mark_part(*part));
    TADPOLE_CHECK(plan_ops());
  }
  return Reason::none;
}

Reason Executor::show(const Part& part) {
  part_ = &part;
  refusal_ = {Reason::none, -1, -1, part.subgraph};
  return view_.show_subgraph(part.subgraph);
}

// Gives the part its places in the lists of all tensors and operators.
Reason Executor::count(Part& part) {
  TADPOLE_CHECK(show(part));
  part.tensor = tensor_count_;
  part.tensors = view_.tensors();
  part.op = op_count_;
  part.ops = view_.operators();
  if (part.tensors > kMostTensors - tensor_count_) return Reason::too_many_tensors;
  if (part.ops > kMostOps - op_count_) return Reason::too_many_ops;
  tensor_count_ += part.tensors;
  op_count_ += part.ops;
  return Reason::none;
}

Reason Executor::read_all() {
  tensors_ = arena_.make<Tensor>(tensor_count_);
  ops_ = arena_.make<Op>(op_count_);
  if (tensors_ == nullptr || ops_ == nullptr) return Reason::arena;
  for (Part* part = main_; part != nullptr; part = part->next) {
    TADPOLE_CHECK(show(*part));
    TADPOLE_CHECK(read_tensors());
    TADPOLE_CHECK(keep_ends(view_.inputs(), part->inputs));
    TADPOLE_CHECK(keep_ends(view_.outputs(), part->outputs));
    TADPOLE_CHECK(check_state(*part));
  }
  return Reason::none;
}

Reason Executor::keep_ends(const FlatVector& list, Ends& ends) {
  auto* indices = arena_.make<std::int32_t>(list.size());
  if (indices == nullptr) return Reason::arena;
  for (std::uint32_t i = 0; i < list.size(); ++i) {
    const std::int32_t index = list.at<std::int32_t>(i);
    if (index < 0 || static_cast<std::uint32_t>(index) >= part_->tensors)
      return Reason::bad_tensor_index;
    indices[i] = index + static_cast<std::int32_t>(part_->tensor);
  }
  ends = {indices, list.size()};
  return Reason::none;
}

Reason Executor::read_tensors() {
  for (std::uint32_t i = 0; i < part_->tensors; ++i) {
    refusal_.tensor = static_cast<std::int32_t>(i);
    TADPOLE_CHECK(read_tensor(i));
  }
  refusal_.tensor = -1;
  return Reason::none;
}

Reason Executor::read_tensor(std::uint32_t i) {
  Tensor tensor;
  TensorView view;
  TADPOLE_CHECK(view_.tensor(i, view));
  if (!ModelView::to_dtype(view.type, tensor.type)) return Reason::element_type;
  if (view.is_sparse) return Reason::sparse_tensor;
  if (view.custom_quantization) return Reason::custom_quantization;
  TADPOLE_CHECK(read_shape(view, tensor));
  read_quantization(view, tensor);
  tensor.is_variable = view.is_variable;
  tensor.is_constant = view.has_data && !view.is_variable;
  tensor.first_step = view.is_variable || tensor.is_constant ? -1 : kNever;
  if (tensor.is_constant) {
    if (view.data_bytes != static_cast<std::size_t>(tensor.bytes)) return Reason::data_size;
    tensor.data =
        const_cast<std::uint8_t*>(view.data);  // NOLINT: constants are read only by contract
    if (!aligned(view.data, tensor.type)) {
      tensor.data = arena_.make<std::uint8_t>(view.data_bytes);
      if (tensor.data == nullptr) return Reason::arena;
      std::memcpy(tensor.data, view.data, view.data_bytes);
    }
  }
  tensors_[part_->tensor + i] = tensor;
  return Reason::none;
}

// The inputs are written at this step; -1: before the first.
Reason Executor::mark_inputs(std::int32_t step) {
  for (std::uint32_t i = 0; i < part_->inputs.size; ++i) {
    const std::int32_t index = part_->inputs.tensors[i];
    Tensor& tensor = tensors_[index];
    refusal_.tensor = index - static_cast<std::int32_t>(part_->tensor);
    if (tensor.is_constant) return Reason::writes_constant;
    if (tensor.first_step != kNever) return Reason::written_twice;
    if (tensor.bytes == 0) return Reason::empty_tensor;
    tensor.first_step = step;
    tensor.last_step = step;
  }
  refusal_.tensor = -1;
  return Reason::none;
}

// All lives of a part, with what it calls. Expects: it is shown.
Reason Executor::mark_part(Part& part) {
  part.enter = steps_++;
  TADPOLE_CHECK(mark_inputs(part.caller != nullptr ? part.enter : -1));
  TADPOLE_CHECK(mark_uses());
  part.leave = steps_++;
  return mark_outputs(part.leave);
}

// All lives first: whether a tensor's memory may be used again depends on operators that come
// later.
Reason Executor::mark_uses() {
  for (std::uint32_t i = 0; i < part_->ops; ++i) {
    refusal_.op = static_cast<std::int32_t>(i);
    TADPOLE_CHECK(mark_use(i));
  }
  refusal_.op = -1;
  return Reason::none;
}

Reason Executor::plan_ops() {
  for (std::uint32_t i = 0; i < part_->ops; ++i) {
    refusal_.op = static_cast<std::int32_t>(i);
    TADPOLE_CHECK(plan_op(i));
  }
  refusal_.op = -1;
  return Reason::none;
}

Reason Executor::copy_indices(std::uint32_t i, const OperatorView& view) {
  const std::uint32_t total = view.inputs.size() + view.outputs.size();
  auto* indices = arena_.make<std::int32_t>(total);
  if (indices == nullptr) return Reason::arena;
  for (std::uint32_t k = 0; k < total; ++k) {
    const bool is_input = k < view.inputs.size();
    const std::int32_t index = is_input ? view.inputs.at<std::int32_t>(k)
                                        : view.outputs.at<std::int32_t>(k - view.inputs.size());
    if (index < (is_input ? -1 : 0) || index >= static_cast<std::int32_t>(part_->tensors)) {
      return Reason::bad_tensor_index;
    }
    indices[k] = index < 0 ? index : index + static_cast<std::int32_t>(part_->tensor);
  }
  ops_[part_->op + i] = {nullptr,
                         nullptr,
                         indices,
                         indices + view.inputs.size(),
                         static_cast<std::int32_t>(view.inputs.size()),
                         static_cast<std::int32_t>(view.outputs.size()),
                         0,
                         nullptr};
  return Reason::none;
}

Reason Executor::check_operator(const OperatorView& view, const OpDefinition*& definition) const {
  OperatorCodeView code;
  TADPOLE_CHECK(view_.operator_code(view.code, code));
  definition =
      code.builtin == builtin::kCustom ? find_custom_op(code.custom_name) : find_op(code.builtin);
  if (definition == nullptr) return Reason::unknown_operator;
  return code.version <= definition->max_version ? Reason::none : Reason::operator_version;
}

Reason Executor::mark_use(std::uint32_t i) {
  OperatorView view;
  const OpDefinition* definition = nullptr;
  TADPOLE_CHECK(view_.operation(i, view));
  TADPOLE_CHECK(check_operator(view, definition));
  TADPOLE_CHECK(copy_indices(i, view));
  Op& op = ops_[part_->op + i];
  op.definition = definition;
  op.step = steps_++;
  TADPOLE_CHECK(mark_reads(op));
  std::int32_t first = op.step;
  std::int32_t last = op.step;
  if (calls(*definition)) TADPOLE_CHECK(mark_call(i, first, last));
  return mark_writes(op, first, last);
}

Reason Executor::mark_reads(const Op& op) {
  for (std::int32_t k = 0; k < op.input_count; ++k) {
    if (op.inputs[k] < 0) continue;
    Tensor& tensor = tensors_[op.inputs[k]];
    refusal_.tensor = op.inputs[k] - static_cast<std::int32_t>(part_->tensor);
    if (tensor.first_step == kNever) return Reason::read_before_written;
    if (tensor.bytes == 0) return Reason::empty_tensor;
    tensor.last_step = op.step;
  }
  refusal_.tensor = -1;
  return Reason::none;
}

Reason Executor::mark_writes(const Op& op, std::int32_t first, std::int32_t last) {
  for (std::int32_t k = 0; k < op.output_count; ++k) {
    Tensor& tensor = tensors_[op.outputs[k]];
    refusal_.tensor = op.outputs[k] - static_cast<std::int32_t>(part_->tensor);
    if (tensor.is_constant) return Reason::writes_constant;
    if (tensor.first_step != kNever) return Reason::written_twice;
    if (tensor.bytes == 0) return Reason::empty_tensor;
    tensor.first_step = first;
    tensor.last_step = last;
  }
  refusal_.tensor = -1;
  return Reason::none;
}

// The outputs are read at this step.
Reason Executor::mark_outputs(std::int32_t step) {
  for (std::uint32_t i = 0; i < part_->outputs.size; ++i) {
    const std::int32_t index = part_->outputs.tensors[i];
    refusal_.tensor = index - static_cast<std::int32_t>(part_->tensor);
    if (tensors_[index].first_step == kNever) return Reason::output_never_written;
    tensors_[index].last_step = step;
  }
  refusal_.tensor = -1;
  return Reason::none;
}

Reason Executor::plan_op(std::uint32_t i) {
  OperatorView view;
  TADPOLE_CHECK(view_.operation(i, view));
  const ScaleSource scales{&view_, read_scales, is_symmetric};
  OpPlanner planner(scales, view, tensors_ + part_->tensor, arena_, variables_);
  Op& op = ops_[part_->op + i];
  const Reason reason = op.definition->plan(planner);
  TADPOLE_CHECK(planner.damaged() ? Reason::bad_table : reason);
  if (planner.named_variable() != nullptr)
    tensors_[op.outputs[0]].variable = planner.named_variable();
  op.params = planner.params();
  macs_ += planner.macs();
  share_memory(op, planner);
  return calls(*op.definition) ? plan_call(i) : Reason::none;
}

std::int32_t Executor::root(std::int32_t tensor) const {
  while (tensors_[tensor].shares >= 0) tensor = tensors_[tensor].shares;
  return tensor;
}

bool Executor::owns_memory(const Tensor& tensor) const {
  return !tensor.is_constant && tensor.shares < 0 && tensor.first_step != kNever;
}

void Executor::share_memory(const Op& op, const OpPlanner& planner) {
  if (planner.share() == OpPlanner::Share::no) return;
  const std::int32_t from = root(op.inputs[planner.share_input()]);
  Tensor& owner = tensors_[from];
  const std::int32_t to = op.outputs[0];
  Tensor& output = tensors_[to];
  if (owner.is_constant || owner.is_variable || output.bytes > owner.bytes) return;
  const bool free_after = owner.last_step == op.step;
  if (planner.share() == OpPlanner::Share::last_use && !free_after) return;
  output.shares = from;
  if (output.last_step > owner.last_step) owner.last_step = output.last_step;
}

Reason Executor::lay_out() {
  std::size_t owners = 0;
  for (std::uint32_t i = 0; i < tensor_count_; ++i) owners += owns_memory(tensors_[i]) ? 1 : 0;
  const std::size_t records = arena_.used();
  Arena notes_arena =
      arena_;  // working memory where the tensors will lie: the plan is done before they are used
  auto* lives = notes_arena.make<PlannedLife>(owners);
  auto* notes = notes_arena.make<PlanNote>(owners);
  needed_ = notes_arena.used();
  if (lives == nullptr || notes == nullptr) return Reason::arena;
  std::size_t n = 0;
  for (std::uint32_t i = 0; i < tensor_count_; ++i) {
    const Tensor& tensor = tensors_[i];
    if (!owns_memory(tensor)) continue;
    const std::int32_t last = tensor.is_variable ? steps_ : tensor.last_step;
    lives[n++] = {static_cast<std::size_t>(tensor.bytes), tensor.first_step, last, 0};
  }
  tensor_bytes_ = plan_memory(lives, static_cast<std::int32_t>(n), notes);
  if (records + tensor_bytes_ > needed_) needed_ = records + tensor_bytes_;
  std::uint8_t* base = arena_.at(records);
  n = 0;
  for (std::uint32_t i = 0; i < tensor_count_; ++i) {
    if (owns_memory(tensors_[i])) tensors_[i].data = base + lives[n++].offset;
  }
  for (std::uint32_t i = 0; i < tensor_count_; ++i) {
    if (tensors_[i].shares >= 0)
      tensors_[i].data = tensors_[root(static_cast<std::int32_t>(i))].data;
  }
  return arena_.left() >= tensor_bytes_ ? Reason::none : Reason::arena;
}

const std::int32_t* Executor::op_outputs(std::uint32_t i, std::int32_t& outputs) const {
  const Op& op = ops_[i];
  outputs = op.output_count;
  return op.outputs;
}

void Executor::clear_states() const {
  for (std::uint32_t i = 0; i < tensor_count_; ++i) {
    if (tensors_[i].is_variable) clear(tensors_[i]);
  }
}

// No input lies where a variable tensor does: what is written already stays.
void Executor::begin_run() {
  rounds_ = 0;
  if (forgets_) clear_states();
}

Status Executor::reset() {
  clear_states();
  for (const Variable* v = variables_; v != nullptr; v = v->next) {
    if (v->value.data != nullptr) clear(v->value);
  }
  rounds_ = 0;
  for (const Part* part = main_->next; part != nullptr; part = part->next) {
    if (part->caller != nullptr) continue;
    const Status status = run_part(*part);
    if (status != Status::ok) return status;
  }
  return Status::ok;
}

Status Executor::run() {
  begin_run();
  return run_part(*main_);
}

Status Executor::run_op(std::uint32_t i) {
  if (i == 0) begin_run();
  return run_step(ops_[i]);
}

Status Executor::run_part(const Part& part) {
  for (std::uint32_t i = 0; i < part.ops; ++i) {
    const Status status = run_step(ops_[part.op + i]);
    if (status != Status::ok) return status;
  }
  return Status::ok;
}

Status Executor::run_step(const Op& op) {
  if (op.call == nullptr) {
    op.definition->run(OpRun(tensors_, op.inputs, op.input_count, op.outputs, op.params));
    return Status::ok;
  }
  return op.definition->builtin == builtin::kIf ? run_if(op) : run_while(op);
}

}  // namespace tadpole::device
