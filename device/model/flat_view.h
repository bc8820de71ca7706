// SPDX-License-Identifier: Apache-2.0
// Reading FlatBuffers that nobody vouches for: every offset, table layout and length is checked
// against the bytes, and every number is read without asking for alignment. Nothing is copied.
// Source: FlatBuffers internals (google.github.io/flatbuffers, binary format), little-endian.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace tadpole::device {

struct FlatBytes {
  const std::uint8_t* data = nullptr;
  std::size_t size = 0;

  bool holds(std::size_t at, std::size_t bytes) const { return at <= size && bytes <= size - at; }
  // Expects: holds(at, sizeof(T)).
  template <typename T>
  T read(std::size_t at) const {
    T value;
    std::memcpy(&value, data + at, sizeof value);
    return value;
  }
  // Where the 32-bit forward offset at `at` points to; false when it leaves the bytes.
  bool follow(std::size_t at, std::size_t& target) const {
    if (!holds(at, 4)) return false;
    const std::uint32_t offset = read<std::uint32_t>(at);
    if (offset > size - at) return false;
    target = at + offset;
    return true;
  }
};

// A vector of numbers or of offsets. Empty when the field is absent.
class FlatVector {
 public:
  FlatVector() = default;
  FlatVector(FlatBytes bytes, std::size_t first, std::uint32_t count)
      : bytes_(bytes), first_(first), count_(count) {}
  std::uint32_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  const std::uint8_t* data() const { return bytes_.data + first_; }
  // Expects: i < size(), and T is the element type the vector was opened with.
  template <typename T>
  T at(std::uint32_t i) const {
    return bytes_.read<T>(first_ + i * sizeof(T));
  }
  std::size_t position(std::uint32_t i, std::size_t element_bytes) const {
    return first_ + i * element_bytes;
  }

 private:
  FlatBytes bytes_;
  std::size_t first_ = 0;
  std::uint32_t count_ = 0;
};

// A table whose layout has been checked. Each reader returns false when the field's bytes are out
// of bounds; an absent field is no error and leaves the given default.
class FlatTable {
 public:
  FlatTable() = default;

  static bool open(FlatBytes bytes, std::size_t at, FlatTable& table) {
    if (!bytes.holds(at, 4)) return false;
    const auto layout = static_cast<std::int64_t>(at) - bytes.read<std::int32_t>(at);
    if (layout < 0 || !bytes.holds(static_cast<std::size_t>(layout), 4)) return false;
    const auto where = static_cast<std::size_t>(layout);
    const std::uint16_t layout_bytes = bytes.read<std::uint16_t>(where);
    const std::uint16_t table_bytes = bytes.read<std::uint16_t>(where + 2);
    if (layout_bytes < 4 || layout_bytes % 2 != 0 || !bytes.holds(where, layout_bytes))
      return false;
    if (table_bytes < 4 || !bytes.holds(at, table_bytes)) return false;
    table = FlatTable(bytes, at, where, static_cast<std::uint16_t>((layout_bytes - 4) / 2),
                      table_bytes);
    return true;
  }

  bool exists() const { return at_ != 0; }
  bool has(int field) const { return offset_of(field) != 0; }
  std::size_t position() const { return at_; }

  template <typename T>
  bool scalar(int field, T& value) const {
    const std::uint16_t offset = offset_of(field);
    if (offset == 0) return true;
    if (offset + sizeof(T) > table_bytes_) return false;
    value = bytes_.read<T>(at_ + offset);
    return true;
  }

  bool table(int field, FlatTable& value) const {
    std::size_t target = 0;
    if (!has(field)) return true;
    return reference(field, target) && open(bytes_, target, value);
  }

  bool vector(int field, std::size_t element_bytes, FlatVector& value) const {
    std::size_t target = 0;
    if (!has(field)) return true;
    if (!reference(field, target) || !bytes_.holds(target, 4)) return false;
    const std::uint32_t count = bytes_.read<std::uint32_t>(target);
    if (count > (bytes_.size - target - 4) / element_bytes) return false;
    value = FlatVector(bytes_, target + 4, count);
    return true;
  }

  // Element i of a vector of tables. Expects: i < vector.size().
  bool table_at(const FlatVector& vector, std::uint32_t i, FlatTable& value) const {
    std::size_t target = 0;
    return bytes_.follow(vector.position(i, 4), target) && open(bytes_, target, value);
  }

 private:
  FlatTable(FlatBytes bytes, std::size_t at, std::size_t layout, std::uint16_t fields,
            std::uint16_t table_bytes)
      : bytes_(bytes), at_(at), layout_(layout), fields_(fields), table_bytes_(table_bytes) {}

  std::uint16_t offset_of(int field) const {
    if (field >= fields_) return 0;
    return bytes_.read<std::uint16_t>(layout_ + 4 + 2 * static_cast<std::size_t>(field));
  }
  bool reference(int field, std::size_t& target) const {
    const std::uint16_t offset = offset_of(field);
    if (offset + 4 > table_bytes_) return false;
    return bytes_.follow(at_ + offset, target);
  }

  FlatBytes bytes_;
  std::size_t at_ = 0;
  std::size_t layout_ = 0;
  std::uint16_t fields_ = 0;
  std::uint16_t table_bytes_ = 0;
};

}  // namespace tadpole::device
