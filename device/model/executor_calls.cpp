// SPDX-License-Identifier: Apache-2.0
// The executor's half of CALL_ONCE, IF and WHILE: which subgraphs a model runs, when their tensors
// live, and the running. A called subgraph has tensors of its own in the one plan of the arena;
// what it takes and gives is copied.
#include "device/model/executor.h"

namespace tadpole::device {
namespace {

// Of IfOptions and WhileOptions: the two subgraphs. CallOnceOptions has the first alone.
constexpr int kFields[] = {0, 1};

bool is_flag(const Tensor& tensor) {
  return tensor.type == DType::boolean && tensor.shape.elements() == 1;
}

}  // namespace

Reason Executor::add_part(const Part& part, std::uint32_t depth) {
  if (part_count_ == kMostParts || depth > kMostDepth) return Reason::called_subgraph;
  ++part_count_;
  auto* kept = arena_.make<Part>(1);
  if (kept == nullptr) return Reason::arena;
  *kept = part;
  if (last_part_ != nullptr) last_part_->next = kept;
  if (main_ == nullptr) main_ = kept;
  last_part_ = kept;
  TADPOLE_CHECK(count(*kept));
  return find_parts(*kept, depth);
}

// The subgraphs that the part's operators name. Operators that cannot be read are refused later,
// where it is known which they are.
Reason Executor::find_parts(Part& part, std::uint32_t depth) {
  for (std::uint32_t i = 0; i < part.ops; ++i) {
    refusal_.op = static_cast<std::int32_t>(i);
    TADPOLE_CHECK(find_calls(part, i, depth));
  }
  refusal_.op = -1;
  return Reason::none;
}

Reason Executor::find_calls(Part& part, std::uint32_t i, std::uint32_t depth) {
  OperatorView view;
  OperatorCodeView code;
  if (view_.operation(i, view) != Reason::none) return Reason::none;
  if (view_.operator_code(view.code, code) != Reason::none) return Reason::none;
  if (code.builtin == builtin::kCallOnce)
    return &part == main_ ? find_init(view) : Reason::init_subgraph;
  if (code.builtin != builtin::kIf && code.builtin != builtin::kWhile) return Reason::none;
  const OptionsTable table =
      code.builtin == builtin::kIf ? OptionsTable::if_op : OptionsTable::while_op;
  for (const int field : kFields) {
    Part called;
    called.caller = &part;
    called.calling_op = i;
    TADPOLE_CHECK(subgraph_option(view, table, field, called.subgraph));
    if (called.subgraph == 0) return Reason::called_subgraph;
    TADPOLE_CHECK(add_part(called, depth + 1));
    TADPOLE_CHECK(show(part));
    refusal_.op = static_cast<std::int32_t>(i);
  }
  return Reason::none;
}

Reason Executor::subgraph_option(const OperatorView& view, OptionsTable table, int field,
                                 std::uint32_t& index) const {
  std::int32_t given = 0;
  if (!view.options.exists() || view.options_type != static_cast<int>(table))
    return Reason::options_type;
  if (!view.options.scalar(field, given)) return Reason::bad_table;
  const bool is_there = given >= 0 && static_cast<std::uint32_t>(given) < view_.subgraphs();
  index = is_there ? static_cast<std::uint32_t>(given) : 0;
  return Reason::none;
}

// One part for each subgraph that CALL_ONCE names, however often it does.
Reason Executor::find_init(const OperatorView& view) {
  Part init;
  TADPOLE_CHECK(subgraph_option(view, OptionsTable::call_once, kFields[0], init.subgraph));
  if (init.subgraph == 0) return Reason::init_subgraph;
  for (const Part* part = main_->next; part != nullptr; part = part->next) {
    if (part->caller == nullptr && part->subgraph == init.subgraph) return Reason::none;
  }
  TADPOLE_CHECK(add_part(init, 1));
  return show(*main_);
}

Executor::Part* Executor::part_called(const Part& caller, std::uint32_t op, bool second) const {
  Part* part = caller.next;
  while (part->caller != &caller || part->calling_op != op) part = part->next;
  if (!second) return part;
  part = part->next;
  while (part->caller != &caller || part->calling_op != op) part = part->next;
  return part;
}

// What a subgraph remembers would lie in two places if two operators called it.
Reason Executor::check_state(const Part& part) {
  bool called_twice = false;
  for (const Part* p = main_; p != nullptr; p = p->next)
    called_twice = called_twice || (p != &part && p->subgraph == part.subgraph);
  if (!called_twice) return Reason::none;
  for (std::uint32_t i = 0; i < part.tensors; ++i) {
    refusal_.tensor = static_cast<std::int32_t>(i);
    if (tensors_[part.tensor + i].is_variable) return Reason::called_state;
  }
  refusal_.tensor = -1;
  return Reason::none;
}

// When the outputs of operator i are written and, at least, read. IF's inputs are read when one of
// the subgraphs begins and its outputs written when one ends; what WHILE carries from round to
// round lies in its outputs, from the beginning to the end.
Reason Executor::mark_call(std::uint32_t i, std::int32_t& first_write, std::int32_t& last_write) {
  const Part& caller = *part_;
  Op& op = ops_[caller.op + i];
  Part* parts[] = {part_called(caller, i, false), part_called(caller, i, true)};
  for (Part* part : parts) {
    TADPOLE_CHECK(show(*part));
    TADPOLE_CHECK(mark_part(*part));
  }
  TADPOLE_CHECK(show(caller));
  refusal_.op = static_cast<std::int32_t>(i);
  auto* call = arena_.make<Call>(1);
  if (call == nullptr) return Reason::arena;
  *call = {parts[0], parts[1]};
  op.call = call;
  last_write = steps_++;
  if (op.definition->builtin == builtin::kWhile) return Reason::none;
  first_write = parts[0]->leave;
  for (std::int32_t k = 0; k < op.input_count; ++k) {
    if (op.inputs[k] >= 0) tensors_[op.inputs[k]].last_step = parts[1]->enter;
  }
  return Reason::none;
}

Reason Executor::match(const std::int32_t* tensors, std::int32_t n, const Ends& ends) const {
  if (n < 0 || static_cast<std::uint32_t>(n) != ends.size) return Reason::called_ends;
  for (std::uint32_t i = 0; i < ends.size; ++i) {
    if (tensors[i] < 0) return Reason::input_count;
    const Tensor& a = tensors_[tensors[i]];
    const Tensor& b = tensors_[ends.tensors[i]];
    if (a.type != b.type || a.bytes != b.bytes) return Reason::called_ends;
  }
  return Reason::none;
}

Reason Executor::match_call(const Op& op) const {
  const Part& first = *op.call->first;
  const Part& second = *op.call->second;
  if (op.definition->builtin == builtin::kIf) {
    TADPOLE_CHECK(match(op.inputs + 1, op.input_count - 1, first.inputs));
    TADPOLE_CHECK(match(op.inputs + 1, op.input_count - 1, second.inputs));
    TADPOLE_CHECK(match(op.outputs, op.output_count, first.outputs));
    return match(op.outputs, op.output_count, second.outputs);
  }
  TADPOLE_CHECK(match(op.inputs, op.input_count, first.inputs));
  TADPOLE_CHECK(match(op.inputs, op.input_count, second.inputs));
  TADPOLE_CHECK(match(op.outputs, op.output_count, second.inputs));
  TADPOLE_CHECK(match(op.outputs, op.output_count, second.outputs));
  const bool decides = first.outputs.size == 1 && is_flag(tensors_[first.outputs.tensors[0]]);
  return decides ? Reason::none : Reason::called_ends;
}

// The subgraphs, with the variables that its inputs stand for.
Reason Executor::plan_call(std::uint32_t i) {
  const Part& caller = *part_;
  const Op& op = ops_[caller.op + i];
  const bool is_if = op.definition->builtin == builtin::kIf;
  TADPOLE_CHECK(match_call(op));
  if (is_if && !is_flag(tensors_[op.inputs[0]])) return Reason::input_type;
  const std::int32_t* inputs = is_if ? op.inputs + 1 : op.inputs;
  TADPOLE_CHECK(plan_called(*op.call->first, inputs));
  TADPOLE_CHECK(plan_called(*op.call->second, inputs));
  TADPOLE_CHECK(show(caller));
  refusal_.op = static_cast<std::int32_t>(i);
  for (std::int32_t k = 0; k < op.output_count; ++k) {
    Tensor& output = tensors_[op.outputs[k]];
    if (output.type != DType::resource) continue;
    output.variable = tensors_[op.call->second->outputs.tensors[k]].variable;
    // Which variable it is may not hang on what is computed.
    const Ends& other = is_if ? op.call->first->outputs : op.call->second->inputs;
    if (tensors_[other.tensors[k]].variable != output.variable) return Reason::variable;
  }
  return Reason::none;
}

Reason Executor::plan_called(Part& part, const std::int32_t* inputs) {
  TADPOLE_CHECK(show(part));
  for (std::uint32_t k = 0; k < part.inputs.size; ++k) {
    if (tensors_[inputs[k]].type == DType::resource)
      tensors_[part.inputs.tensors[k]].variable = tensors_[inputs[k]].variable;
  }
  return plan_ops();
}

void Executor::copy_tensors(const std::int32_t* from, const std::int32_t* to,
                            std::uint32_t n) const {
  for (std::uint32_t i = 0; i < n; ++i) {
    const Tensor& source = tensors_[from[i]];
    std::memcpy(tensors_[to[i]].data, source.data, static_cast<std::size_t>(source.bytes));
  }
}

Status Executor::run_if(const Op& op) {
  const bool yes = *tensors_[op.inputs[0]].data != 0;
  const Part& part = yes ? *op.call->first : *op.call->second;
  copy_tensors(op.inputs + 1, part.inputs.tensors, part.inputs.size);
  const Status status = run_part(part);
  if (status != Status::ok) return status;
  copy_tensors(part.outputs.tensors, op.outputs, part.outputs.size);
  return Status::ok;
}

Status Executor::run_while(const Op& op) {
  const Part& condition = *op.call->first;
  const Part& body = *op.call->second;
  copy_tensors(op.inputs, op.outputs, body.inputs.size);
  while (true) {
    copy_tensors(op.outputs, condition.inputs.tensors, condition.inputs.size);
    const Status decided = run_part(condition);
    if (decided != Status::ok) return decided;
    if (*tensors_[condition.outputs.tensors[0]].data == 0) return Status::ok;
    if (++rounds_ > most_rounds_) return Status::too_many_rounds;
    copy_tensors(op.outputs, body.inputs.tensors, body.inputs.size);
    const Status status = run_part(body);
    if (status != Status::ok) return status;
    copy_tensors(body.outputs.tensors, op.outputs, body.outputs.size);
  }
}

}  // namespace tadpole::device
