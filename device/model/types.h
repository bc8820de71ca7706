// SPDX-License-Identifier: Apache-2.0
// The words that every floor shares: element types and the one-byte status of the device floor.
#pragma once
#include <cstddef>
#include <cstdint>

namespace tadpole {

enum class DType : std::uint8_t {
  float32,
  int8,
  uint8,
  int16,
  int32,
  int64,
  boolean,
  uint32,
  uint64,
  resource  // a number that stands for a variable
};

constexpr std::size_t dtype_bytes(DType type) {
  switch (type) {
    case DType::float32:
      return 4;
    case DType::int8:
      return 1;
    case DType::uint8:
      return 1;
    case DType::int16:
      return 2;
    case DType::int32:
      return 4;
    case DType::int64:
      return 8;
    case DType::boolean:
      return 1;
    case DType::uint32:
      return 4;
    case DType::uint64:
      return 8;
    case DType::resource:
      return 4;
  }
  return 0;
}

constexpr const char* dtype_name(DType type) {
  switch (type) {
    case DType::float32:
      return "float32";
    case DType::int8:
      return "int8";
    case DType::uint8:
      return "uint8";
    case DType::int16:
      return "int16";
    case DType::int32:
      return "int32";
    case DType::int64:
      return "int64";
    case DType::boolean:
      return "bool";
    case DType::uint32:
      return "uint32";
    case DType::uint64:
      return "uint64";
    case DType::resource:
      return "resource";
  }
  return "?";
}

}  // namespace tadpole

namespace tadpole::device {

// What a device function answers. Kept in release builds: one byte, no text.
enum class Status : std::uint8_t {
  ok = 0,
  malformed,        // bytes that are no model: bad offset, bad length, bad identifier
  unsupported,      // a valid model that asks for something this build does not have
  bad_shape,        // shapes or types that do not fit together
  out_of_memory,    // the arena is too small
  bad_argument,     // options outside their range
  too_many_rounds,  // a WHILE that did not end was stopped
};

}  // namespace tadpole::device
