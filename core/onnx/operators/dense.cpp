// SPDX-License-Identifier: Apache-2.0
// Gemm, MatMul: FULLY_CONNECTED. Behind a Flatten of a picture the columns of the weights change
// places instead of the picture's elements.
#include <fmt/format.h>

#include <algorithm>

#include "core/onnx/importer.h"

namespace tadpole {
namespace {

// y = x * W + b over the last axis of x.
struct Dense {
  const OnnxTensor* weights = nullptr;
  bool is_transposed = false;  // [N, K] instead of [K, N]
  float factor = 1.0F;
  std::vector<float> bias;  // [N]
  int inputs = 0, outputs = 0;
  float at(int n, int k) const {
    const int place = is_transposed ? n * inputs + k : k * outputs + n;
    return factor * weights->reals[static_cast<std::size_t>(place)];
  }
};

Result<Dense> read_weights(const Importer& in, bool is_transposed) {
  Dense dense{.weights = TADPOLE_TRY(in.real_constant(1, "its weights (the second input)"))};
  const std::vector<std::int64_t>& dims = dense.weights->dims;
  if (dims.size() != 2) {
    return in.refuse(
        fmt::format("its weights have {} axes, 2 are expected; use Linear layers", dims.size()));
  }
  dense.is_transposed = is_transposed;
  dense.inputs = static_cast<int>(dims[is_transposed ? 1 : 0]);
  dense.outputs = static_cast<int>(dims[is_transposed ? 0 : 1]);
  dense.bias.assign(static_cast<std::size_t>(dense.outputs), 0.0F);
  return dense;
}

// The factors of the last axis are the innermost ones of memory, in whatever order.
struct Rows {
  AxisFactors factors;
  std::vector<bool> is_input;  // of each factor: of the last axis
};
std::optional<Rows> rows_of(const OnnxValue& x) {
  std::optional<AxisFactors> factors = cut(x.layout, x.dims);
  if (!factors) return std::nullopt;
  Rows rows{.factors = std::move(*factors), .is_input = {}};
  const std::size_t count = rows.factors.layout.sizes.size();
  rows.is_input.assign(count, false);
  for (const int m : rows.factors.axes.back()) rows.is_input[static_cast<std::size_t>(m)] = true;
  const std::size_t own = rows.factors.axes.back().size();
  for (std::size_t m = 0; m < count; ++m) {
    if (rows.is_input[m] != (m >= count - own)) return std::nullopt;
  }
  return rows;
}

Outcome give_dense(Importer& in, OnnxValue x, const Dense& dense) {
  if (x.dims.empty() || x.dims.back() != dense.inputs) {
    return in.refuse(fmt::format("its weights take {} values, its input is {}", dense.inputs,
                                 dims_text(x.dims)));
  }
  std::optional<Rows> rows = rows_of(x);
  if (!rows) {
    x.tensor = TADPOLE_TRY(in.arranged(x, plain_axes(x.dims)));
    x.layout = stored_plainly(x.dims);
    rows = rows_of(x);
  }
  const Layout& layout = rows->factors.layout;
  const std::vector<int> columns = onnx_places(part_of(layout, rows->is_input));
  std::vector<float> weights;
  for (int n = 0; n < dense.outputs; ++n) {
    for (const int k : columns) weights.push_back(dense.at(n, k));
  }
  const int count = static_cast<int>(element_count(x.dims)) / dense.inputs;
  const int from = in.reshaped(x.tensor, {count, dense.inputs});
  const int kernel = in.real_tensor("weights", {dense.outputs, dense.inputs}, std::move(weights));
  const int bias = in.real_tensor("bias", {dense.outputs}, dense.bias);
  OnnxValue y{.constant = nullptr, .tensor = -1, .dims = x.dims};
  y.dims.back() = dense.outputs;
  y.tensor = in.add(builtin::kFullyConnected, {from, kernel, bias}, {count, dense.outputs});
  std::vector<bool> is_outer = rows->is_input;
  is_outer.flip();
  y.layout = part_of(layout, is_outer);
  if (dense.outputs > 1) {
    y.layout.order.push_back(static_cast<int>(y.layout.sizes.size()));
    y.layout.sizes.push_back(dense.outputs);
  }
  y.layout = merged(std::move(y.layout));
  return in.give(0, std::move(y));
}

// C of Gemm: one number, one for each output, or one row of them.
Outcome add_bias(const Importer& in, float beta, Dense& dense) {
  if (!in.has_input(2)) return Done{};
  const OnnxTensor* given = TADPOLE_TRY(in.real_constant(2, "its third input"));
  if (given->elements() != 1 && given->elements() != dense.bias.size()) {
    return in.refuse(
        fmt::format("its bias has {} values for {} outputs", given->elements(), dense.outputs));
  }
  for (std::size_t i = 0; i < dense.bias.size(); ++i)
    dense.bias[i] = beta * given->reals[given->elements() == 1 ? 0 : i];
  return Done{};
}

Outcome import_gemm(Importer& in) {
  const OnnxValue x = TADPOLE_TRY(in.computed(0));
  if (in.node().whole("transA", 0) != 0 || x.dims.size() != 2) {
    return in.refuse(
        fmt::format("its first input is {}{}, rows of values are expected; use Linear "
                    "layers",
                    dims_text(x.dims), in.node().whole("transA", 0) != 0 ? ", transposed" : ""));
  }
  Dense dense = TADPOLE_TRY(read_weights(in, in.node().whole("transB", 0) != 0));
  dense.factor = in.node().real("alpha", 1.0F);
  TADPOLE_TRY(add_bias(in, in.node().real("beta", 1.0F), dense));
  return give_dense(in, x, dense);
}

Outcome import_mat_mul(Importer& in) {
  if (in.has_input(0) && in.has_input(1) && !in.is_constant(0) && !in.is_constant(1)) {
    return in.refuse(
        "it multiplies two computed tensors (attention?), which we lack; use Linear "
        "or Conv layers");
  }
  const OnnxValue x = TADPOLE_TRY(in.computed(0));
  return give_dense(in, x, TADPOLE_TRY(read_weights(in, false)));
}

}  // namespace

extern const OnnxOperators& dense_operators();
const OnnxOperators& dense_operators() {
  static const OnnxOperators all = {{"Gemm", import_gemm}, {"MatMul", import_mat_mul}};
  return all;
}

}  // namespace tadpole
