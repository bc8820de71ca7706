// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/image.h"

#include <gtest/gtest.h>

#include <vector>

namespace tadpole::device {
namespace {

std::vector<int> levels(const ImageOptions& options, const CameraFrame& frame) {
  std::vector<std::uint64_t> sums(static_cast<std::size_t>(image_scratch(options)), 77);
  std::vector<int> out(static_cast<std::size_t>(image_values(options)), -1);
  const Status status = image_frame(options, frame, sums.data(), [&](int i, int, std::uint8_t v) {
    out[static_cast<std::size_t>(i)] = v;
  });
  EXPECT_EQ(status, Status::ok);
  return out;
}

ImageOptions sized(int width, int height, ImageFit fit = ImageFit::crop) {
  ImageOptions options;
  options.width = width;
  options.height = height;
  options.fit = fit;
  return options;
}

TEST(Image, leaves_a_frame_of_the_right_size_alone) {
  const std::uint8_t pixels[] = {0, 1, 2, 253, 254, 255};
  EXPECT_EQ(levels(sized(3, 2), {pixels, 3, 2}), (std::vector<int>{0, 1, 2, 253, 254, 255}));
}

// By hand: 3 pixels into 2: (2 a + b) / 3 and (b + 2 c) / 3, half up.
TEST(Image, averages_the_area_when_it_shrinks) {
  const std::uint8_t row[] = {10, 40, 100};
  EXPECT_EQ(levels(sized(2, 1, ImageFit::stretch), {row, 3, 1}), (std::vector<int>{20, 80}));
  const std::uint8_t square[] = {0, 1, 1, 0};
  EXPECT_EQ(levels(sized(1, 1), {square, 2, 2}), (std::vector<int>{1}));  // 0.5 rises
}

// By hand: output centres lie at -1/4, 1/4, 3/4, 5/4 source pixels; the ends are held.
TEST(Image, is_bilinear_when_it_enlarges) {
  const std::uint8_t row[] = {0, 100};
  EXPECT_EQ(levels(sized(4, 1, ImageFit::stretch), {row, 2, 1}),
            (std::vector<int>{0, 25, 75, 100}));
  const std::uint8_t one[] = {9};
  EXPECT_EQ(levels(sized(2, 2), {one, 1, 1}), (std::vector<int>{9, 9, 9, 9}));
}

TEST(Image, enlarges_one_direction_while_it_shrinks_the_other) {
  const std::uint8_t pixels[] = {0, 10, 20, 30, 100, 110, 120, 130};  // 4 wide, 2 high
  EXPECT_EQ(levels(sized(2, 4, ImageFit::stretch), {pixels, 4, 2}),
            (std::vector<int>{5, 25, 30, 50, 80, 100, 105, 125}));
}

TEST(Image, crops_the_middle) {
  const std::uint8_t wide[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};  // 5 x 2
  EXPECT_EQ(levels(sized(2, 2), {wide, 5, 2}), (std::vector<int>{2, 3, 7, 8}));
  const std::uint8_t high[] = {1, 2, 3, 4};  // 1 x 4
  EXPECT_EQ(levels(sized(1, 1), {high, 1, 4}), (std::vector<int>{2}));
}

TEST(Image, keeps_all_of_it_between_bars) {
  ImageOptions options = sized(2, 4, ImageFit::letterbox);
  options.bar = 50;
  const std::uint8_t pixels[] = {1, 2, 3, 4};
  EXPECT_EQ(levels(options, {pixels, 2, 2}), (std::vector<int>{50, 50, 1, 2, 3, 4, 50, 50}));
  options = sized(4, 2, ImageFit::letterbox);
  EXPECT_EQ(levels(options, {pixels, 2, 2}), (std::vector<int>{0, 1, 2, 0, 0, 3, 4, 0}));
}

// 0x07E0 is green, 0xF800 red; read in the other byte order 0x07E0 becomes 0xE007: red 28, blue 7.
// Ink in the middle four of six columns and one row of three: its box is stretched over the input;
// a sixteenth of four is no pixel.
TEST(Image, fits_the_box_around_the_ink) {
  const std::uint8_t pixels[] = {255, 255, 255, 255, 255, 255,  //
                                 255, 10,  200, 127, 20,  128,  //
                                 255, 255, 255, 255, 255, 255};
  ImageOptions options = sized(4, 1, ImageFit::stretch);
  options.ink = ImageInk::dark;
  EXPECT_EQ(levels(options, {pixels, 6, 3}), (std::vector<int>{10, 200, 127, 20}));
  options.ink = ImageInk::bright;  // of the other sign: the whole frame is bright
  EXPECT_EQ(levels(options, {pixels, 6, 3}),
            levels(sized(4, 1, ImageFit::stretch), {pixels, 6, 3}));
}

TEST(Image, without_ink_all_of_the_frame_is_fitted) {
  const std::uint8_t pixels[] = {200, 210, 220, 230};
  ImageOptions options = sized(2, 2);
  options.ink = ImageInk::dark;
  EXPECT_EQ(levels(options, {pixels, 2, 2}), (std::vector<int>{200, 210, 220, 230}));
}

// By hand: a line of 33 pixels has a margin of 2, but where the frame ends.
TEST(Image, ink_has_a_margin_within_the_frame) {
  std::vector<std::uint8_t> pixels(40 * 5, 255);
  for (std::size_t x = 1; x < 34; ++x) pixels[2 * 40 + x] = 0;
  ImageOptions options;
  options.ink = ImageInk::dark;
  const CameraFrame part = ink_part(options, {pixels.data(), 40, 5});
  EXPECT_EQ(part.pixels, pixels.data());
  EXPECT_EQ(part.width, 36);  // from 0 to 33 + 2
  EXPECT_EQ(part.height, 5);
  EXPECT_EQ(part.row_bytes, 40);
}

// Green of full strength has grey level 150 of 256 parts, blue 29: only blue is dark.
TEST(Image, colours_are_ink_by_their_grey_level) {
  const std::uint8_t pixels[] = {0, 255, 0, 0, 0, 255, 0, 255, 0};
  ImageOptions options;
  options.ink = ImageInk::dark;
  const CameraFrame part = ink_part(options, {pixels, 3, 1, PixelFormat::rgb888});
  EXPECT_EQ(part.pixels, pixels + 3);
  EXPECT_EQ(part.width, 1);
}

TEST(Image, reads_rgb565_in_the_order_it_is_told) {
  ImageOptions options = sized(2, 1);
  options.colour = ImageColour::rgb;
  const std::uint8_t big[] = {0x07, 0xE0, 0xF8, 0x00};
  EXPECT_EQ(levels(options, {big, 2, 1, PixelFormat::rgb565_be}),
            (std::vector<int>{0, 255, 0, 255, 0, 0}));
  EXPECT_EQ(levels(options, {big, 2, 1, PixelFormat::rgb565_le}),
            (std::vector<int>{231, 0, 57, 0, 28, 198}));
}

// A camera that gives blue first, read as red first: no error, wrong colours. The format says it.
TEST(Image, keeps_red_first_whatever_order_the_camera_has) {
  ImageOptions options = sized(1, 1);
  options.colour = ImageColour::rgb;
  const std::uint8_t orange[] = {255, 128, 0};
  const std::uint8_t from_bgr_camera[] = {0, 128, 255};
  EXPECT_EQ(levels(options, {orange, 1, 1, PixelFormat::rgb888}),
            levels(options, {from_bgr_camera, 1, 1, PixelFormat::bgr888}));
  EXPECT_EQ(levels(options, {from_bgr_camera, 1, 1, PixelFormat::rgb888}),
            (std::vector<int>{0, 128, 255}));
  // Grey hides the fault but not its effect: (77 R + 150 G + 29 B + 128) / 256.
  options.colour = ImageColour::grey;
  EXPECT_EQ(levels(options, {orange, 1, 1, PixelFormat::rgb888}), (std::vector<int>{152}));
  EXPECT_EQ(levels(options, {from_bgr_camera, 1, 1, PixelFormat::rgb888}), (std::vector<int>{104}));
}

TEST(Image, skips_the_padding_at_the_end_of_a_row) {
  const std::uint8_t pixels[] = {1, 2, 99, 99, 3, 4, 99, 99};
  EXPECT_EQ(levels(sized(2, 2), {pixels, 2, 2, PixelFormat::grey8, 4}),
            (std::vector<int>{1, 2, 3, 4}));
}

// Averages stay between the extremes and never overflow, even where a side is as long as it may be.
TEST(Image, keeps_white_white_at_the_longest_side) {
  const std::vector<std::uint8_t> white(std::size_t{kMaxFrameSide} * 3, 255);
  const auto out = levels(sized(7, 2, ImageFit::stretch), {white.data(), kMaxFrameSide, 3});
  EXPECT_EQ(out, std::vector<int>(14, 255));
}

TEST(Image, refuses_a_frame_without_pixels) {
  const std::uint8_t pixel = 0;
  std::uint64_t sums[8];
  const ImageOptions options = sized(2, 2);
  const auto status = [&](const CameraFrame& frame) {
    return image_frame(options, frame, sums, [](int, int, std::uint8_t) { FAIL(); });
  };
  EXPECT_EQ(status({nullptr, 1, 1}), Status::bad_argument);
  EXPECT_EQ(status({&pixel, 0, 1}), Status::bad_argument);
  EXPECT_EQ(status({&pixel, 1, kMaxFrameSide + 1}), Status::bad_argument);
  EXPECT_EQ(status({&pixel, 2, 1, PixelFormat::rgb888, 5}), Status::bad_argument);
}

TEST(Image, knows_the_options_it_can_work_with) {
  EXPECT_EQ(check(sized(96, 96)), Status::ok);
  EXPECT_EQ(check(sized(0, 96)), Status::bad_argument);
  EXPECT_EQ(check(sized(96, kMaxImageSide + 1)), Status::bad_argument);
  ImageOptions options;
  options.sd[1] = 0.0f;
  EXPECT_EQ(check(options), Status::bad_argument);
}

TEST(Image, normalises_as_it_says) {
  ImageOptions o;
  o.normalise = Normalise::none;
  EXPECT_EQ(normalised(o, 0, 200), 200.0f);
  o.normalise = Normalise::unit;
  EXPECT_EQ(normalised(o, 0, 255), 1.0f);
  o.normalise = Normalise::signed_unit;
  EXPECT_EQ(normalised(o, 0, 0), -1.0f);
  EXPECT_EQ(normalised(o, 0, 255), 1.0f);
  o.normalise = Normalise::mean_sd;
  o.mean[2] = 100.0f, o.sd[2] = 50.0f;
  EXPECT_EQ(normalised(o, 2, 200), 2.0f);
}

inline constexpr ImageOptions kTiny = {2, 1};

// By hand: -1 / (1/64) + 3 and 1 / (1/64) + 3.
TEST(Image, gives_the_int8_input_of_a_model) {
  static ImageFrontEnd<kTiny> front_end;
  front_end.plan({1.0f / 64.0f, 3});
  const std::uint8_t pixels[] = {0, 255};
  std::int8_t input[2];
  ASSERT_EQ(front_end.frame({pixels, 2, 1}, input), Status::ok);
  EXPECT_EQ(input[0], -61);
  EXPECT_EQ(input[1], 67);
  float real[2];
  ASSERT_EQ(front_end.frame_real({pixels, 2, 1}, real), Status::ok);
  EXPECT_EQ(real[0], -1.0f);
}

}  // namespace
}  // namespace tadpole::device
