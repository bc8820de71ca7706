// SPDX-License-Identifier: Apache-2.0
// Gemm, MatMul: FULLY_CONNECTED; of two computed tensors: BATCH_MATMUL. Behind a Flatten of a
// picture the columns of the weights change places instead of the picture's elements.
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

// A side of a product of two tensors: its last two axes are the matrix.
struct Side {
  int tensor = -1;
  bool turned = false;  // it lies with the two axes in the other order
  Dims dims;            // as ONNX sees them
};

Result<Side> side_of(Importer& in, std::size_t i) {
  Side side{.dims = in.input(i).dims};
  const std::size_t rank = side.dims.size();
  if (rank < 2) {
    return in.refuse(
        fmt::format("it multiplies {}, matrices are expected; unsqueeze it", dims_text(side.dims)));
  }
  if (in.is_constant(i)) {
    const OnnxTensor* given = TADPOLE_TRY(in.real_constant(i, "its constant side"));
    side.tensor = in.real_tensor("matrix", side.dims, given->reals);
    return side;
  }
  std::vector<int> axes = plain_axes(side.dims);
  const OnnxValue& value = in.input(i);
  if (!lies_as(value.layout, value.dims, axes)) {
    std::swap(axes[rank - 1], axes[rank - 2]);
    side.turned = lies_as(value.layout, value.dims, axes);
    if (!side.turned) std::swap(axes[rank - 1], axes[rank - 2]);
  }
  // A plain shape, also where three axes would be a picture.
  const int tensor = TADPOLE_TRY(in.arranged(value, axes));
  Dims shape;
  for (const int axis : axes) shape.push_back(side.dims[static_cast<std::size_t>(axis)]);
  side.tensor = in.reshaped(tensor, shape);
  return side;
}

// Axes of batches, repeated where one side has 1.
Result<Dims> product_dims(const Importer& in, const Dims& a, const Dims& b) {
  const std::size_t rank = std::max(a.size(), b.size());
  Dims out(rank, 1);
  bool fits = a.back() == b[b.size() - 2];
  for (std::size_t i = 0; i + 2 < rank; ++i) {
    const int one = i + a.size() < rank ? 1 : a[i + a.size() - rank];
    const int other = i + b.size() < rank ? 1 : b[i + b.size() - rank];
    fits = fits && (one == other || one == 1 || other == 1);
    out[i] = std::max(one, other);
  }
  if (!fits)
    return in.refuse(fmt::format("{} and {} do not fit together", dims_text(a), dims_text(b)));
  out[rank - 2] = a[a.size() - 2];
  out[rank - 1] = b.back();
  return out;
}

// The product; transposed: of each side, on top of how it lies.
Result<OnnxValue> product(Importer& in, bool first_transposed, bool second_transposed) {
  Side a = TADPOLE_TRY(side_of(in, 0)), b = TADPOLE_TRY(side_of(in, 1));
  if (first_transposed) std::swap(a.dims[a.dims.size() - 1], a.dims[a.dims.size() - 2]);
  if (second_transposed) std::swap(b.dims[b.dims.size() - 1], b.dims[b.dims.size() - 2]);
  OnnxValue y{
      .constant = nullptr, .tensor = -1, .dims = TADPOLE_TRY(product_dims(in, a.dims, b.dims))};
  OpOptions options;
  options.adj_x = a.turned != first_transposed;
  options.adj_y = b.turned != second_transposed;
  y.tensor = in.add(builtin::kBatchMatmul, {a.tensor, b.tensor}, y.dims, std::move(options));
  y.layout = stored_plainly(y.dims);
  return y;
}

bool is_computed_product(const Importer& in) {
  return in.has_input(0) && in.has_input(1) && !in.is_constant(1);
}

// alpha * A * B + beta * C of matrices of which B at least is computed.
Outcome give_computed_gemm(Importer& in) {
  OnnxValue y = TADPOLE_TRY(
      product(in, in.node().whole("transA", 0) != 0, in.node().whole("transB", 0) != 0));
  const float alpha = in.node().real("alpha", 1.0F), beta = in.node().real("beta", 1.0F);
  if (alpha != 1.0F)
    y.tensor = in.add(builtin::kMul, {y.tensor, in.real_tensor("alpha", {1, 1}, {alpha})}, y.dims);
  if (!in.has_input(2)) return in.give(0, std::move(y));
  const OnnxTensor* given = TADPOLE_TRY(in.real_constant(2, "its third input"));
  Dims dims = in.input(2).dims;
  while (dims.size() < 2) dims.insert(dims.begin(), 1);
  const bool fits = dims.size() == 2 && (dims[0] == 1 || dims[0] == y.dims[0]) &&
                    (dims[1] == 1 || dims[1] == y.dims[1]);
  if (!fits)
    return in.refuse(
        fmt::format("its third input is {}, its product {}", dims_text(dims), dims_text(y.dims)));
  std::vector<float> added = given->reals;
  for (float& value : added) value *= beta;
  y.tensor =
      in.add(builtin::kAdd, {y.tensor, in.real_tensor("bias", dims, std::move(added))}, y.dims);
  return in.give(0, std::move(y));
}

Outcome import_gemm(Importer& in) {
  if (is_computed_product(in)) return give_computed_gemm(in);
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
  if (is_computed_product(in)) return in.give(0, TADPOLE_TRY(product(in, false, false)));
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
