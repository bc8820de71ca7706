// SPDX-License-Identifier: Apache-2.0
// Two tensors met element by element; either may repeat along axes of size one.
#pragma once
#include <limits>

#include "device/ops/fixed_point.h"
#include "device/ops/shape.h"

namespace tadpole::device {

// How the two inputs are walked to meet the output's elements in order.
struct Broadcast {
  Walk first, second;
  std::int32_t elements = 0;  // of the output
  bool same_shape = false;    // then the walks are not used
};

// The range of whole numbers (int32 without a scale) that a fused activation leaves.
struct WholeRange {
  std::int32_t min = std::numeric_limits<std::int32_t>::min();
  std::int32_t max = std::numeric_limits<std::int32_t>::max();
};

constexpr WholeRange whole_activation_range(FusedActivation activation) {
  WholeRange range;
  if (activation == FusedActivation::relu || activation == FusedActivation::relu6) range.min = 0;
  if (activation == FusedActivation::relu6) range.max = 6;
  if (activation == FusedActivation::relu_n1_to_1) range = {-1, 1};
  return range;
}

constexpr std::int32_t wrapping_mul(std::int32_t a, std::int32_t b) {
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(a) * static_cast<std::uint32_t>(b));
}

// output[i] = f(first, second) for the elements that meet there.
template <typename T, typename Output, typename F>
inline void for_broadcast(const Broadcast& shape, const T* first, const T* second, Output* output,
                          const F& f) {
  if (shape.same_shape) {
    for (std::int32_t i = 0; i < shape.elements; ++i) output[i] = f(first[i], second[i]);
    return;
  }
  WalkIterator a(shape.first);
  WalkIterator b(shape.second);
  for (std::int32_t i = 0; i < shape.elements; ++i, a.next(), b.next()) {
    output[i] = f(first[a.offset()], second[b.offset()]);
  }
}

}  // namespace tadpole::device
