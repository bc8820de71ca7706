// SPDX-License-Identifier: Apache-2.0
#include "device/ops/resize_nearest_neighbor.h"

#include <gtest/gtest.h>

#include <vector>

namespace tadpole::device {
namespace {

std::vector<int> places(const ResizeParams& p, int input, int output) {
  std::vector<int> found;
  for (int i = 0; i < output; ++i) found.push_back(nearest_place(p, i, input, output));
  return found;
}

TEST(ResizeNearestNeighbor, TwiceTheSizeRepeatsEveryPixel) {
  ResizeParams p;
  p.input_h = 1;
  p.input_w = 2;
  p.output_h = 2;
  p.output_w = 4;
  const std::int8_t input[] = {1, 2};
  std::vector<std::int8_t> output(8);
  resize_nearest_neighbor(p, input, output.data());
  EXPECT_EQ(output, (std::vector<std::int8_t>{1, 1, 2, 2, 1, 1, 2, 2}));
}

// By the formulas: floor(i * 2 / 3); round(i * 1 / 2), halves away from zero; floor((i + 0.5) * 2 /
// 3).
TEST(ResizeNearestNeighbor, TheTwoConventionsPlaceThePixelsDifferently) {
  ResizeParams p;
  EXPECT_EQ(places(p, 2, 3), (std::vector<int>{0, 0, 1}));
  p.align_corners = true;
  EXPECT_EQ(places(p, 2, 3), (std::vector<int>{0, 1, 1}));
  p.align_corners = false;
  p.half_pixel_centers = true;
  EXPECT_EQ(places(p, 2, 3), (std::vector<int>{0, 1, 1}));
}

TEST(ResizeNearestNeighbor, ASmallerImageTakesEverySecondPixel) {
  const ResizeParams p;
  EXPECT_EQ(places(p, 6, 3), (std::vector<int>{0, 2, 4}));
}

}  // namespace
}  // namespace tadpole::device
