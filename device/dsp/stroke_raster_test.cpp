// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/stroke_raster.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace tadpole::device {
namespace {

std::vector<std::int8_t> drawn(const std::vector<float>& points, const StrokeRasterOptions& o) {
  std::vector<std::int8_t> out(static_cast<std::size_t>(o.side * o.side * o.channels));
  rasterize_stroke(o, points.data(), static_cast<int>(points.size() / 2), out.data());
  return out;
}

// Rows of '.' and '#'.
std::string picture(const std::vector<float>& points, const StrokeRasterOptions& o) {
  std::string text;
  const std::vector<std::int8_t> out = drawn(points, o);
  for (std::size_t i = 0; i < out.size(); ++i) {
    text += out[i] == -128 ? '.' : '#';
    if ((i + 1) % static_cast<std::size_t>(o.side) == 0) text += '\n';
  }
  return text;
}

constexpr StrokeRasterOptions small(int side, int channels) {
  StrokeRasterOptions o;
  o.side = side, o.channels = channels, o.margin = 1;
  return o;
}

TEST(StrokeRaster, a_line_goes_from_point_to_point_with_y_up) {
  EXPECT_EQ(picture({0, 0, 0, 7, 7, 7}, small(10, 1)),
            "..........\n"
            ".########.\n"
            ".#........\n"
            ".#........\n"
            ".#........\n"
            ".#........\n"
            ".#........\n"
            ".#........\n"
            ".#........\n"
            "..........\n");
}

TEST(StrokeRaster, the_shorter_side_lies_in_the_middle) {
  EXPECT_EQ(picture({-4, 100, 0, 100}, small(7, 1)),
            ".......\n"
            ".......\n"
            ".......\n"
            ".#####.\n"
            ".......\n"
            ".......\n"
            ".......\n");
}

TEST(StrokeRaster, neither_place_nor_size_matters) {
  const std::vector<float> points = {0, 0, 3, 5, 6, 1, 2, 2};
  std::vector<float> moved;
  for (const float x : points) moved.push_back(64.0f * x - 32.0f);  // exact in binary
  EXPECT_EQ(drawn(points, {}), drawn(moved, {}));
}

TEST(StrokeRaster, colour_tells_the_time) {
  const std::vector<std::int8_t> out = drawn({0, 0, 1, 0, 2, 0}, small(9, 3));
  const auto pixel = [&](int x) {
    const auto at = static_cast<std::size_t>((4 * 9 + x) * 3);
    return std::vector<int>{out[at] + 128, out[at + 1] + 128, out[at + 2] + 128};
  };
  EXPECT_EQ(pixel(1), (std::vector<int>{255, 0, 0}));
  EXPECT_EQ(pixel(4), (std::vector<int>{0, 255, 0}));  // the second point of three
  EXPECT_EQ(pixel(7), (std::vector<int>{0, 0, 255}));
  for (int x = 1; x <= 7; ++x) EXPECT_EQ(pixel(x)[0] + pixel(x)[1] + pixel(x)[2], 255);
}

TEST(StrokeRaster, a_stroke_without_size_is_a_pixel_in_the_middle) {
  for (const std::vector<float>& points : {std::vector<float>{3, 3}, {1, 1, 1, 1}}) {
    const std::string text = picture(points, small(7, 1));
    EXPECT_EQ(text.find('#'), 3U * 8U + 3U);
    EXPECT_EQ(text.rfind('#'), 3U * 8U + 3U);
  }
}

TEST(StrokeRaster, points_that_are_no_numbers_do_no_harm) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float inf = std::numeric_limits<float>::infinity();
  EXPECT_EQ(drawn({nan, 0, 1, inf, 1, 1}, {}), drawn({0, 0, 1, 0, 1, 1}, {}));
  EXPECT_EQ(drawn({9e29f, -9e29f, -9e29f, 9e29f}, {}).size(), 3072U);
}

TEST(StrokeRaster, numbers_outside_their_range_are_refused) {
  EXPECT_EQ(check(StrokeRasterOptions{}), Status::ok);
  EXPECT_EQ(check(StrokeRasterOptions{3, 3, 0}), Status::bad_argument);
  EXPECT_EQ(check(StrokeRasterOptions{32, 2, 0}), Status::bad_argument);
  EXPECT_EQ(check(StrokeRasterOptions{32, 3, 16}), Status::bad_argument);
}

}  // namespace
}  // namespace tadpole::device
