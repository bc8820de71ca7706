// SPDX-License-Identifier: Apache-2.0
// Options of CUSTOM operators as the bytes of a FlexBuffer, for tests.
#pragma once
#include <map>
#include <string>
#include <variant>

#include "device/ops/test_op.h"

namespace tadpole::device {

// A map of whole and real numbers, four bytes each. Names go in the order of the alphabet.
inline Bytes8 flex_map(const std::map<std::string, std::variant<std::int32_t, float>>& numbers) {
  Bytes8 out;
  const auto put = [&out](std::size_t value) {
    for (unsigned i = 0; i < 4; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  };
  std::vector<std::size_t> names;
  for (const auto& [name, number] : numbers) {
    names.push_back(out.size());
    out.insert(out.end(), name.begin(), name.end());
    out.push_back(0);
  }
  put(numbers.size());
  const std::size_t keys = out.size();
  for (const std::size_t name : names) put(out.size() - name);
  put(out.size() - keys);
  put(4);
  put(numbers.size());
  const std::size_t values = out.size();
  for (const auto& [name, number] : numbers) {
    std::uint32_t bits = 0;
    std::visit([&bits](auto value) { std::memcpy(&bits, &value, sizeof bits); }, number);
    put(bits);
  }
  for (const auto& [name, number] : numbers)  // int or float of four bytes
    out.push_back(static_cast<std::uint8_t>((number.index() == 0 ? 1 : 3) << 2 | 2));
  put(out.size() - values);
  out.push_back(9 << 2 | 2);  // a map of four-byte values
  out.push_back(4);
  return out;
}

using Int16s = std::vector<std::int16_t>;
using Uint32s = std::vector<std::uint32_t>;

inline TestTensor int16s(Dims dims, const Int16s& values = {}) {
  return tensor_of(DType::int16, dims, values);
}
inline TestTensor uint32s(Dims dims, const Uint32s& values = {}) {
  return tensor_of(DType::uint32, dims, values);
}
inline TestTensor uint64s(Dims dims, const std::vector<std::uint64_t>& values = {}) {
  return tensor_of(DType::uint64, dims, values);
}

}  // namespace tadpole::device
