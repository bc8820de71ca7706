// SPDX-License-Identifier: Apache-2.0
// PNG files whose pixels are not compressed: small code that needs no library. Sources: RFC 2083
// (PNG), RFC 1950/1951 (zlib, stored blocks).
#pragma once
#include <array>
#include <cstdint>
#include <span>

#include "core/base/files.h"

namespace tadpole {

inline constexpr std::array<std::uint8_t, 8> kPngSignature = {0x89, 'P',  'N',  'G',
                                                              '\r', '\n', 0x1A, '\n'};

enum class PngColour : std::uint8_t { grey = 0, rgb = 2, palette = 3 };

// 8 bits a value. values: [height][width][channels], 1 channel (grey, or an index into the palette)
// or 3. palette: 256 times red, green, blue for PngColour::palette, else empty. Expects: width,
// height > 0, and as many values as that makes.
Bytes stored_png(int width, int height, PngColour colour, std::span<const std::uint8_t> values,
                 std::span<const std::uint8_t> palette = {});

}  // namespace tadpole
