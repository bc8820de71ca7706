// SPDX-License-Identifier: Apache-2.0
// Numbers and arrays to bytes and back, with a checksum at the end. For checkpoints and model
// files.
#pragma once
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "core/base/files.h"
#include "core/base/result.h"

namespace tadpole {

class BinaryWriter {
 public:
  // magic: names the format and its version.
  explicit BinaryWriter(const std::string& magic) { text(magic); }
  template <typename T>
  void number(T value) {
    static_assert(std::is_arithmetic_v<T>);
    raw(&value, sizeof value);
  }
  void text(const std::string& value) {
    number<std::uint64_t>(value.size());
    raw(value.data(), value.size());
  }
  void floats(std::span<const float> values) {
    number<std::uint64_t>(values.size());
    raw(values.data(), values.size_bytes());
  }
  // Adds the checksum. The writer is empty afterwards.
  Bytes finish();

 private:
  void raw(const void* data, std::size_t size) {
    if (size == 0) return;
    const std::size_t end = bytes_.size();
    bytes_.resize(end + size);
    std::memcpy(bytes_.data() + end, data, size);
  }
  Bytes bytes_;
};

// Reads what a BinaryWriter wrote, in the same order. Reading past the end gives zeros and sets
// failed().
class BinaryReader {
 public:
  // Fails when the checksum or the magic word is wrong. file: how the message calls it.
  static Result<BinaryReader> open(Bytes bytes, const std::string& magic, const std::string& file);

  template <typename T>
  T number() {
    static_assert(std::is_arithmetic_v<T>);
    T value{};
    raw(&value, sizeof value);
    return value;
  }
  std::string text();
  std::vector<float> floats();
  bool failed() const { return failed_; }
  // True when everything was read and nothing was missing.
  bool complete() const { return !failed_ && at_ == bytes_.size(); }

 private:
  explicit BinaryReader(Bytes bytes) : bytes_(std::move(bytes)) {}
  void raw(void* data, std::size_t size);
  // The count of elements that follow; 0 when the bytes cannot hold as many.
  std::size_t count(std::size_t element_bytes);

  Bytes bytes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace tadpole
