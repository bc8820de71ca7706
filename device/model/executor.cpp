// SPDX-License-Identifier: Apache-2.0
#include "device/model/executor.h"

#include "device/model/memory_plan.h"

namespace tadpole::device {
namespace {

constexpr std::int32_t kNever = std::numeric_limits<std::int32_t>::max();
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
  if (reason == Reason::none) reset();
  return status_of(reason);
}

Reason Executor::plan_model() {
  TADPOLE_CHECK(find_inits());
  TADPOLE_CHECK(read_all());
  for (std::uint32_t i = 0; i < init_count_; ++i) {
    TADPOLE_CHECK(show(inits_[i]));
    TADPOLE_CHECK(mark_uses());
    TADPOLE_CHECK(plan_ops());
  }
  TADPOLE_CHECK(show(main_));
  TADPOLE_CHECK(mark_inputs());
  TADPOLE_CHECK(mark_uses());
  TADPOLE_CHECK(mark_outputs());
  TADPOLE_CHECK(plan_ops());
  return lay_out();
}

Reason Executor::show(const Part& part) {
  part_ = part;
  refusal_.subgraph = part.subgraph;
  return view_.show_subgraph(part.subgraph);
}

// The subgraphs that CALL_ONCE operators of the main one name. Operators that cannot be read are
// refused later, where it is known which they are.
Reason Executor::find_inits() {
  for (std::uint32_t i = 0; i < view_.operators(); ++i) {
    OperatorView view;
    OperatorCodeView code;
    if (view_.operation(i, view) != Reason::none) continue;
    if (view_.operator_code(view.code, code) != Reason::none) continue;
    if (code.builtin != builtin::kCallOnce) continue;
    refusal_.op = static_cast<std::int32_t>(i);
    TADPOLE_CHECK(add_init(view));
  }
  refusal_.op = -1;
  return Reason::none;
}

Reason Executor::add_init(const OperatorView& view) {
  constexpr int kInitSubgraph = 0;
  std::int32_t index = 0;
  if (!view.options.exists() || view.options_type != static_cast<int>(OptionsTable::call_once))
    return Reason::options_type;
  if (!view.options.scalar(kInitSubgraph, index)) return Reason::bad_table;
  if (index < 1 || static_cast<std::uint32_t>(index) >= view_.subgraphs())
    return Reason::init_subgraph;
  for (std::uint32_t i = 0; i < init_count_; ++i) {
    if (inits_[i].subgraph == static_cast<std::uint32_t>(index)) return Reason::none;
  }
  if (init_count_ == kMostInits) return Reason::init_subgraph;
  inits_[init_count_++].subgraph = static_cast<std::uint32_t>(index);
  return Reason::none;
}

// Gives the part its places in the lists of all tensors and operators.
Reason Executor::count(Part& part) {
  TADPOLE_CHECK(view_.show_subgraph(part.subgraph));
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
  TADPOLE_CHECK(count(main_));  // its tensors come first
  op_count_ = 0;
  for (std::uint32_t i = 0; i < init_count_; ++i) {
    TADPOLE_CHECK(count(inits_[i]));
    if (!view_.inputs().empty() || !view_.outputs().empty()) return Reason::init_subgraph;
  }
  main_.op = op_count_;
  if (main_.ops > kMostOps - op_count_) return Reason::too_many_ops;
  op_count_ += main_.ops;
  tensors_ = arena_.make<Tensor>(tensor_count_);
  ops_ = arena_.make<Op>(op_count_);
  if (tensors_ == nullptr || ops_ == nullptr) return Reason::arena;
  for (std::uint32_t i = 0; i < init_count_; ++i) {
    TADPOLE_CHECK(show(inits_[i]));
    TADPOLE_CHECK(read_tensors());
  }
  TADPOLE_CHECK(show(main_));
  return read_tensors();
}

Reason Executor::read_tensors() {
  for (std::uint32_t i = 0; i < part_.tensors; ++i) {
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
  tensors_[part_.tensor + i] = tensor;
  return Reason::none;
}

Reason Executor::mark_inputs() {
  if (view_.inputs().empty() || view_.outputs().empty()) return Reason::no_inputs_or_outputs;
  for (std::uint32_t i = 0; i < view_.inputs().size(); ++i) {
    const std::int32_t index = view_.inputs().at<std::int32_t>(i);
    if (index < 0 || static_cast<std::uint32_t>(index) >= part_.tensors)
      return Reason::bad_tensor_index;
    Tensor& tensor = tensors_[index];
    refusal_.tensor = index;
    if (tensor.is_constant) return Reason::writes_constant;
    if (tensor.first_step != kNever) return Reason::written_twice;
    if (tensor.bytes == 0) return Reason::empty_tensor;
    tensor.first_step = -1;
    tensor.last_step = -1;
  }
  refusal_.tensor = -1;
  return Reason::none;
}

// All lives first: whether a tensor's memory may be used again depends on operators that come
// later.
Reason Executor::mark_uses() {
  for (std::uint32_t i = 0; i < part_.ops; ++i) {
    refusal_.op = static_cast<std::int32_t>(i);
    TADPOLE_CHECK(mark_use(i));
  }
  refusal_.op = -1;
  return Reason::none;
}

Reason Executor::plan_ops() {
  for (std::uint32_t i = 0; i < part_.ops; ++i) {
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
    if (index < (is_input ? -1 : 0) || index >= static_cast<std::int32_t>(part_.tensors)) {
      return Reason::bad_tensor_index;
    }
    indices[k] = index < 0 ? index : index + static_cast<std::int32_t>(part_.tensor);
  }
  ops_[part_.op + i] = {nullptr,
                        nullptr,
                        indices,
                        indices + view.inputs.size(),
                        static_cast<std::int32_t>(view.inputs.size()),
                        static_cast<std::int32_t>(view.outputs.size())};
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
  Op& op = ops_[part_.op + i];
  op.definition = definition;
  const auto step = static_cast<std::int32_t>(part_.op + i);
  const auto first = static_cast<std::int32_t>(part_.tensor);
  for (std::int32_t k = 0; k < op.input_count; ++k) {
    if (op.inputs[k] < 0) continue;
    Tensor& tensor = tensors_[op.inputs[k]];
    refusal_.tensor = op.inputs[k] - first;
    if (tensor.first_step == kNever) return Reason::read_before_written;
    if (tensor.bytes == 0) return Reason::empty_tensor;
    tensor.last_step = step;
  }
  for (std::int32_t k = 0; k < op.output_count; ++k) {
    Tensor& tensor = tensors_[op.outputs[k]];
    refusal_.tensor = op.outputs[k] - first;
    if (tensor.is_constant) return Reason::writes_constant;
    if (tensor.first_step != kNever) return Reason::written_twice;
    if (tensor.bytes == 0) return Reason::empty_tensor;
    tensor.first_step = step;
    tensor.last_step = step;
  }
  refusal_.tensor = -1;
  return Reason::none;
}

Reason Executor::mark_outputs() {
  for (std::uint32_t i = 0; i < view_.outputs().size(); ++i) {
    const std::int32_t index = view_.outputs().at<std::int32_t>(i);
    if (index < 0 || static_cast<std::uint32_t>(index) >= part_.tensors)
      return Reason::bad_tensor_index;
    refusal_.tensor = index;
    if (tensors_[index].first_step == kNever) return Reason::output_never_written;
    tensors_[index].last_step = static_cast<std::int32_t>(op_count_);
  }
  refusal_.tensor = -1;
  return Reason::none;
}

Reason Executor::plan_op(std::uint32_t i) {
  OperatorView view;
  TADPOLE_CHECK(view_.operation(i, view));
  const ScaleSource scales{&view_, read_scales, is_symmetric};
  OpPlanner planner(scales, view, tensors_ + part_.tensor, arena_, variables_);
  Op& op = ops_[part_.op + i];
  const Reason reason = op.definition->plan(planner);
  TADPOLE_CHECK(planner.damaged() ? Reason::bad_table : reason);
  if (planner.named_variable() != nullptr)
    tensors_[op.outputs[0]].variable = planner.named_variable();
  op.params = planner.params();
  macs_ += planner.macs();
  share_memory(part_.op + i, planner);
  return Reason::none;
}

std::int32_t Executor::root(std::int32_t tensor) const {
  while (tensors_[tensor].shares >= 0) tensor = tensors_[tensor].shares;
  return tensor;
}

bool Executor::owns_memory(const Tensor& tensor) const {
  return !tensor.is_constant && tensor.shares < 0 && tensor.first_step != kNever;
}

void Executor::share_memory(std::uint32_t i, const OpPlanner& planner) {
  if (planner.share() == OpPlanner::Share::no) return;
  const std::int32_t from = root(ops_[i].inputs[planner.share_input()]);
  Tensor& owner = tensors_[from];
  const std::int32_t to = ops_[i].outputs[0];
  Tensor& output = tensors_[to];
  if (owner.is_constant || owner.is_variable || output.bytes > owner.bytes) return;
  const bool free_after = owner.last_step == static_cast<std::int32_t>(i);
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
    const std::int32_t last =
        tensor.is_variable ? static_cast<std::int32_t>(op_count_) : tensor.last_step;
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

void Executor::run_step(std::uint32_t step) const {
  const Op& op = ops_[step];
  op.definition->run(OpRun(tensors_, op.inputs, op.input_count, op.outputs, op.params));
}

const std::int32_t* Executor::op_outputs(std::uint32_t i, std::int32_t& outputs) const {
  const Op& op = ops_[main_.op + i];
  outputs = op.output_count;
  return op.outputs;
}

void Executor::reset() {
  for (std::uint32_t i = 0; i < tensor_count_; ++i) {
    if (tensors_[i].is_variable) clear(tensors_[i]);
  }
  for (const Variable* v = variables_; v != nullptr; v = v->next) {
    if (v->value.data != nullptr) clear(v->value);
  }
  for (std::uint32_t step = 0; step < main_.op; ++step) run_step(step);
}

}  // namespace tadpole::device
