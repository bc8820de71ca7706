// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <vector>

#include "device/ops/block_copy.h"

namespace tadpole::device {
namespace {

// [2, 4] into two parts along axis 1.
TEST(Split, EveryPartTakesItsShareOfEveryRow) {
  const std::int8_t input[] = {1, 2, 3, 4, 5, 6, 7, 8};
  std::vector<std::int8_t> second(4);
  const std::int32_t step = block_bytes(Shape{2, {2, 4}}, 1, 1);
  copy_blocks({2, step / 2, step, step / 2}, input + 2, second.data());
  EXPECT_EQ(second, (std::vector<std::int8_t>{3, 4, 7, 8}));
}

}  // namespace
}  // namespace tadpole::device
