// SPDX-License-Identifier: Apache-2.0
// Floats on a 64-byte boundary (one cache line, one AVX-512 register), zeroed, never resized behind
// one's back.
#pragma once
#include <cstddef>
#include <memory>
#include <span>

namespace tadpole {

class Buffer {
 public:
  Buffer() = default;
  // All zero. Cannot fail but by std::bad_alloc.
  explicit Buffer(std::size_t floats);
  float* data() { return data_.get(); }
  const float* data() const { return data_.get(); }
  std::size_t size() const { return size_; }
  std::span<float> span() { return {data_.get(), size_}; }
  std::span<const float> span() const { return {data_.get(), size_}; }

 private:
  struct Free {
    void operator()(float* p) const;
  };
  std::unique_ptr<float[], Free> data_;
  std::size_t size_ = 0;
};

}  // namespace tadpole
