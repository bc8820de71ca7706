// SPDX-License-Identifier: Apache-2.0
// Operators that count the same elements in another way. They cost nothing here: the memory stays
// and its layout tells how ONNX counts it; a RESHAPE appears where a shape is needed.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/onnx/constants.h"

namespace tadpole {
namespace {

constexpr int kFloat32 = 1, kFloat64 = 11, kInt32 = 6, kInt64 = 7, kBool = 9;

Outcome needs_input(const Importer& in) {
  return in.has_input(0) ? Outcome(Done{}) : Outcome(in.refuse("its input is left out"));
}

// The first input, counted as dims.
Outcome give_as(Importer& in, const Dims& dims) {
  const OnnxValue& x = in.input(0);
  if (element_count(dims) != element_count(x.dims)) {
    return in.refuse(fmt::format("{} has another number of values than its input {}",
                                 dims_text(dims), dims_text(x.dims)));
  }
  if (x.constant != nullptr) {
    give_reshaped(in, *x.constant, dims);
    return Done{};
  }
  if (cut(x.layout, dims)) return in.give_view(x, dims, x.layout);
  const int plain = TADPOLE_TRY(in.arranged(x, plain_axes(x.dims)));
  return in.give_stored(0, plain, dims, plain_axes(dims));
}

Outcome import_same(Importer& in) {
  TADPOLE_TRY(needs_input(in));
  return give_as(in, in.input(0).dims);
}

Outcome import_dropout(Importer& in) {
  if (in.has_input(2) && in.is_constant(2) && !in.input(2).constant->is_real &&
      in.input(2).constant->elements() == 1 && in.input(2).constant->wholes[0] != 0)
    return in.refuse("it is in training mode; call model.eval() before the export");
  return import_same(in);
}

Outcome import_cast(Importer& in) {
  TADPOLE_TRY(needs_input(in));
  const std::int64_t to = in.node().whole("to", 0);
  const bool to_real = to == kFloat32 || to == kFloat64;
  const bool to_whole = to == kInt32 || to == kInt64 || to == kBool;
  if (in.is_constant(0) && (to_real || to_whole)) {
    give_cast(in, *in.input(0).constant, to_real);
    return Done{};
  }
  if (!in.is_constant(0) && to_real) return import_same(in);
  return in.refuse("it casts to another type than float32; keep what is computed in float32");
}

Outcome import_reshape(Importer& in) {
  TADPOLE_TRY(needs_input(in));
  const Dims& from = in.input(0).dims;
  std::vector<std::int64_t> to = TADPOLE_TRY(in.whole_constant(1, "its shape"));
  const bool zero_copies = in.node().whole("allowzero", 0) == 0;
  std::int64_t known = 1, open = -1;
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (to[i] == 0 && zero_copies && i < from.size()) to[i] = from[i];
    if (to[i] == -1 && open < 0) {
      open = static_cast<std::int64_t>(i);
      continue;
    }
    if (to[i] < 1 || to[i] > (1 << 26) || known > (1 << 26))
      return in.refuse(fmt::format("its shape is [{}]", fmt::join(to, ", ")));
    known *= to[i];
  }
  const auto all = static_cast<std::int64_t>(element_count(from));
  if (open >= 0) to[static_cast<std::size_t>(open)] = std::max<std::int64_t>(1, all / known);
  return give_as(in, Dims(to.begin(), to.end()));
}

Outcome import_flatten(Importer& in) {
  TADPOLE_TRY(needs_input(in));
  const Dims& dims = in.input(0).dims;
  const std::int64_t given = in.node().whole("axis", 1);
  const auto rank = static_cast<std::int64_t>(dims.size());
  if (given < -rank || given > rank) return in.refuse(fmt::format("it has no axis {}", given));
  const auto split = dims.begin() + (given < 0 ? given + rank : given);
  const auto product = [](auto from, auto to) {
    return std::accumulate(from, to, 1, std::multiplies<>());
  };
  return give_as(in, {product(dims.begin(), split), product(split, dims.end())});
}

Outcome import_squeeze(Importer& in) {
  TADPOLE_TRY(needs_input(in));
  const Dims& dims = in.input(0).dims;
  const std::vector<std::int64_t> given = TADPOLE_TRY(in.wholes_of(1, "axes"));
  std::vector<bool> drop(dims.size(), false);
  for (std::size_t i = 0; i < dims.size(); ++i) drop[i] = given.empty() && dims[i] == 1;
  for (const std::int64_t axis : given) {
    const auto i = static_cast<std::size_t>(TADPOLE_TRY(in.front_axis(axis, dims.size())));
    if (dims[i] != 1) return in.refuse(fmt::format("axis {} of {} is not 1", i, dims_text(dims)));
    drop[i] = true;
  }
  Dims out;
  for (std::size_t i = 0; i < dims.size(); ++i) {
    if (!drop[i]) out.push_back(dims[i]);
  }
  return give_as(in, out);
}

Outcome import_unsqueeze(Importer& in) {
  TADPOLE_TRY(needs_input(in));
  const std::vector<std::int64_t> given = TADPOLE_TRY(in.wholes_of(1, "axes"));
  Dims out = in.input(0).dims;
  if (out.size() + given.size() > 6) return in.refuse("it makes more than 6 axes");
  std::vector<int> axes;
  for (const std::int64_t axis : given)
    axes.push_back(TADPOLE_TRY(in.front_axis(axis, out.size() + given.size())));
  std::sort(axes.begin(), axes.end());
  for (const int axis : axes) {
    if (axis > static_cast<int>(out.size())) return in.refuse("an axis is given twice");
    out.insert(out.begin() + axis, 1);
  }
  return give_as(in, out);
}

Outcome import_transpose(Importer& in) {
  TADPOLE_TRY(needs_input(in));
  const OnnxValue& x = in.input(0);
  std::vector<int> axes = plain_axes(x.dims);
  std::reverse(axes.begin(), axes.end());
  const std::vector<std::int64_t> given = in.node().wholes("perm");
  if (!given.empty()) {
    axes.clear();
    for (const std::int64_t axis : given)
      axes.push_back(TADPOLE_TRY(in.front_axis(axis, x.dims.size())));
  }
  std::vector<int> sorted = axes;
  std::sort(sorted.begin(), sorted.end());
  if (sorted != plain_axes(x.dims)) {
    return in.refuse(
        fmt::format("its axes [{}] are no order of {}", fmt::join(axes, ", "), dims_text(x.dims)));
  }
  if (x.constant != nullptr) {
    give_transposed(in, *x.constant, axes);
    return Done{};
  }
  Dims out;
  for (const int axis : axes) out.push_back(x.dims[static_cast<std::size_t>(axis)]);
  const std::optional<Layout> layout = transposed(x.layout, x.dims, axes);
  TADPOLE_EXPECT(layout.has_value());  // every value's dims are whole factors
  return in.give_view(x, out, *layout);
}

}  // namespace

extern const OnnxOperators& reshape_operators();
const OnnxOperators& reshape_operators() {
  static const OnnxOperators all = {{"Reshape", import_reshape}, {"Flatten", import_flatten},
                                    {"Squeeze", import_squeeze}, {"Unsqueeze", import_unsqueeze},
                                    {"Identity", import_same},   {"Dropout", import_dropout},
                                    {"Cast", import_cast},       {"Transpose", import_transpose}};
  return all;
}

}  // namespace tadpole
