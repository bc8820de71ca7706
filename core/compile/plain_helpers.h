// SPDX-License-Identifier: Apache-2.0
// Small things that the emitters of plain kernels share: questions about an operator's tensors, and
// records of device/ops as text.
#pragma once
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstring>
#include <string>
#include <vector>

#include "core/compile/select_kernels.h"
#include "core/compile/step.h"
#include "device/ops/fixed_point.h"
#include "device/ops/shape.h"

namespace tadpole::plain {

// Of this type, with one scale if it is a stored one.
inline bool is_type(const GraphTensor& t, DType type) {
  return t.type == type && (type == DType::float32 || t.quantization.scale.size() == 1);
}
inline bool both(const OpView& view, DType type) {
  return is_type(view.input(0), type) && is_type(view.output(), type);
}
inline bool same_size(const OpView& view) {
  return view.input(0).elements() == view.output().elements();
}

inline std::string text(const device::QuantizedMultiplier& m) {
  return fmt::format("{{{}, {}}}", m.multiplier, m.shift);
}

inline bool shape_of(const GraphTensor& t, device::Shape& shape) {
  if (t.shape.size() > static_cast<std::size_t>(device::kMaxRank)) return false;
  shape.rank = static_cast<std::int32_t>(t.shape.size());
  for (std::size_t i = 0; i < t.shape.size(); ++i) shape.dims[i] = t.shape[i];
  return true;
}

inline std::string text(const device::Walk& walk) {
  std::vector<int> dims(walk.dims, walk.dims + walk.rank);
  std::vector<int> strides(walk.strides, walk.strides + walk.rank);
  return fmt::format("{{{}, {{{}}}, {{{}}}}}", walk.rank, fmt::join(dims, ", "),
                     fmt::join(strides, ", "));
}

inline std::vector<std::int32_t> int32_values(const GraphTensor& t) {
  std::vector<std::int32_t> values(t.data.size() / sizeof(std::int32_t));
  std::memcpy(values.data(), t.data.data(), values.size() * sizeof(std::int32_t));
  return values;
}

inline std::string layer(const OpView& view, const std::string& type, const std::string& fields) {
  return fmt::format("constexpr {} kLayer{} = {{{}}};", type, view.index, fields);
}

inline MaybeStep done(Step step) { return std::optional<Step>(std::move(step)); }
inline MaybeStep not_taken() { return std::optional<Step>(); }

}  // namespace tadpole::plain
