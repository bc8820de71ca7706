// SPDX-License-Identifier: Apache-2.0
// Shapes of any rank up to kMaxRank, and walking through them.
#pragma once
#include <cstdint>

namespace tadpole::device {

inline constexpr std::int32_t kMaxRank = 6;

struct Shape {
  std::int32_t rank = 0;  // 0: a scalar
  std::int32_t dims[kMaxRank] = {};
  // Expects: the product fits, which the model view has checked.
  constexpr std::int32_t elements() const {
    std::int32_t n = 1;
    for (std::int32_t i = 0; i < rank; ++i) n *= dims[i];
    return n;
  }
  constexpr bool operator==(const Shape& other) const {
    if (rank != other.rank) return false;
    for (std::int32_t i = 0; i < rank; ++i) {
      if (dims[i] != other.dims[i]) return false;
    }
    return true;
  }
  constexpr bool operator!=(const Shape& other) const { return !(*this == other); }
  constexpr std::int32_t last() const { return rank > 0 ? dims[rank - 1] : 1; }
};

// Loops over some axes of a tensor: offset is the element offset of the current place.
struct Walk {
  std::int32_t rank = 0;
  std::int32_t dims[kMaxRank] = {};
  std::int32_t strides[kMaxRank] = {};
  constexpr void add(std::int32_t dim, std::int32_t stride) {
    dims[rank] = dim;
    strides[rank++] = stride;
  }
  constexpr std::int32_t steps() const {
    std::int32_t n = 1;
    for (std::int32_t i = 0; i < rank; ++i) n *= dims[i];
    return n;
  }
};

class WalkIterator {
 public:
  explicit constexpr WalkIterator(const Walk& walk) : walk_(walk) {}
  constexpr std::int32_t offset() const { return offset_; }
  // To the next place in row-major order; wraps around after the last.
  constexpr void next() {
    for (std::int32_t i = walk_.rank - 1; i >= 0; --i) {
      offset_ += walk_.strides[i];
      if (++index_[i] < walk_.dims[i]) return;
      offset_ -= walk_.strides[i] * walk_.dims[i];
      index_[i] = 0;
    }
  }

 private:
  const Walk& walk_;
  std::int32_t index_[kMaxRank] = {};
  std::int32_t offset_ = 0;
};

// The walk over `from` that visits it in the order of `to`, repeating axes of size one. Returns
// false when the shapes do not broadcast.
constexpr bool broadcast_walk(const Shape& from, const Shape& to, Walk& walk) {
  if (from.rank > to.rank) return false;
  walk = Walk{};
  std::int32_t stride = from.elements();
  const std::int32_t lead = to.rank - from.rank;
  for (std::int32_t i = 0; i < to.rank; ++i) {
    const std::int32_t dim = i < lead ? 1 : from.dims[i - lead];
    if (dim != 1 && dim != to.dims[i]) return false;
    stride /= dim;
    walk.add(to.dims[i], dim == 1 ? 0 : stride);
  }
  return true;
}

}  // namespace tadpole::device
