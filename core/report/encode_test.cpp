// SPDX-License-Identifier: Apache-2.0
#include "core/report/encode.h"

#include <gtest/gtest.h>

#include <vector>

namespace tadpole {
namespace {

Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

std::uint32_t big_endian(const Bytes& bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = (value << 8) | bytes[at + i];
  return value;
}

TEST(Base64, TheExamplesOfRfc4648) {
  EXPECT_EQ(base64(bytes_of("")), "");
  EXPECT_EQ(base64(bytes_of("f")), "Zg==");
  EXPECT_EQ(base64(bytes_of("fo")), "Zm8=");
  EXPECT_EQ(base64(bytes_of("foobar")), "Zm9vYmFy");
}

TEST(Base64, ComesBackAsItWas) {
  Bytes bytes;
  for (int i = 0; i < 300; ++i) bytes.push_back(static_cast<std::uint8_t>(i * 7));
  for (std::size_t n = 295; n < 300; ++n) {
    const Bytes part(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(n));
    EXPECT_EQ(from_base64(base64(part)).value(), part);
  }
}

TEST(Base64, OtherTextIsRefused) {
  EXPECT_NE(from_base64("Zg=").error().message.find("of this length is no base64"),
            std::string::npos);
  EXPECT_NE(from_base64("Z!==").error().message.find("outside the base64 alphabet"),
            std::string::npos);
}

TEST(Wav, HasTheHeaderOfTheFormatAndTheSamplesInLittleEndian) {
  const std::vector<std::int16_t> samples = {1, -2};
  const Bytes wav = wav_bytes(samples, 16000);
  ASSERT_EQ(wav.size(), 48U);
  EXPECT_EQ(std::string(wav.begin(), wav.begin() + 4), "RIFF");
  EXPECT_EQ(wav[4], 40);  // bytes after this field: 36 + 4
  EXPECT_EQ(wav[24] | (wav[25] << 8), 16000);
  EXPECT_EQ(wav[40], 4);  // bytes of samples
  EXPECT_EQ(wav[44], 1);
  EXPECT_EQ(wav[46], 0xFE);
  EXPECT_EQ(wav[47], 0xFF);
}

TEST(Png, HasTheSignatureTheSizeAndTheKnownLastChunk) {
  const std::vector<std::uint8_t> levels = {0, 255, 128, 64, 32, 16};
  const Bytes png = heat_png(3, 2, levels);
  EXPECT_EQ(big_endian(png, 0), 0x89504E47U);
  EXPECT_EQ(big_endian(png, 16), 3U);  // width
  EXPECT_EQ(big_endian(png, 20), 2U);  // height
  // IEND is empty; RFC 2083 gives its CRC: AE 42 60 82.
  EXPECT_EQ(big_endian(png, png.size() - 4), 0xAE426082U);
}

TEST(Png, TheChecksumOfTheRawLinesIsThatOfZlib) {
  // One pixel: raw bytes 0 (no filter) and 7. Adler-32 by hand: a = 1 + 0 + 7 = 8, b = 1 + 8 = 9.
  const std::vector<std::uint8_t> level = {7};
  const Bytes png = heat_png(1, 1, level);
  const std::size_t end_of_data = png.size() - 12 - 4;  // IEND chunk, CRC of IDAT
  EXPECT_EQ(big_endian(png, end_of_data - 4), 0x00090008U);
}

TEST(Png, ColourPicturesHoldThreeBytesAPixel) {
  const std::vector<std::uint8_t> red = {255, 0, 0};
  const Bytes png = picture_png({1, 1}, 3, red);
  EXPECT_EQ(png[25], 2);  // colour type of RFC 2083: each pixel is an R, G, B triple
  EXPECT_EQ(picture_png({1, 1}, 1, std::vector<std::uint8_t>{9})[25], 0);  // greyscale
  // No palette: IDAT follows the header at once. 8 + 25 bytes, length, type.
  EXPECT_EQ(std::string(png.begin() + 37, png.begin() + 41), "IDAT");
}

TEST(Png, ItsSizeIsReadFromTheHeaderAndOtherBytesHaveNone) {
  const Bytes png = picture_png({3, 2}, 1, std::vector<std::uint8_t>(6, 0));
  ASSERT_TRUE(png_size(png).has_value());
  EXPECT_EQ(png_size(png)->width, 3);
  EXPECT_EQ(png_size(png)->height, 2);
  EXPECT_FALSE(png_size(bytes_of("GIF89a and more than 24 bytes of it")).has_value());
  EXPECT_FALSE(png_size({png.data(), 23}).has_value());
  Bytes huge = png;
  huge[17] = 1;  // 65536 + 3 wide
  EXPECT_FALSE(png_size(huge).has_value());
  Bytes empty = png;
  empty[19] = 0;  // no width
  EXPECT_FALSE(png_size(empty).has_value());
}

TEST(HtmlEscape, NothingForeignCanBecomeMarkup) {
  EXPECT_EQ(html_escape("<b a=\"x\" c='y'>&"), "&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;");
  EXPECT_EQ(html_escape(std::string_view("a\0b\x1B", 4)), "a b ");
}

TEST(HtmlEscape, GoodUtf8StaysAndBadUtf8IsReplaced) {
  EXPECT_EQ(html_escape("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x90\xB8"),
            "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x90\xB8");
  EXPECT_EQ(html_escape("a\xFFz"), "a\xEF\xBF\xBDz");
  EXPECT_EQ(html_escape("\xC3"), "\xEF\xBF\xBD");                                  // cut off
  EXPECT_EQ(html_escape("\xC0\xBC"), "\xEF\xBF\xBD\xEF\xBF\xBD");                  // overlong '<'
  EXPECT_EQ(html_escape("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // surrogate
}

TEST(ScriptSafe, AClosingScriptTagCannotAppear) {
  EXPECT_EQ(script_safe(R"({"a":"</script>"})"), R"({"a":"\u003c/script>"})");
}

}  // namespace
}  // namespace tadpole
