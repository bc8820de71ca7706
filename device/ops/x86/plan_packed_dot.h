// SPDX-License-Identifier: Apache-2.0
// Prepares the fast twin of a layer while it is planned: weights are widened once, into the arena.
#pragma once
#include "device/model/op_definition.h"
#include "device/ops/x86/packed_dot.h"

namespace tadpole::device {

// Leaves dot.weights null where the reference is used: another processor, compiled code, weights
// that are computed, very short rows.
inline Reason plan_packed_dot(OpPlanner& op, std::int32_t rows, std::int32_t depth,
                              PackedDot& dot) {
  constexpr std::int32_t kShortestRow = 8;
  constexpr std::int64_t kMostValues = 1 << 28;
  const std::int64_t values = static_cast<std::int64_t>(packed_rows(rows)) * packed_depth(depth);
  const Tensor& weights = op.input(1);
  if (!op.may_use_twins() || !packed_dot_available() || !weights.is_constant ||
      depth < kShortestRow || values > kMostValues) {
    return Reason::none;
  }
  dot.depth = packed_depth(depth);
  auto* packed = op.keep<std::int16_t>(static_cast<std::size_t>(values));
  dot.pixels = op.keep<std::int16_t>(static_cast<std::size_t>(kDotPixels * dot.depth));
  dot.sums = op.keep<std::int32_t>(static_cast<std::size_t>(kDotPixels * packed_rows(rows)));
  if (packed == nullptr || dot.pixels == nullptr || dot.sums == nullptr) return Reason::arena;
  pack_weights(reinterpret_cast<const std::int8_t*>(weights.data), rows, depth, packed);
  dot.weights = packed;
  return Reason::none;
}

}  // namespace tadpole::device
