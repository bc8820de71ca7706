// SPDX-License-Identifier: Apache-2.0
// Options of CUSTOM operators: numbers and truth values by name, in a FlexBuffer. Foreign bytes:
// every offset and width is checked. Source: FlatBuffers' FlexBuffers format.
#pragma once
#include "device/model/flat_view.h"

namespace tadpole::device {

class FlexMap {
 public:
  // False when the bytes are no map.
  bool open(const FlatVector& bytes) {
    *this = FlexMap();
    if (bytes.size() < 3) return false;
    bytes_ = {bytes.data(), bytes.size()};
    const std::size_t end = bytes_.size;
    const std::size_t root_width = bytes_.data[end - 1];
    const std::uint8_t type = bytes_.data[end - 2];
    if (!is_width(root_width) || end < 2 + root_width || type >> 2U != kMap) return false;
    width_ = std::size_t{1} << (type & 3U);
    return back_from(end - 2 - root_width, root_width, values_) && open_lists();
  }

  std::uint32_t size() const { return count_; }
  // The number under a name. False when there is none, or it is no whole number.
  bool read(const char* name, std::int64_t& value) const {
    Place at;
    return find(name, at) && to_whole(at, value);
  }
  // The same for real numbers, of 32 or 64 bits; whole ones are taken, too.
  bool read(const char* name, float& value) const {
    Place at;
    std::int64_t whole = 0;
    if (!find(name, at)) return false;
    if (at.type == kFloat || at.type == kIndirectFloat) return to_real(at, value);
    if (!to_whole(at, whole)) return false;
    value = static_cast<float>(whole);
    return true;
  }

 private:
  static constexpr std::uint8_t kInt = 1, kUint = 2, kFloat = 3, kMap = 9, kBool = 26;
  static constexpr std::uint8_t kIndirectInt = 6, kIndirectUint = 7, kIndirectFloat = 8;
  static constexpr std::uint32_t kMostEntries = 256;

  static bool is_width(std::size_t w) { return w == 1 || w == 2 || w == 4 || w == 8; }

  bool number(std::size_t at, std::size_t width, std::uint64_t& value) const {
    if (!bytes_.holds(at, width)) return false;
    value = 0;
    for (std::size_t i = 0; i < width; ++i)
      value |= static_cast<std::uint64_t>(bytes_.data[at + i]) << (8U * i);
    return true;
  }
  // Where the backward offset at `at` points to.
  bool back_from(std::size_t at, std::size_t width, std::size_t& target) const {
    std::uint64_t offset = 0;
    if (!number(at, width, offset) || offset > at) return false;
    target = at - static_cast<std::size_t>(offset);
    return true;
  }

  // Before the values stand their number, and before that the width and place of the keys.
  bool open_lists() {
    std::uint64_t count = 0;
    std::uint64_t key_width = 0;
    std::uint64_t keys = 0;
    if (values_ < 3 * width_ || !number(values_ - width_, width_, count)) return false;
    if (!number(values_ - 2 * width_, width_, key_width) || !is_width(key_width)) return false;
    if (!back_from(values_ - 3 * width_, width_, keys_)) return false;
    key_width_ = static_cast<std::size_t>(key_width);
    if (keys_ < key_width_ || !number(keys_ - key_width_, key_width_, keys)) return false;
    if (count > kMostEntries || keys != count) return false;
    count_ = static_cast<std::uint32_t>(count);
    return bytes_.holds(values_, count_ * (width_ + 1)) && bytes_.holds(keys_, count_ * key_width_);
  }

  bool is_key(std::uint32_t i, const char* name) const {
    std::size_t at = 0;
    if (!back_from(keys_ + i * key_width_, key_width_, at)) return false;
    const std::size_t letters = std::strlen(name) + 1;
    return bytes_.holds(at, letters) && std::memcmp(bytes_.data + at, name, letters) == 0;
  }

  // Where a value's bits lie.
  struct Place {
    std::uint8_t type = 0;
    std::size_t at = 0, width = 1;
  };

  bool find(const char* name, Place& place) const {
    std::uint32_t i = 0;
    while (i < count_ && !is_key(i, name)) ++i;
    if (i == count_) return false;
    const std::uint8_t packed = bytes_.data[values_ + count_ * width_ + i];
    place = {static_cast<std::uint8_t>(packed >> 2U), values_ + i * width_, width_};
    if (place.type < kIndirectInt || place.type > kIndirectFloat) return true;
    place.width = std::size_t{1} << (packed & 3U);
    return back_from(place.at, width_, place.at);
  }

  bool to_whole(const Place& place, std::int64_t& value) const {
    const bool has_sign = place.type == kInt || place.type == kIndirectInt;
    const bool is_whole =
        has_sign || place.type == kUint || place.type == kIndirectUint || place.type == kBool;
    std::uint64_t bits = 0;
    if (!is_whole || !number(place.at, place.width, bits)) return false;
    const auto unused = static_cast<unsigned>(64 - 8 * place.width);
    value = has_sign ? static_cast<std::int64_t>(bits << unused) >> unused
                     : static_cast<std::int64_t>(bits);
    return true;
  }

  bool to_real(const Place& place, float& value) const {
    std::uint64_t bits = 0;
    if ((place.width != 4 && place.width != 8) || !number(place.at, place.width, bits))
      return false;
    if (place.width == 4) {
      const auto narrow = static_cast<std::uint32_t>(bits);
      std::memcpy(&value, &narrow, sizeof value);
      return true;
    }
    double wide = 0.0;
    std::memcpy(&wide, &bits, sizeof wide);
    value = static_cast<float>(wide);
    return true;
  }

  FlatBytes bytes_;
  std::size_t values_ = 0, keys_ = 0, width_ = 1, key_width_ = 1;
  std::uint32_t count_ = 0;
};

}  // namespace tadpole::device
