// SPDX-License-Identifier: Apache-2.0
// The files under tests/fuzz/picture_fuzz hold the colours that plain.ppm names: PNG and BMP
// written byte by byte after their standards (Python 3.11, zlib), JPEG by libjpeg-turbo 2.1.5 at
// quality 95.
#include "core/data/image/picture.h"

#include <gtest/gtest.h>

#include "core/base/stored_png.h"
#include "core/base/text.h"
#include "core/data/test_folder.h"
#include "tests/shared_data.h"

namespace tadpole {
namespace {

Path seed(const std::string& name) {
  return Path(TADPOLE_SOURCE_DIR) / "tests/fuzz/picture_fuzz" / name;
}

Picture read(const std::string& name) {
  Result<Picture> picture = read_picture(seed(name));
  EXPECT_TRUE(picture.ok()) << (picture.ok() ? "" : picture.error().message);
  return picture.ok() ? picture.value() : Picture{};
}

std::string refusal(const Result<Picture>& picture) {
  return picture.ok() ? "" : picture.error().message;
}

std::string refusal_of(std::string_view bytes) {
  return refusal(
      read_picture({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}, "x"));
}

std::string cannot(const std::string& what) {
  return "x cannot be read as a picture: " + what + "; save it again as PNG or JPEG, or remove it";
}

// By hand: the colours that plain.ppm names.
Picture colours() {
  return {.width = 4, .height = 2, .channels = 3, .pixels = {255, 0,   0,   0,   255, 0, 0,   0,
                                                             255, 255, 255, 255, 0,   0, 0,   128,
                                                             128, 128, 255, 255, 0,   0, 255, 255}};
}

TEST(Picture, reads_the_same_colours_from_every_format) {
  for (const char* name : {"plain.ppm", "binary.ppm", "rgb8.png", "rgb16.png", "palette.png",
                           "interlaced.png", "colour24.bmp", "palette8.bmp"}) {
    EXPECT_EQ(read(name), colours()) << name;
  }
}

TEST(Picture, lays_what_is_transparent_onto_white) {
  const Picture p = read("rgba8.png");
  // Column 0 is fully transparent, column 1 has alpha 128: 255 * 127 / 255 = 127 of white.
  EXPECT_EQ(p.pixels[p.at(0, 0) + 1], 255);
  EXPECT_EQ(p.pixels[p.at(1, 0)], 127);
  EXPECT_EQ(p.pixels[p.at(1, 0) + 1], 255);
  EXPECT_EQ(p.pixels[p.at(2, 1) + 2], 0);
  const Picture grey = read("grey_alpha.png");
  EXPECT_EQ(grey.channels, 1);
  EXPECT_NEAR(grey.pixels[0], 127, 1);  // half of black on white, alpha 127 or 128
}

TEST(Picture, widens_one_bit_and_narrows_sixteen) {
  EXPECT_EQ(read("grey1.png"), (Picture{4, 2, 1, {0, 255, 0, 255, 255, 0, 255, 0}}));
  const Picture p = read("grey16.pgm");
  EXPECT_EQ(p.pixels[3], 255);  // white
  EXPECT_EQ(p.pixels[4], 0);    // black
  EXPECT_EQ(p.pixels[5], 128);  // grey
}

// One step of the quantizer at quality 92 to 95 is below 6 levels.
TEST(Picture, reads_grey_colour_and_progressive_jpeg) {
  const Picture grey = read("grey.jpg");
  EXPECT_EQ(grey.channels, 1);
  EXPECT_LT(grey.pixels[0], 12);
  EXPECT_GT(grey.pixels.back(), 243);
  for (const char* name : {"colour.jpg", "progressive.jpg"}) {
    const Picture p = read(name);
    ASSERT_EQ(p.pixels.size(), 24u * 16 * 3);
    EXPECT_NEAR(p.pixels[0], 200, 6) << name;
    EXPECT_NEAR(p.pixels[1], 30, 6) << name;
    EXPECT_NEAR(p.pixels[2], 60, 6) << name;
  }
}

// Left black, right white; orientation 6 is turned clockwise: the left side comes to the top.
TEST(Picture, turns_a_photo_as_its_camera_was_held) {
  const Picture p = with_channels(read("turned6.jpg"), 1);
  EXPECT_EQ(p.width, 16);
  EXPECT_EQ(p.height, 32);
  EXPECT_LT(p.pixels[p.at(8, 2)], 10);
  EXPECT_GT(p.pixels[p.at(8, 30)], 245);
}

TEST(Picture, reads_rgb565_in_both_byte_orders) {
  // 0xF800 red, 0x07E0 green, 0x001F blue, 0x8410: 16, 32, 16 -> 132, 130, 132 by repeating bits.
  const std::vector<std::uint8_t> big = {0xF8, 0x00, 0x07, 0xE0, 0x00, 0x1F, 0x84, 0x10};
  const std::vector<std::uint8_t> little = {0x00, 0xF8, 0xE0, 0x07, 0x1F, 0x00, 0x10, 0x84};
  const std::vector<std::uint8_t> rgb = {255, 0, 0, 0, 255, 0, 0, 0, 255, 132, 130, 132};
  EXPECT_EQ(read_rgb565(big, 2, 2, ByteOrder::big).value().pixels, rgb);
  EXPECT_EQ(read_rgb565(little, 2, 2, ByteOrder::little).value().pixels, rgb);
  EXPECT_NE(read_rgb565(big, 2, 2, ByteOrder::little).value().pixels, rgb);
  EXPECT_EQ(refusal(read_rgb565(big, 3, 2, ByteOrder::big)),
            "the RGB565 frame has 8 bytes, 3 x 2 pixels need 12; check width and height");
}

TEST(Picture, writes_png_that_reads_back) {
  EXPECT_EQ(read_picture(write_png(colours()), "x").value(), colours());
  const Picture grey = with_channels(colours(), 1);
  EXPECT_EQ(read_picture(write_png(grey), "x").value(), grey);
}

// 77 * 255 / 256 = 76.7, 150 * 255 / 256 = 149.4, 29 * 255 / 256 = 28.9, yellow: their sum.
TEST(Picture, weighs_colours_to_grey_by_bt601) {
  EXPECT_EQ(with_channels(colours(), 1).pixels,
            (std::vector<std::uint8_t>{77, 149, 29, 255, 0, 128, 226, 178}));
  EXPECT_EQ(with_channels(with_channels(colours(), 1), 3).pixels[2], 77);
}

TEST(Picture, refuses_what_is_no_picture) {
  EXPECT_EQ(refusal_of(""), cannot("it is empty"));
  EXPECT_EQ(refusal_of("GIF89a"), cannot("its first bytes are none of PNG, JPEG, PPM, PGM or BMP"));
  EXPECT_NE(refusal(read_picture(seed("cmyk.jpg"))).find("CMYK, made for print"),
            std::string::npos);
  EXPECT_NE(refusal(read_picture(seed("none.png"))).find("none.png"), std::string::npos);
}

TEST(Picture, refuses_sizes_before_it_takes_memory) {
  EXPECT_EQ(refusal_of("P5 70000 70000 255 "),
            cannot("it has 70000 x 70000 pixels, at most 67 million are read"));
  EXPECT_EQ(refusal_of("P5 0 4 255 "), cannot("it is 0 x 4 pixels large"));
  EXPECT_EQ(refusal_of("P5 4000 4000 255 abc"), cannot("it is cut off"));
  EXPECT_EQ(refusal_of("P5 4 4 0 abc"), cannot("its largest value is 0, expected 1 to 65535"));
}

// Where a file breaks off, half a picture must not look like a whole one.
TEST(Picture, refuses_every_beginning_of_a_file) {
  for (const char* name : {"rgb8.png", "colour.jpg", "progressive.jpg", "colour24.bmp",
                           "palette8.bmp", "binary.ppm", "plain.ppm", "grey16.pgm"}) {
    const Bytes whole = read_bytes(seed(name)).value();
    // The last bytes of a file may be padding, an end mark or a line feed.
    for (std::size_t size = 0; size + 20 < whole.size(); ++size) {
      const auto part = read_picture(std::span(whole).first(size), "x");
      ASSERT_FALSE(part.ok()) << name << " " << size;
      ASSERT_FALSE(part.error().message.empty());
    }
  }
}

TEST(Picture, refuses_bitmaps_of_other_kinds) {
  Bytes bmp = read_bytes(seed("colour24.bmp")).value();
  bmp[30] = 1;
  EXPECT_EQ(
      refusal(read_picture(bmp, "x")),
      cannot("it is a bitmap of 24 bit with compression 1, expected 8, 24 or 32 bit without"));
  bmp = read_bytes(seed("palette8.bmp")).value();
  bmp[14] = 250;
  EXPECT_EQ(refusal(read_picture(bmp, "x")), cannot("its palette is damaged"));
  bmp = read_bytes(seed("palette8.bmp")).value();
  bmp[bmp.size() - 1] = 255;
  EXPECT_EQ(refusal(read_picture(bmp, "x")),
            cannot("a pixel names a colour that its palette does not hold"));
}

TEST(Picture, reads_the_pictures_of_person_detection) {
  TADPOLE_SHARED_OR_SKIP(folder, "data/tflm-testdata");
  const Picture p = read_picture(folder / "person.bmp").value();
  EXPECT_EQ(p.width, 96);
  EXPECT_EQ(p.height, 96);
  EXPECT_EQ(p.channels, 1);
  // The last row of the file is the top of the picture; its bytes are the grey values, since the
  // palette counts up.
  const Bytes file = read_bytes(folder / "person.bmp").value();
  EXPECT_TRUE(std::equal(p.pixels.begin(), p.pixels.begin() + 96, file.end() - 96));
}

// What the page writes, where there is no libpng, libpng reads back.
TEST(StoredPng, libpng_reads_the_pixels_back) {
  for (const int channels : {1, 3}) {
    Picture picture = blank_picture(120, 211, channels);
    for (std::size_t i = 0; i < picture.pixels.size(); ++i)
      picture.pixels[i] = static_cast<std::uint8_t>(i * 7 + i / 251);
    const Bytes png =
        stored_png(120, 211, channels == 3 ? PngColour::rgb : PngColour::grey, picture.pixels);
    EXPECT_EQ(read_picture(png, "a.png").value(), picture);
  }
}

}  // namespace
}  // namespace tadpole
