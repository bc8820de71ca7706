// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/high_mul.h"

#include <gtest/gtest.h>

namespace tadpole::device {
namespace {

constexpr std::int32_t kHalf = 1 << 30;

TEST(HighMul, RoundsTheUpperHalfOfTheProduct) {
  EXPECT_EQ(high_mul(kHalf, 4), 1);
  EXPECT_EQ(high_mul(kHalf, 2), 1);  // exactly one half goes up
  EXPECT_EQ(high_mul(kHalf, 1), 0);
  EXPECT_EQ(high_mul(kHalf, -2), 0);  // minus one half goes up too
  EXPECT_EQ(high_mul(INT32_MIN, INT32_MIN), kHalf);
}

TEST(HighMul, AddsAndSubtractsBeforeOneRounding) {
  EXPECT_EQ(high_mul_add(10, kHalf, 8), 12);
  EXPECT_EQ(high_mul_sub(10, kHalf, 8), 8);
  EXPECT_EQ(high_mul_sub(10, kHalf, 2), 10);  // 10 - 0.5 goes up
  EXPECT_EQ(high_mul_sub(10, kHalf, 3), 9);
}

}  // namespace
}  // namespace tadpole::device
