// SPDX-License-Identifier: Apache-2.0
// A small reader of the protobuf wire format: the page has no protobuf library, and ONNX needs
// little of it. Source: Protocol Buffers documentation, "Encoding".
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tadpole {

enum class WireType : std::uint8_t { varint = 0, fixed64 = 1, bytes = 2, fixed32 = 5 };

struct WireField {
  int number = 0;
  WireType type = WireType::varint;
  std::uint64_t value = 0;              // of the number types, as it is stored
  std::span<const std::uint8_t> bytes;  // of type bytes: a text, a message or packed numbers
  std::int64_t whole() const { return static_cast<std::int64_t>(value); }
  float real() const;  // of fixed32
  std::string text() const { return {bytes.begin(), bytes.end()}; }
};

// The fields of one message, one after the other. The bytes must outlive reader and fields.
class WireReader {
 public:
  explicit WireReader(std::span<const std::uint8_t> bytes) : rest_(bytes) {}
  // False at the end, and after damage: a length beyond the end, a type we do not know.
  bool next(WireField& field);
  bool damaged() const { return damaged_; }

 private:
  bool varint(std::uint64_t& value);
  bool fixed(int bytes, std::uint64_t& value);
  bool read(WireField& field);

  std::span<const std::uint8_t> rest_;
  bool damaged_ = false;
};

// A repeated number, packed or one at a time. False when the bytes are no such numbers.
bool append(const WireField& field, std::vector<std::int64_t>& wholes);
bool append(const WireField& field, std::vector<float>& reals);
bool append(const WireField& field, std::vector<double>& reals);

}  // namespace tadpole
