// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <vector>

#include "device/ops/block_copy.h"

namespace tadpole::device {
namespace {

// [2, 1, 2] and [2, 2, 2] along axis 1: two blocks each, of 2 and of 4 numbers.
TEST(Concatenation, BlocksOfTheInputsFollowEachOtherAlongTheAxis) {
  const Shape output{3, {2, 3, 2}};
  const std::int8_t first[] = {1, 2, 3, 4};
  const std::int8_t second[] = {10, 20, 30, 40, 50, 60, 70, 80};
  std::vector<std::int8_t> joined(12);
  const std::int32_t step = block_bytes(output, 1, 1);
  EXPECT_EQ(step, 6);
  copy_blocks({2, 2, 2, step}, first, joined.data());
  copy_blocks({2, 4, 4, step}, second, joined.data() + 2);
  EXPECT_EQ(joined, (std::vector<std::int8_t>{1, 2, 10, 20, 30, 40, 3, 4, 50, 60, 70, 80}));
}

TEST(Concatenation, OnlyTheAxisMayDiffer) {
  EXPECT_TRUE(equal_but_for(Shape{2, {2, 3}}, Shape{2, {2, 5}}, 1));
  EXPECT_FALSE(equal_but_for(Shape{2, {2, 3}}, Shape{2, {2, 5}}, 0));
  EXPECT_FALSE(equal_but_for(Shape{1, {2}}, Shape{2, {2, 5}}, 1));
}

TEST(Concatenation, AnAxisMayBeCountedFromBehind) {
  EXPECT_EQ(front_axis(-1, 4), 3);
  EXPECT_EQ(front_axis(0, 4), 0);
  EXPECT_EQ(front_axis(4, 4), -1);
  EXPECT_EQ(front_axis(-5, 4), -1);
}

}  // namespace
}  // namespace tadpole::device
