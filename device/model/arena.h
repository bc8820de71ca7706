// SPDX-License-Identifier: Apache-2.0
// Memory that the caller lends: handed out from the front, never given back.
#pragma once
#include <cstddef>
#include <cstdint>

namespace tadpole::device {

inline constexpr std::size_t kArenaAlignment = 16;

constexpr std::size_t align_up(std::size_t bytes) {
  return (bytes + kArenaAlignment - 1) / kArenaAlignment * kArenaAlignment;
}

class Arena {
 public:
  Arena() = default;
  // Skips to the first aligned byte.
  Arena(void* memory, std::size_t bytes) {
    const auto address = reinterpret_cast<std::uintptr_t>(memory);
    const std::size_t skip = align_up(address) - address;
    begin_ = static_cast<std::uint8_t*>(memory) + (skip < bytes ? skip : bytes);
    size_ = skip < bytes ? bytes - skip : 0;
  }

  // nullptr when full. needed() grows all the same, so that it tells what would have been enough.
  void* allocate(std::size_t bytes) {
    const std::size_t rounded = align_up(bytes);
    const std::size_t at = used_;
    used_ += rounded;
    return used_ <= size_ ? begin_ + at : nullptr;
  }
  // Room for n values, not initialized. Expects: T is trivial.
  template <typename T>
  T* make(std::size_t n) {
    return static_cast<T*>(allocate(n * sizeof(T)));
  }

  std::size_t used() const { return used_; }
  std::uint8_t* at(std::size_t offset) const { return begin_ + offset; }
  std::size_t left() const { return used_ <= size_ ? size_ - used_ : 0; }

 private:
  std::uint8_t* begin_ = nullptr;
  std::size_t size_ = 0;
  std::size_t used_ = 0;
};

}  // namespace tadpole::device
