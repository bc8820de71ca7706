// SPDX-License-Identifier: Apache-2.0
// Several feature rows as one input: the window of an anomaly detector, which slides by one row.
#pragma once
#include <array>
#include <cstdint>
#include <cstring>

namespace tadpole::device {

// T: std::int8_t or float. The newest row is the last.
template <class T, int kRowLength, int kFrames>
class FrameStack {
 public:
  static constexpr int kLength = kRowLength * kFrames;
  void reset() { rows_ = 0; }
  // row: [kRowLength]. Returns whether values() holds kFrames rows. Cannot fail.
  bool push(const T* row) {
    if (rows_ == kFrames) {
      std::memmove(values_.data(), values_.data() + kRowLength,
                   sizeof(T) * static_cast<std::size_t>(kLength - kRowLength));
      --rows_;
    }
    std::memcpy(values_.data() + rows_ * kRowLength, row, sizeof(T) * kRowLength);
    return ++rows_ == kFrames;
  }
  const T* values() const { return values_.data(); }  // [kFrames, kRowLength]

 private:
  alignas(4) std::array<T, kLength> values_{};
  int rows_ = 0;
};

}  // namespace tadpole::device
