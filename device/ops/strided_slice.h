// SPDX-License-Identifier: Apache-2.0
// A box cut out of a tensor, with a step per axis that may go backwards; plain reference.
#pragma once
#include <cstddef>
#include <cstring>

#include "device/ops/shape.h"

namespace tadpole::device {

struct SliceParams {
  Walk from;                // the output's elements as places in the input
  std::int32_t origin = 0;  // where in the input the first one lies
  std::int32_t elements = 0;
  std::int32_t element_bytes = 1;
};

// As the model says it; a mask's bit i speaks of axis i.
struct SliceRequest {
  std::int32_t begin[kMaxRank] = {}, end[kMaxRank] = {}, stride[kMaxRank] = {};
  std::uint32_t begin_mask = 0, end_mask = 0, shrink_axis_mask = 0;
};

// Where an axis is cut: `count` elements from `first` on.
struct SliceRange {
  std::int32_t first = 0, count = 0;
};

// Expects: size > 0, stride != 0. count is 0 when nothing is left.
constexpr SliceRange slice_range(const SliceRequest& r, std::int32_t axis, std::int32_t size) {
  const std::int64_t stride = r.stride[axis];
  const std::uint32_t bit = 1U << static_cast<std::uint32_t>(axis);
  const std::int64_t low = stride > 0 ? 0 : -1;
  const std::int64_t high = stride > 0 ? size : size - 1;
  std::int64_t first = r.begin[axis];
  std::int64_t last = r.end[axis];
  if (first < 0) first += size;
  if (last < 0) last += size;
  if ((r.begin_mask & bit) != 0) first = stride > 0 ? low : high;
  if ((r.end_mask & bit) != 0) last = stride > 0 ? high : low;
  first = first < low ? low : (first > high ? high : first);
  last = last < low ? low : (last > high ? high : last);
  if ((r.shrink_axis_mask & bit) != 0)
    return {static_cast<std::int32_t>(first), first >= 0 && first < size ? 1 : 0};
  const std::int64_t span = last - first;
  const std::int64_t count =
      stride > 0 ? (span + stride - 1) / stride : (span + stride + 1) / stride;
  return {static_cast<std::int32_t>(first), static_cast<std::int32_t>(count > 0 ? count : 0)};
}

// False when nothing is left of an axis or a stride is 0. `shape` becomes the output's. The masks
// for new axes and ellipses are for the caller to refuse.
constexpr bool make_slice_params(const SliceRequest& r, const Shape& input,
                                 std::int32_t element_bytes, SliceParams& p, Shape& shape) {
  p = SliceParams{};
  shape = Shape{};
  p.element_bytes = element_bytes;
  p.elements = 1;
  std::int32_t step = input.elements();
  for (std::int32_t i = 0; i < input.rank; ++i) {
    if (r.stride[i] == 0) return false;
    const SliceRange range = slice_range(r, i, input.dims[i]);
    if (range.count == 0) return false;
    step /= input.dims[i];
    p.origin += range.first * step;
    p.elements *= range.count;
    p.from.add(range.count, range.count > 1 ? r.stride[i] * step : 0);
    if ((r.shrink_axis_mask & (1U << static_cast<std::uint32_t>(i))) == 0)
      shape.dims[shape.rank++] = range.count;
  }
  return true;
}

inline void strided_slice(const SliceParams& p, const void* input, void* output) {
  const auto* from = static_cast<const std::uint8_t*>(input);
  auto* to = static_cast<std::uint8_t*>(output);
  const auto bytes = static_cast<std::size_t>(p.element_bytes);
  WalkIterator at(p.from);
  for (std::int32_t i = 0; i < p.elements; ++i, at.next(), to += bytes) {
    std::memcpy(to, from + static_cast<std::ptrdiff_t>(p.origin + at.offset()) * p.element_bytes,
                bytes);
  }
}

}  // namespace tadpole::device
