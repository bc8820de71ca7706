// SPDX-License-Identifier: Apache-2.0
#include "core/onnx/wire.h"

#include <cstring>

namespace tadpole {
namespace {

constexpr int kVarintBytes = 10;
constexpr std::uint64_t kLargestNumber = (std::uint64_t{1} << 29U) - 1;  // of a field

// Little-endian numbers of T, packed or a single one.
template <typename T>
bool append_fixed(const WireField& field, WireType single, std::vector<T>& values) {
  T value{};
  if (field.type == single) {
    std::memcpy(&value, &field.value, sizeof value);
    values.push_back(value);
    return true;
  }
  if (field.type != WireType::bytes || field.bytes.size() % sizeof(T) != 0) return false;
  for (std::size_t i = 0; i < field.bytes.size(); i += sizeof(T)) {
    std::memcpy(&value, field.bytes.data() + i, sizeof value);
    values.push_back(value);
  }
  return true;
}

// Takes one varint from the front; 0 bytes when there is none.
std::size_t take_varint(std::span<const std::uint8_t> bytes, std::uint64_t& value) {
  value = 0;
  for (std::size_t i = 0; i < bytes.size() && i < kVarintBytes; ++i) {
    value |= static_cast<std::uint64_t>(bytes[i] & 0x7FU) << (7 * i);
    if ((bytes[i] & 0x80U) == 0) return i + 1;
  }
  return 0;
}

}  // namespace

float WireField::real() const {
  const auto bits = static_cast<std::uint32_t>(value);
  float real = 0.0F;
  std::memcpy(&real, &bits, sizeof real);
  return real;
}

bool WireReader::next(WireField& field) {
  if (rest_.empty() || damaged_) return false;
  damaged_ = !read(field);
  return !damaged_;
}

bool WireReader::read(WireField& field) {
  std::uint64_t tag = 0;
  if (!varint(tag) || tag >> 3U == 0 || tag >> 3U > kLargestNumber) return false;
  field = {.number = static_cast<int>(tag >> 3U), .type = static_cast<WireType>(tag & 7U)};
  switch (field.type) {
    case WireType::varint:
      return varint(field.value);
    case WireType::fixed64:
      return fixed(8, field.value);
    case WireType::fixed32:
      return fixed(4, field.value);
    case WireType::bytes:
      break;
    default:
      return false;
  }
  std::uint64_t length = 0;
  if (!varint(length) || length > rest_.size()) return false;
  field.bytes = rest_.first(static_cast<std::size_t>(length));
  rest_ = rest_.subspan(static_cast<std::size_t>(length));
  return true;
}

bool WireReader::varint(std::uint64_t& value) {
  const std::size_t taken = take_varint(rest_, value);
  rest_ = rest_.subspan(taken);
  return taken > 0;
}

bool WireReader::fixed(int bytes, std::uint64_t& value) {
  const auto size = static_cast<std::size_t>(bytes);
  if (rest_.size() < size) return false;
  value = 0;
  std::memcpy(&value, rest_.data(), size);
  rest_ = rest_.subspan(size);
  return true;
}

bool append(const WireField& field, std::vector<std::int64_t>& wholes) {
  if (field.type == WireType::varint) {
    wholes.push_back(field.whole());
    return true;
  }
  if (field.type != WireType::bytes) return false;
  for (std::span<const std::uint8_t> rest = field.bytes; !rest.empty();) {
    std::uint64_t value = 0;
    const std::size_t taken = take_varint(rest, value);
    if (taken == 0) return false;
    wholes.push_back(static_cast<std::int64_t>(value));
    rest = rest.subspan(taken);
  }
  return true;
}

bool append(const WireField& field, std::vector<float>& reals) {
  return append_fixed(field, WireType::fixed32, reals);
}

bool append(const WireField& field, std::vector<double>& reals) {
  return append_fixed(field, WireType::fixed64, reals);
}

}  // namespace tadpole
