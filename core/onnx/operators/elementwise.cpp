// SPDX-License-Identifier: Apache-2.0
// Add, Sub, Mul, Div, Sum, BatchNormalization: folded into the weights before where they can be,
// ADD, SUB and MUL otherwise.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/onnx/constants.h"
#include "core/onnx/fold.h"

namespace tadpole {
namespace {

// dims with ones in front, so many axes that they are rank.
template <typename T>
Dims aligned(const std::vector<T>& dims, std::size_t rank) {
  Dims all(std::max(rank, dims.size()), 1);
  for (std::size_t i = 0; i < dims.size(); ++i)
    all[all.size() - dims.size() + i] = static_cast<int>(dims[i]);
  return all;
}

Result<Dims> together(const Importer& in, const Dims& a, const Dims& b) {
  const std::size_t rank = std::max(a.size(), b.size());
  const Dims first = aligned(a, rank), second = aligned(b, rank);
  Dims out(rank);
  for (std::size_t i = 0; i < rank; ++i) {
    if (first[i] != second[i] && first[i] != 1 && second[i] != 1) {
      return in.refuse(fmt::format("{} and {} do not fit together", dims_text(a), dims_text(b)));
    }
    out[i] = std::max(first[i], second[i]);
  }
  return out;
}

// How the larger side lies, as a shape of our tensor, and the same for what stands beside it.
struct Meeting {
  OnnxValue value;        // dims: of the result
  std::vector<int> axes;  // empty: it lies in no order of axes
  AxisFactors factors;    // then these are the shape
  Dims shape_of(const Dims& dims) const {
    if (!axes.empty()) return stored_shape(dims, axes);
    Dims shape(factors.layout.sizes);
    for (std::size_t axis = 0; axis < dims.size(); ++axis) {
      if (dims[axis] != 1) continue;
      for (const int m : factors.axes[axis]) shape[static_cast<std::size_t>(m)] = 1;
    }
    return shape;
  }
};

Result<Meeting> meet(const Importer& in, const OnnxValue& value, const Dims& out) {
  Meeting meeting{.value = value, .axes = {}, .factors = {}};
  meeting.value.dims = out;
  std::optional<AxisFactors> factors = cut(value.layout, out);
  const bool is_whole = element_count(value.dims) == element_count(out) && factors.has_value();
  if (!is_whole) {
    return in.refuse(fmt::format("{} would be repeated to {}; repeat it before the export",
                                 dims_text(value.dims), dims_text(out)));
  }
  meeting.factors = std::move(*factors);
  meeting.axes = in.axes_in_place(meeting.value).value_or(std::vector<int>());
  if (meeting.axes.empty() && meeting.factors.layout.sizes.size() > 6)
    return in.refuse("its input lies in too many pieces; flatten it later");
  return meeting;
}

// A constant in the order of what it meets. Expects: as many axes as the result.
int constant_beside(Importer& in, const Meeting& meeting, const OnnxTensor& constant,
                    const Dims& dims) {
  std::vector<bool> keep(meeting.factors.layout.sizes.size(), false);
  for (std::size_t axis = 0; axis < dims.size(); ++axis) {
    if (dims[axis] == 1) continue;
    for (const int m : meeting.factors.axes[axis]) keep[static_cast<std::size_t>(m)] = true;
  }
  std::vector<float> values;
  for (const int place : onnx_places(part_of(meeting.factors.layout, keep)))
    values.push_back(constant.reals[static_cast<std::size_t>(place)]);
  return in.real_tensor("constant", meeting.shape_of(dims), std::move(values));
}

Result<int> computed_beside(Importer& in, const Meeting& meeting, OnnxValue other) {
  const Dims dims = aligned(other.dims, meeting.value.dims.size());
  if (!meeting.axes.empty()) {
    other.dims = dims;
    return in.arranged(other, meeting.axes);
  }
  if (other.layout == meeting.value.layout)
    return in.reshaped(other.tensor, meeting.shape_of(dims));
  return in.refuse(
      "its two inputs lie in different orders (one is a flattened picture); add them "
      "before they are flattened");
}

// One operator on two sides, of which at least one is computed. The result has the layout of the
// side that is not repeated.
Outcome give_binary(Importer& in, int builtin, const OnnxValue& a, const OnnxValue& b) {
  const Dims out = TADPOLE_TRY(together(in, a.dims, b.dims));
  const auto is_large = [&](const OnnxValue& v) {
    return v.constant == nullptr && element_count(v.dims) == element_count(out);
  };
  const bool first_is_large = is_large(a);
  if (!first_is_large && !is_large(b)) {
    return in.refuse(
        fmt::format("{} and {} would both be repeated to {}; repeat one before the "
                    "export",
                    dims_text(a.dims), dims_text(b.dims), dims_text(out)));
  }
  const Meeting meeting = TADPOLE_TRY(meet(in, first_is_large ? a : b, out));
  const OnnxValue& other = first_is_large ? b : a;
  const Dims shape = meeting.shape_of(out);
  const int large = in.reshaped(meeting.value.tensor, shape);
  const int beside = other.constant != nullptr ? constant_beside(in, meeting, *other.constant,
                                                                 aligned(other.dims, out.size()))
                                               : TADPOLE_TRY(computed_beside(in, meeting, other));
  OnnxValue y = meeting.value;
  const std::vector<int> inputs =
      first_is_large ? std::vector<int>{large, beside} : std::vector<int>{beside, large};
  y.tensor = in.add(builtin, inputs, shape);
  return in.give(0, std::move(y));
}

OnnxValue constant_value(OnnxTensor tensor) {
  OnnxValue value;
  for (const std::int64_t dim : tensor.dims) value.dims.push_back(static_cast<int>(dim));
  value.constant = std::make_shared<const OnnxTensor>(std::move(tensor));
  return value;
}

// value * factor + shift, one number for each channel; by operators where it cannot be folded.
Outcome give_linear(Importer& in, const OnnxValue& x, const OnnxTensor& factor,
                    const OnnxTensor& shift) {
  const std::vector<float> factors = per_channel(in, x, factor), shifts = per_channel(in, x, shift);
  if (!factors.empty() && !shifts.empty() && fold_linear(in, x, factors, shifts))
    return in.give_view(x, x.dims, x.layout);
  const Meeting meeting = TADPOLE_TRY(meet(in, x, x.dims));
  const Dims shape = meeting.shape_of(x.dims), dims = aligned(factor.dims, x.dims.size());
  OnnxValue y = x;
  y.tensor =
      in.add(builtin::kMul,
             {in.reshaped(x.tensor, shape), constant_beside(in, meeting, factor, dims)}, shape);
  y.tensor = in.add(builtin::kAdd, {y.tensor, constant_beside(in, meeting, shift, dims)}, shape);
  return in.give(0, std::move(y));
}

OnnxTensor changed(const OnnxTensor& constant, float (*change)(float)) {
  OnnxTensor result = constant;
  for (float& value : result.reals) value = change(value);
  return result;
}

float same(float x) { return x; }
float negated(float x) { return -x; }
float inverse(float x) { return 1.0F / x; }

struct Binary {
  int builtin = 0;
  bool is_factor = false;         // Mul, Div: changes the weights
  float (*change)(float) = same;  // of a constant that stands second, to be added or multiplied
};

// x (+) constant, folded into the weights before.
bool fold_constant(Importer& in, const Binary& binary, const OnnxValue& x,
                   const OnnxTensor& constant) {
  if (!constant.is_real || constant.elements() == 0) return false;
  if (aligned(constant.dims, x.dims.size()).size() > x.dims.size()) return false;
  const std::vector<float> values = per_channel(in, x, changed(constant, binary.change));
  if (values.empty()) return false;
  return binary.is_factor ? fold_linear(in, x, values, {}) : fold_linear(in, x, {}, values);
}

Outcome import_binary(Importer& in, const Binary& binary) {
  if (!in.has_input(0) || !in.has_input(1)) return in.refuse("one of its two inputs is left out");
  if (in.is_constant(0) && in.is_constant(1)) return give_of_constants(in);
  for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
    if (in.is_constant(i)) TADPOLE_TRY(in.real_constant(i, "its constant input"));
  }
  const OnnxValue a = in.input(0);
  OnnxValue b = in.input(1);
  const bool commutes = binary.change == same;
  if (b.constant != nullptr && fold_constant(in, binary, a, *b.constant))
    return in.give_view(a, a.dims, a.layout);
  if (commutes && a.constant != nullptr && fold_constant(in, binary, b, *a.constant))
    return in.give_view(b, b.dims, b.layout);
  if (binary.change != inverse) return give_binary(in, binary.builtin, a, b);
  if (b.constant == nullptr) {
    return in.refuse(
        "it divides by a computed tensor, which we lack; multiply by a constant, or "
        "divide outside the model");
  }
  b = constant_value(changed(*b.constant, inverse));
  return give_binary(in, builtin::kMul, a, b);
}

Outcome import_add(Importer& in) { return import_binary(in, {.builtin = builtin::kAdd}); }
Outcome import_sub(Importer& in) {
  return import_binary(in, {.builtin = builtin::kSub, .change = negated});
}
Outcome import_mul(Importer& in) {
  return import_binary(in, {.builtin = builtin::kMul, .is_factor = true});
}
Outcome import_div(Importer& in) {
  return import_binary(in, {.builtin = builtin::kMul, .is_factor = true, .change = inverse});
}

Outcome import_sum(Importer& in) {
  if (in.node().inputs.size() == 2) return import_add(in);
  return in.refuse(fmt::format("it adds {} tensors, two are expected; write it as several Add",
                               in.node().inputs.size()));
}

// y = scale * (x - mean) / sqrt(variance + epsilon) + bias, for each channel.
Outcome import_batch_norm(Importer& in) {
  const OnnxValue x = TADPOLE_TRY(in.computed(0));
  const OnnxTensor* scale = TADPOLE_TRY(in.real_constant(1, "its scale"));
  const OnnxTensor* bias = TADPOLE_TRY(in.real_constant(2, "its bias"));
  const OnnxTensor* mean = TADPOLE_TRY(in.real_constant(3, "its mean"));
  const OnnxTensor* variance = TADPOLE_TRY(in.real_constant(4, "its variance"));
  if (in.node().whole("training_mode", 0) != 0)
    return in.refuse("it is in training mode; call model.eval() before the export");
  const std::size_t n = x.dims.size() > 1 ? static_cast<std::size_t>(x.dims[1]) : 0;
  for (const OnnxTensor* one : {scale, bias, mean, variance}) {
    if (one->elements() == n) continue;
    return in.refuse(fmt::format("it has {} numbers for {} channels", one->elements(), n));
  }
  OnnxTensor factor{.dims = std::vector<std::int64_t>(x.dims.size() - 1, 1)};
  factor.dims[0] = static_cast<std::int64_t>(n);
  OnnxTensor shift = factor;
  const double epsilon = static_cast<double>(in.node().real("epsilon", 1e-5F));
  for (std::size_t c = 0; c < n; ++c) {
    const double spread = std::sqrt(static_cast<double>(variance->reals[c]) + epsilon);
    const double slope = static_cast<double>(scale->reals[c]) / spread;
    factor.reals.push_back(static_cast<float>(slope));
    shift.reals.push_back(static_cast<float>(static_cast<double>(bias->reals[c]) -
                                             static_cast<double>(mean->reals[c]) * slope));
  }
  return give_linear(in, x, factor, shift);
}

}  // namespace

extern const OnnxOperators& elementwise_operators();
const OnnxOperators& elementwise_operators() {
  static const OnnxOperators all = {{"Add", import_add}, {"Sub", import_sub},
                                    {"Mul", import_mul}, {"Div", import_div},
                                    {"Sum", import_sum}, {"BatchNormalization", import_batch_norm}};
  return all;
}

}  // namespace tadpole
