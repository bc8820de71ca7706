// SPDX-License-Identifier: Apache-2.0
// Constant, Shape, ConstantOfShape: what is known before anything runs.
#include <fmt/format.h>

#include <algorithm>

#include "core/onnx/importer.h"

namespace tadpole {
namespace {

Outcome import_constant(Importer& in) {
  const OnnxNode& node = in.node();
  OnnxTensor value;
  if (const OnnxAttribute* a = node.attribute("value"); a != nullptr && a->tensor != nullptr) {
    value = *a->tensor;
  } else if (const OnnxAttribute* one = node.attribute("value_float"); one != nullptr) {
    value.reals = {one->real.value_or(0.0F)};
  } else if (const OnnxAttribute* many = node.attribute("value_floats"); many != nullptr) {
    value.reals = many->reals;
    value.dims = {static_cast<std::int64_t>(many->reals.size())};
  } else if (const OnnxAttribute* whole = node.attribute("value_int"); whole != nullptr) {
    value.is_real = false;
    value.wholes = {whole->whole.value_or(0)};
  } else if (const OnnxAttribute* list = node.attribute("value_ints"); list != nullptr) {
    value.is_real = false;
    value.wholes = list->wholes;
    value.dims = {static_cast<std::int64_t>(list->wholes.size())};
  } else {
    return in.refuse("its value is neither a tensor nor a number; export it as a tensor");
  }
  in.give_constant(std::move(value));
  return Done{};
}

Outcome import_shape(Importer& in) {
  if (!in.has_input(0)) return in.refuse("its input is left out");
  const Dims& dims = in.input(0).dims;
  const auto rank = static_cast<std::int64_t>(dims.size());
  const auto place = [&](const char* name, std::int64_t absent) {
    const std::int64_t given = in.node().whole(name, absent);
    return std::clamp<std::int64_t>(given < 0 ? given + rank : given, 0, rank);
  };
  const std::int64_t begin = place("start", 0), end = std::max(begin, place("end", rank));
  OnnxTensor value{.is_real = false};
  value.wholes.assign(dims.begin() + begin, dims.begin() + end);
  value.dims = {end - begin};
  in.give_constant(std::move(value));
  return Done{};
}

Outcome import_constant_of_shape(Importer& in) {
  const auto shape = TADPOLE_TRY(in.whole_constant(0, "its shape"));
  constexpr std::int64_t kMost = 1 << 20;
  std::int64_t count = 1;
  for (const std::int64_t dim : shape) {
    if (dim < 1 || dim > kMost || count > kMost / dim)
      return in.refuse(fmt::format("its shape is [{}]", fmt::join(shape, ", ")));
    count *= dim;
  }
  OnnxTensor value{.dims = {1}, .reals = {0.0F}};
  const OnnxAttribute* given = in.node().attribute("value");
  if (given != nullptr && given->tensor != nullptr) value = *given->tensor;
  if (value.elements() != 1) return in.refuse("its value is no single number");
  value.dims = shape;
  if (value.is_real) value.reals.resize(static_cast<std::size_t>(count), value.reals[0]);
  if (!value.is_real) value.wholes.resize(static_cast<std::size_t>(count), value.wholes[0]);
  in.give_constant(std::move(value));
  return Done{};
}

// The larger of each axis, counted from the back.
Result<Dims> expanded_dims(const Importer& in, const Dims& dims,
                           const std::vector<std::int64_t>& shape) {
  Dims out(std::max(dims.size(), shape.size()), 1);
  bool fits = true;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::size_t back = out.size() - i;
    const std::int64_t own = back > dims.size() ? 1 : dims[dims.size() - back];
    const std::int64_t other = back > shape.size() ? 1 : shape[shape.size() - back];
    fits = fits && (own == other || own == 1 || other == 1) && other >= 1 && other <= (1 << 20);
    out[i] = fits ? static_cast<int>(std::max(own, other)) : 1;
  }
  if (fits && element_count(out) <= (1U << 20U)) return out;
  return in.refuse(
      fmt::format("{} cannot be repeated to [{}]", dims_text(dims), fmt::join(shape, ", ")));
}

// A constant repeated along axes of size 1. Of what is computed only where nothing is repeated.
Outcome import_expand(Importer& in) {
  if (!in.has_input(0)) return in.refuse("its input is left out");
  const OnnxValue x = in.input(0);
  const auto shape = TADPOLE_TRY(in.whole_constant(1, "its shape"));
  const Dims out = TADPOLE_TRY(expanded_dims(in, x.dims, shape));
  if (x.constant == nullptr && element_count(out) == element_count(x.dims))
    return in.give_view(x, out, x.layout);
  if (x.constant == nullptr) {
    return in.refuse(
        "it repeats a computed tensor; let the operator behind it repeat it, or use torch.cat");
  }
  OnnxTensor value{.dims = {out.begin(), out.end()}, .is_real = x.constant->is_real};
  for (std::size_t i = 0; i < element_count(out); ++i) {
    std::size_t rest = i, from = 0, step = 1;
    for (std::size_t back = 1; back <= x.dims.size(); ++back) {
      const auto size = static_cast<std::size_t>(out[out.size() - back]);
      const auto own = static_cast<std::size_t>(x.dims[x.dims.size() - back]);
      if (own > 1) from += rest % size * step;
      step *= own;
      rest /= size;
    }
    if (value.is_real) value.reals.push_back(x.constant->reals[from]);
    if (!value.is_real) value.wholes.push_back(x.constant->wholes[from]);
  }
  in.give_constant(std::move(value));
  return Done{};
}

}  // namespace

extern const OnnxOperators& constant_operators();
const OnnxOperators& constant_operators() {
  static const OnnxOperators all = {{"Constant", import_constant},
                                    {"Shape", import_shape},
                                    {"Expand", import_expand},
                                    {"ConstantOfShape", import_constant_of_shape}};
  return all;
}

}  // namespace tadpole
