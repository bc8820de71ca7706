// SPDX-License-Identifier: Apache-2.0
#include "core/onnx/constants.h"

#include <algorithm>
#include <cmath>

namespace tadpole {
namespace {

constexpr std::size_t kMostElements = std::size_t{1} << 24U;

Dims dims_of(const OnnxTensor& constant) { return {constant.dims.begin(), constant.dims.end()}; }

// Fails for a division of whole numbers that has no result.
template <typename T>
Result<T> apply(const Importer& in, const std::string& type, T a, T b) {
  if constexpr (std::is_same_v<T, std::int64_t>) {
    constexpr std::int64_t kLargest = std::int64_t{1} << 30U;
    if (std::max(std::abs(std::clamp(a, -kLargest - 1, kLargest + 1)),
                 std::abs(std::clamp(b, -kLargest - 1, kLargest + 1))) > kLargest)
      return in.refuse("its numbers are beyond what a size can be");
    if (type == "Div" && b == 0) return in.refuse("it divides by 0");
  }
  if (type == "Add") return static_cast<T>(a + b);
  if (type == "Sub") return static_cast<T>(a - b);
  if (type == "Mul") return static_cast<T>(a * b);
  return static_cast<T>(a / b);
}

template <typename T>
Outcome apply_all(const Importer& in, const std::vector<T>& a, const std::vector<T>& b,
                  std::vector<T>& out) {
  const std::size_t n = a.empty() || b.empty() ? 0 : std::max(a.size(), b.size());
  for (std::size_t i = 0; i < n; ++i) {
    out.push_back(
        TADPOLE_TRY(apply(in, in.node().type, a[a.size() == 1 ? 0 : i], b[b.size() == 1 ? 0 : i])));
  }
  return Done{};
}

}  // namespace

Outcome give_of_constants(Importer& in) {
  const OnnxTensor &a = *in.input(0).constant, &b = *in.input(1).constant;
  const bool fits =
      a.is_real == b.is_real && (a.elements() == 1 || b.elements() == 1 || a.dims == b.dims);
  if (!fits) return in.refuse("its two constants do not fit together; fold them before the export");
  OnnxTensor result{.dims = a.elements() >= b.elements() ? a.dims : b.dims, .is_real = a.is_real};
  TADPOLE_TRY(a.is_real ? apply_all(in, a.reals, b.reals, result.reals)
                        : apply_all(in, a.wholes, b.wholes, result.wholes));
  in.give_constant(std::move(result));
  return Done{};
}

void give_reshaped(Importer& in, const OnnxTensor& constant, const Dims& dims) {
  OnnxTensor result = constant;
  result.dims.assign(dims.begin(), dims.end());
  in.give_constant(std::move(result));
}

void give_transposed(Importer& in, const OnnxTensor& constant, const std::vector<int>& axes) {
  OnnxTensor result = constant;
  result.dims.clear();
  for (const int axis : axes) result.dims.push_back(constant.dims[static_cast<std::size_t>(axis)]);
  if (constant.elements() > 0) {
    const std::vector<int> places = onnx_places(stored_as(dims_of(constant), axes));
    for (std::size_t i = 0; i < places.size(); ++i) {
      const auto from = static_cast<std::size_t>(places[i]);
      if (constant.is_real) result.reals[i] = constant.reals[from];
      if (!constant.is_real) result.wholes[i] = constant.wholes[from];
    }
  }
  in.give_constant(std::move(result));
}

Outcome give_joined(Importer& in) {
  OnnxTensor result{.is_real = in.input(0).constant->is_real};
  for (std::size_t i = 0; i < in.node().inputs.size(); ++i) {
    const OnnxTensor& one = *in.input(i).constant;
    if (one.dims.size() != 1 || one.is_real != result.is_real) {
      return in.refuse(
          "it joins constants of several axes; fold them before the export "
          "(do_constant_folding=True)");
    }
    if (result.elements() + one.elements() > kMostElements)
      return in.refuse("it joins too many constants");
    result.reals.insert(result.reals.end(), one.reals.begin(), one.reals.end());
    result.wholes.insert(result.wholes.end(), one.wholes.begin(), one.wholes.end());
  }
  result.dims = {static_cast<std::int64_t>(result.elements())};
  in.give_constant(std::move(result));
  return Done{};
}

void give_sliced(Importer& in, const OnnxTensor& constant, const ConstantPart& part,
                 const Dims& dims) {
  std::vector<std::ptrdiff_t> places = {0};
  for (std::size_t axis = 0; axis < constant.dims.size(); ++axis) {
    std::vector<std::ptrdiff_t> finer;
    for (const std::ptrdiff_t place : places) {
      for (int i = 0; i < part.count[axis]; ++i)
        finer.push_back(place * constant.dims[axis] + part.begin[axis] + i * part.step[axis]);
    }
    places = std::move(finer);
  }
  OnnxTensor result{.dims = {dims.begin(), dims.end()}, .is_real = constant.is_real};
  for (const std::ptrdiff_t place : places) {
    const auto at = static_cast<std::size_t>(place);
    if (constant.is_real) result.reals.push_back(constant.reals[at]);
    if (!constant.is_real) result.wholes.push_back(constant.wholes[at]);
  }
  in.give_constant(std::move(result));
}

void give_cast(Importer& in, const OnnxTensor& constant, bool to_real) {
  OnnxTensor result = constant;
  result.is_real = to_real;
  if (to_real && !constant.is_real) {
    result.wholes.clear();
    for (const std::int64_t value : constant.wholes)
      result.reals.push_back(static_cast<float>(value));
  }
  if (!to_real && constant.is_real) {
    constexpr float kLargest = 1e18F;
    result.reals.clear();
    for (const float value : constant.reals) {
      const float whole = std::isfinite(value) ? std::clamp(value, -kLargest, kLargest) : 0.0F;
      result.wholes.push_back(static_cast<std::int64_t>(whole));
    }
  }
  in.give_constant(std::move(result));
}

}  // namespace tadpole
