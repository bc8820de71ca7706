// SPDX-License-Identifier: Apache-2.0
#include "kit/deploy/elf_sizes.h"

#include <fmt/core.h>

#include <cstring>
#include <string_view>

namespace tadpole {
namespace {

constexpr std::size_t kHeaderBytes = 52;
constexpr std::size_t kSectionBytes = 40;
constexpr std::uint32_t kNoBits = 8;  // occupies no space in the file
constexpr std::uint32_t kWritable = 1;
constexpr std::uint32_t kOccupiesMemory = 2;

class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  bool holds(std::size_t at, std::size_t bytes) const {
    return at <= bytes_.size() && bytes <= bytes_.size() - at;
  }
  // Expects holds(at, 2 or 4).
  std::uint32_t u16(std::size_t at) const {
    return bytes_[at] | static_cast<std::uint32_t>(bytes_[at + 1]) << 8U;
  }
  std::uint32_t u32(std::size_t at) const { return u16(at) | u16(at + 2) << 16U; }
  // The text that ends with a zero byte, "" when there is none.
  std::string_view text(std::size_t at) const {
    if (at >= bytes_.size()) return "";
    const auto* begin = reinterpret_cast<const char*>(bytes_.data()) + at;
    return {begin, ::strnlen(begin, bytes_.size() - at)};
  }

 private:
  std::span<const std::uint8_t> bytes_;
};

struct Section {
  std::string_view name;
  std::uint32_t type, flags, size;
};

void add(const Section& section, ElfSizes& sizes) {
  if ((section.flags & kOccupiesMemory) == 0) return;
  if (section.type != kNoBits) sizes.flash_bytes += section.size;
  if (section.name == ".text") sizes.code_bytes += section.size;
  if ((section.flags & kWritable) != 0 && section.name != ".stack" &&
      section.name != ".init_array") {
    sizes.ram_bytes += section.size;
  }
}

}  // namespace

Result<ElfSizes> elf_sizes(std::span<const std::uint8_t> elf) {
  const Reader reader(elf);
  constexpr std::uint32_t kMagic = 0x464C457F;  // 0x7F "ELF"
  const bool is_elf32 =
      reader.holds(0, kHeaderBytes) && reader.u32(0) == kMagic && elf[4] == 1 && elf[5] == 1;
  if (!is_elf32)
    return Error{
        fmt::format("the image ({} bytes) is no 32-bit little-endian ELF file", elf.size())};
  const std::size_t table = reader.u32(32);
  const std::size_t count = reader.u16(48);
  const std::size_t names_index = reader.u16(50);
  if (reader.u16(46) != kSectionBytes || names_index >= count ||
      !reader.holds(table, count * kSectionBytes)) {
    return Error{fmt::format(
        "the image's section table ({} sections at byte {}) is cut or malformed", count, table)};
  }
  const std::size_t names = reader.u32(table + names_index * kSectionBytes + 16);
  ElfSizes sizes;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = table + i * kSectionBytes;
    add({reader.text(names + reader.u32(at)), reader.u32(at + 4), reader.u32(at + 8),
         reader.u32(at + 20)},
        sizes);
  }
  return sizes;
}

}  // namespace tadpole
