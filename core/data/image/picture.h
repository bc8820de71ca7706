// SPDX-License-Identifier: Apache-2.0
// A picture in memory, read from the files that cameras, phones and data sets leave. Sources: PNG
// (ISO/IEC 15948:2004), JPEG (ITU-T T.81, 1992), Exif 2.3 (CIPA DC-008, 2012, orientation), Netpbm
// (PBM family, 1988), Windows bitmap (Microsoft, 1990).
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/files.h"

namespace tadpole {

// The most pixels that a reader takes: a phone's largest photo.
inline constexpr std::int64_t kMostPixels = std::int64_t{64} * 1024 * 1024;

struct Picture {
  int width = 0, height = 0;
  int channels = 1;                       // 1: grey; 3: red, green, blue
  std::vector<std::uint8_t> pixels = {};  // [height][width][channels]

  std::size_t at(int x, int y) const {
    return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
            static_cast<std::size_t>(x)) *
           static_cast<std::size_t>(channels);
  }
  bool operator==(const Picture&) const = default;
};

// A picture of one value. Expects: width, height > 0 and channels 1 or 3.
Picture blank_picture(int width, int height, int channels, std::uint8_t value = 0);

// Looks at the first bytes, not at the name: PNG, JPEG, PPM/PGM (P2, P3, P5, P6) or BMP (8 bit
// palette, 24 and 32 bit, not compressed). 16 bit values keep their upper 8, what is transparent is
// laid onto white, a JPEG is turned as its Exif orientation says. A file whose colours are all
// grey by its format (not by its content) has one channel. name: for messages.
// Fails when the bytes are of no such format, damaged, cut off, of more than kMostPixels (found out
// before memory is taken), or of a kind that is not read (CMYK, compressed BMP).
Result<Picture> read_picture(std::span<const std::uint8_t> bytes, const std::string& name);
Result<Picture> read_picture(const Path& file);
// True when the file's name ends as those of pictures do.
bool is_picture_name(const Path& file);

enum class ByteOrder : std::uint8_t { little, big };
// The raw frame of a camera: 5 bits red, 6 green, 5 blue in two bytes; width * height of them. The
// upper bits are repeated below, so that full is 255. Fails when the number of bytes is another.
Result<Picture> read_rgb565(std::span<const std::uint8_t> bytes, int width, int height,
                            ByteOrder order);

// A PNG file, 8 bit grey or RGB. Cannot fail. Expects: a whole picture.
Bytes write_png(const Picture& picture);

// Grey by ITU-R BT.601 in integers, (77 R + 150 G + 29 B + 128) / 256; or grey repeated three
// times. Expects: channels 1 or 3.
Picture with_channels(const Picture& picture, int channels);

}  // namespace tadpole
