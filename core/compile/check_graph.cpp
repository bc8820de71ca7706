// SPDX-License-Identifier: Apache-2.0
#include "core/compile/check_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <vector>

#include "core/compile/builtin.h"
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

Outcome check_tensor(const GraphTensor& t) {
  std::size_t bytes = dtype_bytes(t.type);
  for (const int d : t.shape) {
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
    for (const GraphTensor& t : graph_.tensors) TADPOLE_TRY(check_tensor(t));
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

  Outcome check_op(int i) {
    const GraphOp& op = graph_.ops[static_cast<std::size_t>(i)];
    const std::string what = fmt::format("operator {} ({})", i, builtin::name(op));
    if (op.outputs.empty() || op.inputs.empty()) return Error{what + " has no input or no output"};
    for (const int t : op.inputs) {
      if (t == -1) continue;
      if (!in_range(t)) return out_of_range("an input of " + what, t);
      if (!known(t)) return unwritten("an input of " + what, t);
    }
    if (op.inputs[0] < 0) return Error{what + " has no first input"};
    for (const int t : op.outputs) {
      if (!in_range(t)) return out_of_range("an output of " + what, t);
      if (known(t))
        return Error{fmt::format("{} writes tensor {}, which is already computed", what, t)};
      written_[static_cast<std::size_t>(t)] = true;
    }
    return check_fit(op, what);
  }

  // What the kernels' makers take for granted.
  Outcome check_fit(const GraphOp& op, const std::string& what) const {
    if (op.inputs.empty()) {
      return unsupported(what +
                         " has no inputs; models that keep variables cannot be compiled yet, run "
                         "them in the interpreter");
    }
    const std::size_t weights = builtin::has_weights(op) ? 2 : 1;
    if (op.inputs.size() < weights || op.inputs[weights - 1] < 0)
      return Error{what + " has no weights"};
    if (weights == 2) TADPOLE_TRY(check_scheme(op, what));
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

  // Boards have kernels of int8 (and plain ones of float): the other schemes are named.
  Outcome check_scheme(const GraphOp& op, const std::string& what) const {
    const DType data = graph_.tensors[static_cast<std::size_t>(op.inputs[0])].type;
    const DType weights = graph_.tensors[static_cast<std::size_t>(op.inputs[1])].type;
    if (data == DType::float32 && weights == DType::int8) {
      return unsupported(what +
                         " has float activations and int8 weights (dynamic range); boards run "
                         "int8: quantize the model with the scheme int8");
    }
    if (data == DType::int16) {
      return unsupported(what +
                         " has 16-bit activations (int16x8); boards run int8: quantize the model "
                         "with the scheme int8");
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
