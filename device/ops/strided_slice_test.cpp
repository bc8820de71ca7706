// SPDX-License-Identifier: Apache-2.0
#include "device/ops/strided_slice.h"

#include <gtest/gtest.h>

#include <vector>

namespace tadpole::device {
namespace {

// Of the numbers 0..4, as a list in Python would be cut.
std::vector<int> cut(std::int32_t begin, std::int32_t end, std::int32_t stride,
                     std::uint32_t begin_mask = 0, std::uint32_t end_mask = 0) {
  SliceRequest r;
  r.begin[0] = begin;
  r.end[0] = end;
  r.stride[0] = stride;
  r.begin_mask = begin_mask;
  r.end_mask = end_mask;
  SliceParams p;
  Shape shape;
  if (!make_slice_params(r, Shape{1, {5}}, 1, p, shape)) return {};
  const std::int8_t input[] = {0, 1, 2, 3, 4};
  std::vector<std::int8_t> output(static_cast<std::size_t>(p.elements));
  strided_slice(p, input, output.data());
  EXPECT_EQ(shape.dims[0], p.elements);
  return {output.begin(), output.end()};
}

TEST(StridedSlice, CutsAsAListIsCut) {
  EXPECT_EQ(cut(1, 4, 1), (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(cut(0, 5, 2), (std::vector<int>{0, 2, 4}));
  EXPECT_EQ(cut(-2, 5, 1), (std::vector<int>{3, 4}));
  EXPECT_EQ(cut(1, 100, 3), (std::vector<int>{1, 4}));
  EXPECT_EQ(cut(3, 0, -1), (std::vector<int>{3, 2, 1}));
  EXPECT_EQ(cut(0, 0, -2, 1, 1), (std::vector<int>{4, 2, 0}));
  EXPECT_EQ(cut(2, 0, 1, 1, 1), (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST(StridedSlice, NothingLeftAndAStrideOfZeroAreNoSlice) {
  EXPECT_TRUE(cut(3, 3, 1).empty());
  EXPECT_TRUE(cut(4, 1, 1).empty());
  EXPECT_TRUE(cut(0, 5, 0).empty());
}

TEST(StridedSlice, AShrunkAxisIsGone) {
  SliceRequest r;
  r.begin[0] = -1;
  r.stride[0] = r.stride[1] = 1;
  r.end_mask = 2;
  r.shrink_axis_mask = 1;
  SliceParams p;
  Shape shape;
  ASSERT_TRUE(make_slice_params(r, Shape{2, {2, 3}}, 2, p, shape));
  EXPECT_EQ(shape, (Shape{1, {3}}));
  const std::int16_t input[] = {1, 2, 3, 4, 5, 6};
  std::int16_t output[3] = {};
  strided_slice(p, input, output);
  EXPECT_EQ(output[0], 4);
  EXPECT_EQ(output[2], 6);
}

}  // namespace
}  // namespace tadpole::device
