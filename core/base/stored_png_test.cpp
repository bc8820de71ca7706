// SPDX-License-Identifier: Apache-2.0
#include "core/base/stored_png.h"

#include <gtest/gtest.h>

#include <cstring>

namespace tadpole {
namespace {

std::uint32_t big32(const Bytes& b, std::size_t at) {
  return std::uint32_t{b[at]} << 24U | std::uint32_t{b[at + 1]} << 16U |
         std::uint32_t{b[at + 2]} << 8U | b[at + 3];
}

// libpng reads such files back in core/data/image and core/report; here are the places that a
// browser looks at.
TEST(StoredPng, the_header_says_size_and_colour) {
  const Bytes png = stored_png(3, 2, PngColour::rgb, Bytes(18, 7));
  EXPECT_TRUE(std::equal(kPngSignature.begin(), kPngSignature.end(), png.begin()));
  EXPECT_EQ(std::memcmp(png.data() + 12, "IHDR", 4), 0);
  EXPECT_EQ(big32(png, 16), 3U);
  EXPECT_EQ(big32(png, 20), 2U);
  EXPECT_EQ(png[24], 8);  // bits
  EXPECT_EQ(png[25], 2);  // red, green, blue
}

TEST(StoredPng, a_chunk_ends_with_the_checksum_of_the_standard) {
  const Bytes png = stored_png(1, 1, PngColour::grey, Bytes{0});
  // The CRC of an empty IEND chunk stands in every PNG file.
  EXPECT_EQ(big32(png, png.size() - 4), 0xAE426082U);
}

TEST(StoredPng, more_than_one_stored_block_when_there_are_many_pixels) {
  const Bytes png = stored_png(300, 300, PngColour::grey, Bytes(90000, 1));
  // signature, IHDR, IDAT's frame with two blocks of 5 bytes more, zlib's 6, one byte a line, IEND
  EXPECT_EQ(png.size(), 8U + 25U + 12U + 2U * 5U + 6U + 300U * 301U + 12U);
}

}  // namespace
}  // namespace tadpole
