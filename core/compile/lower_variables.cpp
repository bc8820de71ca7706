// SPDX-License-Identifier: Apache-2.0
#include "core/compile/lower_variables.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "device/model/builtin.h"

namespace tadpole {
namespace {

using Name = std::pair<std::string, std::string>;  // container, shared name

class Lowering {
 public:
  explicit Lowering(const Graph& graph) : graph_(graph) {
    first_init_ = static_cast<int>(graph.ops.size());
  }

  Result<LoweredGraph> lower() {
    for (const int i : called()) TADPOLE_TRY(append(i));
    const auto first_variable = static_cast<int>(graph_.tensors.size());
    const auto count = static_cast<int>(graph_.ops.size());
    for (int i = first_init_; i < count; ++i) TADPOLE_TRY(lower_op(i));  // they run first
    for (int i = 0; i < first_init_; ++i) TADPOLE_TRY(lower_op(i));
    graph_.subgraphs.clear();
    return LoweredGraph{std::move(graph_), first_init_, first_variable};
  }

 private:
  // The subgraphs that run at reset, each once, in the order of their calls.
  std::vector<int> called() const {
    std::vector<int> list;
    for (const GraphOp& op : graph_.ops) {
      const int index = op.options.init_subgraph_index;
      if (op.builtin == builtin::kCallOnce &&
          std::find(list.begin(), list.end(), index) == list.end())
        list.push_back(index);
    }
    return list;
  }

  Outcome append(int index) {
    if (index < 1 || index > static_cast<int>(graph_.subgraphs.size())) {
      return Error{fmt::format("CALL_ONCE names subgraph {}, but the model has {} beside its own",
                               index, graph_.subgraphs.size())};
    }
    const Graph part = graph_.subgraphs[static_cast<std::size_t>(index - 1)];
    const auto offset = static_cast<int>(graph_.tensors.size());
    graph_.tensors.insert(graph_.tensors.end(), part.tensors.begin(), part.tensors.end());
    for (GraphOp op : part.ops) {
      for (std::vector<int>* list : {&op.inputs, &op.outputs, &op.intermediates}) {
        for (int& t : *list) t += t < 0 ? 0 : offset;
      }
      graph_.ops.push_back(std::move(op));
    }
    return Done{};
  }

  // Tensor number `i` of a list; fails when it is not there.
  Result<int> tensor(const GraphOp& op, const std::vector<int>& list, std::size_t i) const {
    if (i < list.size() && list[i] >= 0 && list[i] < static_cast<int>(graph_.tensors.size()))
      return list[i];
    return Error{fmt::format("{} lacks a tensor that it needs; the model is damaged",
                             builtin_name(op.builtin))};
  }

  Outcome lower_op(int i) {
    const GraphOp op = graph_.ops[static_cast<std::size_t>(i)];
    GraphOp& lowered = graph_.ops[static_cast<std::size_t>(i)];
    if (op.builtin == builtin::kVarHandle) {
      const int handle = TADPOLE_TRY(tensor(op, op.outputs, 0));
      handles_[handle] = {op.options.container, op.options.shared_name};
    } else if (op.builtin == builtin::kReadVariable) {
      const int output = TADPOLE_TRY(tensor(op, op.outputs, 0));
      lowered.inputs = {TADPOLE_TRY(variable(op, output))};
    } else if (op.builtin == builtin::kAssignVariable) {
      const int value = TADPOLE_TRY(tensor(op, op.inputs, 1));
      lowered.inputs = {value};
      lowered.outputs = {TADPOLE_TRY(variable(op, value))};
    }
    return Done{};
  }

  // The variable that input 0 names; what it holds is like the first tensor that it meets.
  Result<int> variable(const GraphOp& op, int like) {
    const int handle = TADPOLE_TRY(tensor(op, op.inputs, 0));
    const auto name = handles_.find(handle);
    if (name == handles_.end()) {
      return Error{fmt::format("{} uses tensor {}, which no VAR_HANDLE made; the model is damaged",
                               builtin_name(op.builtin), handle)};
    }
    const GraphTensor& form = graph_.tensors[static_cast<std::size_t>(like)];
    const auto known = variables_.find(name->second);
    if (known == variables_.end()) return add_variable(name->second, form);
    const GraphTensor& value = graph_.tensors[static_cast<std::size_t>(known->second)];
    if (value.type == form.type && value.bytes() == form.bytes()) return known->second;
    return Error{fmt::format("{} has {} bytes of {}, the variable '{}' holds {} bytes of {}",
                             builtin_name(op.builtin), form.bytes(), dtype_name(form.type),
                             name->second.second, value.bytes(), dtype_name(value.type))};
  }

  int add_variable(const Name& name, const GraphTensor& form) {
    GraphTensor made = form;
    made.name = fmt::format("variable {}", name.second);
    made.data.clear();
    made.is_variable = true;
    graph_.tensors.push_back(std::move(made));
    return variables_[name] = static_cast<int>(graph_.tensors.size()) - 1;
  }

  Graph graph_;
  int first_init_ = 0;
  std::map<int, Name> handles_;    // by tensor
  std::map<Name, int> variables_;  // the tensor
};

}  // namespace

Result<LoweredGraph> lower_variables(const Graph& graph) { return Lowering(graph).lower(); }

}  // namespace tadpole
