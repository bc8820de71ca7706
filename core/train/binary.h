// SPDX-License-Identifier: Apache-2.0
// Numbers and arrays to bytes and back, with a checksum at the end. For checkpoints and model files.
#pragma once
#include <cstring>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/hash.h"

namespace tadpole {

class BinaryWriter {
 public:
  explicit BinaryWriter(const std::string& magic) { text(magic); }
  template <typename T>
  void number(T value) {
    const auto* p = reinterpret_cast<const std::uint8_t*>(&value);
    bytes_.insert(bytes_.end(), p, p + sizeof value);
  }
  void text(const std::string& value) {
    number<std::uint64_t>(value.size());
    bytes_.insert(bytes_.end(), value.begin(), value.end());
  }
  void floats(std::span<const float> values) {
    number<std::uint64_t>(values.size());
    const auto* p = reinterpret_cast<const std::uint8_t*>(values.data());
    bytes_.insert(bytes_.end(), p, p + values.size_bytes());
  }
  Bytes finish() {
    const std::string sum = Sha256().add(bytes_.data(), bytes_.size()).hex();
    bytes_.insert(bytes_.end(), sum.begin(), sum.end());
    return std::move(bytes_);
  }

 private:
  Bytes bytes_;
};

class BinaryReader {
 public:
  // Fails when the checksum or the magic word is wrong.
  static Result<BinaryReader> open(Bytes bytes, const std::string& magic, const std::string& file) {
    const Error damaged{file + " is damaged or of another version (its checksum does not fit); delete it and run the stage again"};
    if (bytes.size() < 64) return damaged;
    const std::string sum(bytes.end() - 64, bytes.end());
    bytes.resize(bytes.size() - 64);
    if (Sha256().add(bytes.data(), bytes.size()).hex() != sum) return damaged;
    BinaryReader reader(std::move(bytes));
    if (reader.text() != magic || reader.failed()) return damaged;
    return reader;
  }
  template <typename T>
  T number() {
    T value{};
    if (bytes_.size() - at_ < sizeof value) {
      failed_ = true;
      return value;
    }
    std::memcpy(&value, bytes_.data() + at_, sizeof value);
    at_ += sizeof value;
    return value;
  }
  std::string text() {
    const auto size = number<std::uint64_t>();
    if (failed_ || bytes_.size() - at_ < size) return failed_ = true, "";
    std::string value(bytes_.begin() + static_cast<std::ptrdiff_t>(at_), bytes_.begin() + static_cast<std::ptrdiff_t>(at_ + size));
    at_ += size;
    return value;
  }
  std::vector<float> floats() {
    const auto size = number<std::uint64_t>();
    if (failed_ || (bytes_.size() - at_) / sizeof(float) < size) return failed_ = true, std::vector<float>();
    std::vector<float> values(size);
    std::memcpy(values.data(), bytes_.data() + at_, size * sizeof(float));
    at_ += size * sizeof(float);
    return values;
  }
  bool failed() const { return failed_; }

 private:
  explicit BinaryReader(Bytes bytes) : bytes_(std::move(bytes)) {}
  Bytes bytes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace tadpole
