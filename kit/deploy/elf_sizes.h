// SPDX-License-Identifier: Apache-2.0
// What an image takes of a board, from its ELF section table. Source: Tool Interface Standard,
// ELF 1.2 (1995).
#pragma once
#include <cstdint>
#include <span>

#include "core/base/result.h"

namespace tadpole {

struct ElfSizes {
  std::int64_t flash_bytes = 0;  // code, constants, and the first values of variables
  std::int64_t code_bytes = 0;   // of these: .text, with the constants in it
  std::int64_t ram_bytes =
      0;  // variables: .data and .bss, without the space kept for the stack (section .stack)
};

// elf: 32 bit, little-endian. Fails when the bytes are no such file or are cut: says what was
// found.
Result<ElfSizes> elf_sizes(std::span<const std::uint8_t> elf);

}  // namespace tadpole
