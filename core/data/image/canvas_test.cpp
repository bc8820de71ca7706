// SPDX-License-Identifier: Apache-2.0
#include "core/data/image/canvas.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tadpole {
namespace {

// Sum of the levels of the first channel, in pixels that are full.
double filled(const Canvas& canvas) {
  double sum = 0;
  const Picture p = canvas.picture(3);
  for (std::size_t i = 0; i < p.pixels.size(); i += 3) sum += p.pixels[i] / 255.0;
  return sum;
}

TEST(Canvas, covers_edges_in_part) {
  Canvas canvas(10, 10);
  canvas.fill(Outline().rectangle(15, 20, 42, 40), grey(1));
  const Picture p = canvas.picture(1);
  // By hand: from 1.5 to 4.2 pixels across, 2 to 4 down.
  EXPECT_EQ(p.pixels[p.at(1, 2)], 128);
  EXPECT_EQ(p.pixels[p.at(2, 2)], 255);
  EXPECT_EQ(p.pixels[p.at(4, 3)], 51);
  EXPECT_EQ(p.pixels[p.at(2, 4)], 0);
}

// pi r^2 = 2827.4; a polygon of 24 corners has 0.989 of it; then 0.5 % for the steps of a level.
TEST(Canvas, fills_as_much_as_the_shape_holds) {
  Canvas canvas(100, 100);
  canvas.fill(Outline().ellipse({50, 50}, 30, 30), grey(1));
  EXPECT_NEAR(filled(canvas), 0.9886 * 2827.4, 15);
}

TEST(Canvas, fills_overlapping_parts_once) {
  Canvas canvas(100, 100);
  canvas.fill(Outline().rectangle(10, 10, 50, 30).rectangle(30, 10, 70, 30), grey(1), 0.5);
  EXPECT_NEAR(filled(canvas), 60 * 20 * 128 / 255.0, 1);
}

// Mirrored shapes turn their outlines round; they are filled all the same.
TEST(Canvas, mirrors_and_moves_by_the_view) {
  Canvas canvas(100, 100);
  canvas.set_view(Affine::place({{50, 50}, -2, 1}));
  canvas.fill(Outline().rectangle(5, 0, 10, 10).rectangle(8, 0, 12, 10), grey(1));
  const Picture p = canvas.picture(1);
  EXPECT_EQ(p.pixels[p.at(30, 55)], 255);  // 50 - 2 * 10
  EXPECT_EQ(p.pixels[p.at(70, 55)], 0);
  EXPECT_NEAR(filled(canvas), 14 * 10, 0.1);
}

TEST(Canvas, strokes_have_their_width) {
  Canvas canvas(100, 100);
  canvas.fill(Outline().stroke({{20, 50}, {80, 50}}, 10), grey(1));
  // A bar of 60 x 10 and a disc of radius 5 (pi 25 = 78.5).
  EXPECT_NEAR(filled(canvas), 600 + 78.5, 3);
}

TEST(Canvas, takes_places_outside_of_the_picture) {
  Canvas canvas(8, 8);
  canvas.fill(Outline().ellipse({-500, 50}, 10, 10).rectangle(-1e9, -1e9, 1e9, 1e9), grey(1));
  EXPECT_NEAR(filled(canvas), 64, 1e-9);
  canvas.fill(Outline(), grey(0));
  EXPECT_NEAR(filled(canvas), 64, 1e-9);
}

TEST(Canvas, knows_colours) {
  const auto same = [](Colour a, Colour b) {
    return std::abs(a.r - b.r) + std::abs(a.g - b.g) + std::abs(a.b - b.b) < 1e-12;
  };
  EXPECT_TRUE(same(hsv({0, 1, 1}), {1, 0, 0}));
  EXPECT_TRUE(same(hsv({1.0 / 3, 1, 0.5}), {0, 0.5, 0}));
  EXPECT_TRUE(same(hsv({2.0 / 3, 0.5, 1}), {0.5, 0.5, 1}));
  EXPECT_TRUE(same(hsv({1.0 / 6, 1, 1}), {1, 1, 0}));
}

TEST(Canvas, bends_and_blurs) {
  Canvas canvas(10, 10);
  canvas.fill(Outline().rectangle(50, 0, 60, 100), grey(1));
  canvas.bend([](CanvasPoint p) { return p + CanvasPoint{20, 0}; });
  Picture p = canvas.picture(1);
  EXPECT_EQ(p.pixels[p.at(3, 5)], 255);
  EXPECT_EQ(p.pixels[p.at(5, 5)], 0);
  canvas.blur(10);
  p = canvas.picture(1);
  EXPECT_EQ(p.pixels[p.at(2, 5)], 85);  // a third
  EXPECT_EQ(p.pixels[p.at(5, 5)], 0);
}

TEST(Canvas, smooth_lines_go_through_their_points) {
  const Line line = smooth({{0, 0}, {10, 5}, {20, 0}});
  EXPECT_EQ(line.size(), 17u);
  EXPECT_EQ(line[8].x, 10);
  EXPECT_EQ(line[8].y, 5);
  EXPECT_EQ(line[16].x, 20);
}

// 4,000 draws: the deviation of their mean is 0.016.
TEST(Canvas, noise_is_about_normal) {
  Rng rng(1);
  double sum = 0, squares = 0;
  for (int i = 0; i < 4000; ++i) {
    const double x = bell(rng);
    sum += x, squares += x * x;
  }
  EXPECT_NEAR(sum / 4000, 0, 0.08);
  EXPECT_NEAR(squares / 4000, 1, 0.1);
}

}  // namespace
}  // namespace tadpole
