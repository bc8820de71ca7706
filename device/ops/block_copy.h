// SPDX-License-Identifier: Apache-2.0
// Blocks of bytes at even distances: what joining and cutting tensors along an axis come down to.
#pragma once
#include <cstdint>
#include <cstring>

#include "device/ops/shape.h"

namespace tadpole::device {

struct BlockCopy {
  std::int32_t blocks = 0;     // the product of the dimensions before the axis
  std::int32_t bytes = 0;      // of one block
  std::int32_t from_step = 0;  // bytes from a block to the next
  std::int32_t to_step = 0;
};

inline void copy_blocks(const BlockCopy& p, const void* from, void* to) {
  const auto* source = static_cast<const std::uint8_t*>(from);
  auto* target = static_cast<std::uint8_t*>(to);
  for (std::int32_t i = 0; i < p.blocks; ++i, source += p.from_step, target += p.to_step)
    std::memcpy(target, source, static_cast<std::size_t>(p.bytes));
}

// Bytes of a tensor that lie together from one step along the axis before `axis` to the next.
constexpr std::int32_t block_bytes(const Shape& shape, std::int32_t axis, std::int32_t element) {
  std::int32_t bytes = element;
  for (std::int32_t i = axis; i < shape.rank; ++i) bytes *= shape.dims[i];
  return bytes;
}

// The shapes are equal but for the size along `axis`.
constexpr bool equal_but_for(const Shape& a, const Shape& b, std::int32_t axis) {
  if (a.rank != b.rank) return false;
  for (std::int32_t i = 0; i < a.rank; ++i) {
    if (i != axis && a.dims[i] != b.dims[i]) return false;
  }
  return true;
}

// An axis counted from the front, -1 when there is no such one.
constexpr std::int32_t front_axis(std::int32_t axis, std::int32_t rank) {
  const std::int32_t front = axis < 0 && axis >= -rank ? axis + rank : axis;
  return front >= 0 && front < rank ? front : -1;
}

}  // namespace tadpole::device
