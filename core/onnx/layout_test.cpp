// SPDX-License-Identifier: Apache-2.0
#include "core/onnx/layout.h"

#include <gtest/gtest.h>

namespace tadpole {
namespace {

TEST(Layout, of_a_picture_is_pixels_outside_and_channels_inside) {
  const Layout layout = stored_as({1, 8, 4, 5}, channels_last(4));
  EXPECT_EQ(layout.sizes, (std::vector<int>{20, 8}));  // rows and columns follow each other twice
  EXPECT_EQ(layout.order, (std::vector<int>{1, 0}));
  EXPECT_TRUE(lies_as(layout, {1, 8, 4, 5}, {0, 2, 3, 1}));
  EXPECT_FALSE(lies_as(layout, {1, 8, 4, 5}, {0, 1, 2, 3}));
}

TEST(Layout, in_onnx_order_is_one_piece) {
  EXPECT_EQ(stored_plainly({2, 3, 4}).sizes, (std::vector<int>{24}));
  EXPECT_EQ(stored_as({1, 1, 4, 5}, channels_last(4)), stored_plainly({1, 1, 4, 5}));
}

TEST(Layout, is_cut_where_axes_begin) {
  const auto factors = cut(stored_as({1, 6, 2, 2}, channels_last(4)), {2, 3, 4});
  ASSERT_TRUE(factors.has_value());
  EXPECT_EQ(factors->layout.sizes, (std::vector<int>{4, 2, 3}));
  EXPECT_EQ(factors->axes, (std::vector<std::vector<int>>{{1}, {2}, {0}}));
  EXPECT_FALSE(cut(stored_as({1, 6, 2, 2}, channels_last(4)), {4, 6}).has_value());
  EXPECT_TRUE(cut(stored_plainly({6, 4}), {8, 3}).has_value());
}

// By hand: NHWC element (h, w, c) is number c * 4 + h * 2 + w of NCHW.
TEST(Layout, tells_the_onnx_number_of_every_element) {
  const std::vector<int> places = onnx_places(stored_as({1, 3, 2, 2}, channels_last(4)));
  EXPECT_EQ(places, (std::vector<int>{0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11}));
}

TEST(Layout, a_transpose_to_nhwc_leaves_a_picture_in_plain_order) {
  const Layout picture = stored_as({1, 3, 4, 5}, channels_last(4));
  EXPECT_EQ(transposed(picture, {1, 3, 4, 5}, {0, 2, 3, 1}), stored_plainly({1, 4, 5, 3}));
  const Layout back = *transposed(stored_plainly({1, 4, 5, 3}), {1, 4, 5, 3}, {0, 3, 1, 2});
  EXPECT_EQ(back, picture);
}

TEST(Layout, finds_the_order_of_axes_in_memory) {
  EXPECT_EQ(axes_in_memory(stored_as({1, 3, 4, 5}, {0, 2, 3, 1}), {1, 3, 4, 5}),
            (std::vector<int>{0, 2, 3, 1}));
  EXPECT_EQ(axes_in_memory(stored_as({2, 3, 4}, {1, 0, 2}), {2, 3, 4}),
            (std::vector<int>{1, 0, 2}));
  EXPECT_FALSE(axes_in_memory(stored_as({1, 3, 4, 5}, {0, 2, 3, 1}), {1, 60}).has_value());
}

TEST(Layout, a_series_becomes_a_picture_of_height_1) {
  EXPECT_EQ(stored_shape({1, 3, 20}, {0, 2, 1}), (Dims{1, 1, 20, 3}));
  EXPECT_EQ(stored_shape({1, 3, 20}, {0, 1, 2}), (Dims{1, 3, 20}));
  EXPECT_EQ(stored_axis({1, 3, 20}, {0, 2, 1}, 1), 3);
  EXPECT_EQ(stored_axis({1, 3, 20}, {0, 2, 1}, 2), 2);
  EXPECT_EQ(stored_axis({1, 3, 4, 5}, {0, 2, 3, 1}, 1), 3);
}

}  // namespace
}  // namespace tadpole
