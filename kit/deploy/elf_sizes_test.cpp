// SPDX-License-Identifier: Apache-2.0
#include "kit/deploy/elf_sizes.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tadpole {
namespace {

struct Section {
  std::string name;
  std::uint32_t type, flags, size;
};

void put(std::vector<std::uint8_t>& to, std::size_t at, std::uint32_t value, std::size_t bytes) {
  if (to.size() < at + bytes) to.resize(at + bytes);
  for (std::size_t i = 0; i < bytes; ++i) to[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
}

// A header, the names, then the section table, as in the ELF standard; the last section holds the
// names.
std::vector<std::uint8_t> make_elf(std::vector<Section> sections) {
  sections.push_back({".shstrtab", 3, 0, 0});
  std::vector<std::uint8_t> elf = {0x7F, 'E', 'L', 'F', 1, 1, 1};
  elf.resize(52);
  std::vector<std::uint32_t> name_at;
  for (const Section& s : sections) {
    name_at.push_back(static_cast<std::uint32_t>(elf.size() - 52));
    elf.insert(elf.end(), s.name.c_str(), s.name.c_str() + s.name.size() + 1);
  }
  const std::size_t table = elf.size();
  put(elf, 32, static_cast<std::uint32_t>(table), 4);
  put(elf, 46, 40, 2);
  put(elf, 48, static_cast<std::uint32_t>(sections.size()), 2);
  put(elf, 50, static_cast<std::uint32_t>(sections.size() - 1), 2);
  for (std::size_t i = 0; i < sections.size(); ++i) {
    const std::size_t at = table + 40 * i;
    put(elf, at, name_at[i], 4);
    put(elf, at + 4, sections[i].type, 4);
    put(elf, at + 8, sections[i].flags, 4);
    put(elf, at + 16, 52, 4);
    put(elf, at + 20, sections[i].size, 4);
    put(elf, at + 36, 0, 4);
  }
  return elf;
}

// Types: 1 has bytes in the file, 8 has none. Flags: 1 writable, 2 occupies memory, 4 executable.
const std::vector<Section> kImage = {{".text", 1, 6, 1000},
                                     {".data", 1, 3, 20},
                                     {".bss", 8, 3, 300},
                                     {".stack", 8, 3, 8192},
                                     {".debug_info", 1, 0, 9999}};

// By hand: flash = .text + .data; RAM = .data + .bss; the stack's room and what a debugger reads
// count nowhere.
TEST(ElfSizes, FlashIsWhatHasBytesAndRamIsWhatIsWritable) {
  const auto sizes = elf_sizes(make_elf(kImage));
  ASSERT_TRUE(sizes.ok()) << sizes.error().message;
  EXPECT_EQ(sizes.value().flash_bytes, 1020);
  EXPECT_EQ(sizes.value().code_bytes, 1000);
  EXPECT_EQ(sizes.value().ram_bytes, 320);
}

TEST(ElfSizes, AFileCutAnywhereIsRefusedOrReadWithoutACrash) {
  const std::vector<std::uint8_t> whole = make_elf(kImage);
  for (std::size_t n = 0; n < whole.size(); ++n) {
    EXPECT_FALSE(elf_sizes(std::span(whole).first(n)).ok()) << n;
  }
}

TEST(ElfSizes, OtherBytesAreCalledNoElf) {
  const std::string text =
      "MZ this is something else, and long enough to hold a header of an ELF file";
  const auto sizes = elf_sizes({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  ASSERT_FALSE(sizes.ok());
  EXPECT_EQ(sizes.error().message, "the image (74 bytes) is no 32-bit little-endian ELF file");
}

TEST(ElfSizes, ASectionTableBeyondTheEndIsNamed) {
  std::vector<std::uint8_t> elf = make_elf(kImage);
  put(elf, 32, 1000000, 4);
  const auto sizes = elf_sizes(elf);
  ASSERT_FALSE(sizes.ok());
  EXPECT_EQ(sizes.error().message,
            "the image's section table (6 sections at byte 1000000) is cut or malformed");
}

}  // namespace
}  // namespace tadpole
