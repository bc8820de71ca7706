// SPDX-License-Identifier: Apache-2.0
// The shape of one sample: height (time), width (band), channels. The batch is always the axis
// before it.
#pragma once
#include <cstddef>
#include <string>

namespace tadpole {

struct Shape {
  int h = 1, w = 1, c = 1;
  std::size_t elements() const {
    return static_cast<std::size_t>(h) * static_cast<std::size_t>(w) * static_cast<std::size_t>(c);
  }
  // "49x40x1"
  std::string text() const {
    return std::to_string(h) + "x" + std::to_string(w) + "x" + std::to_string(c);
  }
  friend bool operator==(const Shape&, const Shape&) = default;
};

}  // namespace tadpole
