// SPDX-License-Identifier: Apache-2.0
#include "core/compile/check_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <vector>

#include "core/compile/builtin.h"
#include "core/graph/operator_name.h"
#include "device/ops/fixed_point.h"

namespace tadpole {
namespace {

constexpr int kLargestStep = 32767;
constexpr std::size_t kMostBytes = 1U << 28U;  // of one tensor; no microcontroller comes near

bool is_identifier(const std::string& name) {
  const auto letter = [](char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
  };
  return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9');
  });
}

// Scales above zero and zero points that an int8 can hold: the arithmetic of scales relies on both.
Outcome check_quantization(const GraphTensor& t) {
  const Quantization& q = t.quantization;
  if (q.scale.size() != q.zero_point.size()) {
    return Error{fmt::format("tensor '{}' has {} scales but {} zero points", t.name, q.scale.size(),
                             q.zero_point.size())};
  }
  if (t.type != DType::int8) return Done{};
  for (std::size_t i = 0; i < q.scale.size(); ++i) {
    if (!device::is_positive_finite(q.scale[i])) {
      return Error{fmt::format("tensor '{}' has a scale of {}; scales must be above zero", t.name,
                               q.scale[i])};
    }
    if (q.zero_point[i] < -128 || q.zero_point[i] > 127) {
      return Error{fmt::format("tensor '{}' has a zero point of {}, which no int8 can hold", t.name,
                               q.zero_point[i])};
    }
  }
  return Done{};
}

// is_used: an operator reads or writes it, or the model does. Others may be empty.
Outcome check_tensor(const GraphTensor& t, bool is_used) {
  std::size_t bytes = dtype_bytes(t.type);
  for (const int d : t.shape) {
    if (d == 0 && !is_used) return Done{};
    if (d <= 0)
      return unsupported(fmt::format(
          "tensor '{}' has a dimension of {}; fix all shapes before compiling", t.name, d));
    bytes *= static_cast<std::size_t>(d);
    if (bytes > kMostBytes)
      return unsupported(
          fmt::format("tensor '{}' is larger than 256 MB; use a smaller model", t.name));
  }
  if (t.is_constant() && t.data.size() != bytes) {
    return Error{fmt::format("tensor '{}' has {} bytes of data, its shape asks for {}", t.name,
                             t.data.size(), bytes)};
  }
  return check_quantization(t);
}

class Reader {
 public:
  explicit Reader(const Graph& graph) : graph_(graph), written_(graph.tensors.size(), false) {}

  Outcome check() {
    const std::vector<bool> used = used_tensors();
    for (std::size_t i = 0; i < used.size(); ++i)
      TADPOLE_TRY(check_tensor(graph_.tensors[i], used[i]));
    for (const int t : graph_.inputs) {
      if (!in_range(t)) return out_of_range("an input of the model", t);
      written_[static_cast<std::size_t>(t)] = true;
    }
    for (int i = 0; i < static_cast<int>(graph_.ops.size()); ++i) TADPOLE_TRY(check_op(i));
    for (const int t : graph_.outputs) {
      if (!in_range(t)) return out_of_range("an output of the model", t);
      if (!known(t)) return unwritten("the model's output", t);
    }
    return Done{};
  }

 private:
  std::vector<bool> used_tensors() const {
    std::vector<bool> used(graph_.tensors.size(), false);
    const auto mark = [&](const std::vector<int>& list) {
      for (const int t : list) {
        if (in_range(t)) used[static_cast<std::size_t>(t)] = true;
      }
    };
    mark(graph_.inputs);
    mark(graph_.outputs);
    for (const GraphOp& op : graph_.ops) {
      mark(op.inputs);
      mark(op.outputs);
    }
    return used;
  }
  bool in_range(int t) const {
    return t >= 0 && static_cast<std::size_t>(t) < graph_.tensors.size();
  }
  bool known(int t) const {
    const GraphTensor& tensor = graph_.tensors[static_cast<std::size_t>(t)];
    return written_[static_cast<std::size_t>(t)] || tensor.is_constant() || tensor.is_variable;
  }
  Error out_of_range(const std::string& what, int t) const {
    return {fmt::format("{} is tensor {}, but the model has {} tensors", what, t,
                        graph_.tensors.size())};
  }
  Error unwritten(const std::string& what, int t) const {
    return {fmt::format("{} is tensor {} ('{}'), which nothing computes before", what, t,
                        graph_.tensors[static_cast<std::size_t>(t)].name)};
  }

  // Operators that name a variable take nothing, and calls of subgraphs give nothing either.
  static Outcome check_lists(const GraphOp& op, const std::string& what) {
    const bool takes = op.builtin != builtin::kVarHandle && op.builtin != builtin::kCallOnce;
    const bool gives = op.builtin != builtin::kCallOnce;
    if ((takes && op.inputs.empty()) || (gives && op.outputs.empty()))
      return Error{what + " has no input or no output"};
    return !takes || op.inputs[0] >= 0 ? Outcome(Done{}) : Error{what + " has no first input"};
  }

  Outcome check_op(int i) {
    const GraphOp& op = graph_.ops[static_cast<std::size_t>(i)];
    const std::string what = fmt::format("operator {} ({})", i, operator_name(op));
    TADPOLE_TRY(check_lists(op, what));
    for (const int t : op.inputs) {
      if (t == -1) continue;
      if (!in_range(t)) return out_of_range("an input of " + what, t);
      if (!known(t)) return unwritten("an input of " + what, t);
    }
    for (const int t : op.outputs) {
      if (!in_range(t)) return out_of_range("an output of " + what, t);
      if (known(t) && op.builtin != builtin::kAssignVariable)
        return Error{fmt::format("{} writes tensor {}, which is already computed", what, t)};
      written_[static_cast<std::size_t>(t)] = true;
    }
    return check_fit(op, what);
  }

  // What the kernels' makers take for granted.
  static Outcome check_fit(const GraphOp& op, const std::string& what) {
    if (builtin::has_weights(op) && (op.inputs.size() < 2 || op.inputs[1] < 0))
      return Error{what + " has no weights"};
    const OpOptions& o = op.options;
    for (const int n :
         {o.stride_h, o.stride_w, o.filter_h, o.filter_w, o.dilation_h, o.dilation_w}) {
      if (n < 1 || n > kLargestStep) {
        return Error{fmt::format("{} has a stride, filter or dilation of {}; 1 to {} was expected",
                                 what, n, kLargestStep)};
      }
    }
    return Done{};
  }

  const Graph& graph_;
  std::vector<bool> written_;
};

}  // namespace

Outcome check_graph(const Graph& graph, const CompileOptions& options) {
  if (!is_identifier(options.name)) {
    return wrong_use(fmt::format(
        "'{}' is no C++ name; use letters, digits and _, and begin with a letter", options.name));
  }
  if (graph.ops.empty()) return Error{"the model has no operators; there is nothing to compile"};
  if (graph.inputs.empty() || graph.outputs.empty())
    return Error{"the model has no input or no output"};
  return Reader(graph).check();
}

}  // namespace tadpole
