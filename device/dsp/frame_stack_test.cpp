// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/frame_stack.h"

#include <gtest/gtest.h>

#include <vector>

namespace tadpole::device {
namespace {

TEST(FrameStack, holds_the_newest_rows_in_their_order) {
  FrameStack<std::int8_t, 2, 3> stack;
  std::vector<bool> ready;
  for (std::int8_t i = 0; i < 5; ++i) {
    const std::int8_t row[2] = {i, static_cast<std::int8_t>(-i)};
    ready.push_back(stack.push(row));
  }
  EXPECT_EQ(ready, (std::vector<bool>{false, false, true, true, true}));
  const std::int8_t* v = stack.values();
  EXPECT_EQ(std::vector<int>(v, v + 6), (std::vector<int>{2, -2, 3, -3, 4, -4}));
  stack.reset();
  const std::int8_t row[2] = {9, 9};
  EXPECT_FALSE(stack.push(row));
}

}  // namespace
}  // namespace tadpole::device
