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

}  // namespace

extern const OnnxOperators& constant_operators();
const OnnxOperators& constant_operators() {
  static const OnnxOperators all = {{"Constant", import_constant},
                                    {"Shape", import_shape},
                                    {"ConstantOfShape", import_constant_of_shape}};
  return all;
}

}  // namespace tadpole
