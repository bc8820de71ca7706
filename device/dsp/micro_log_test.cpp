// SPDX-License-Identifier: Apache-2.0
#include "device/dsp/micro_log.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tadpole::device {
namespace {

TEST(MicroLog, IsSixtyFourTimesTheLogarithmOfEightX) {
  for (double x = 1; x < (1u << 29); x = x * 1.1 + 1) {
    const auto whole = static_cast<std::uint32_t>(x);
    EXPECT_NEAR(micro_log(whole), 64.0 * std::log(8.0 * whole), 1.0) << whole;
  }
}

TEST(MicroLog, ZeroGivesZero) { EXPECT_EQ(micro_log(0), 0u); }

TEST(MicroLog, WhatWrapsToNothingGivesZero) { EXPECT_EQ(micro_log(1u << 29), 0u); }

}  // namespace
}  // namespace tadpole::device
