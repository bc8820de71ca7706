// SPDX-License-Identifier: Apache-2.0
#include "device/model/memory_plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace tadpole::device {
namespace {

std::size_t plan(std::vector<PlannedLife>& lives) {
  std::vector<PlanNote> notes(lives.size());
  return plan_memory(lives.data(), static_cast<std::int32_t>(lives.size()), notes.data());
}

void expect_no_overlap(const std::vector<PlannedLife>& lives, std::size_t total) {
  for (std::size_t i = 0; i < lives.size(); ++i) {
    EXPECT_LE(lives[i].offset + lives[i].bytes, total);
    for (std::size_t j = 0; j < i; ++j) {
      const bool together = lives[i].first <= lives[j].last && lives[j].first <= lives[i].last;
      const bool apart = lives[i].offset + lives[i].bytes <= lives[j].offset ||
                         lives[j].offset + lives[j].bytes <= lives[i].offset;
      EXPECT_TRUE(!together || apart) << i << ' ' << j;
    }
  }
}

TEST(MemoryPlan, BuffersThatFollowEachOtherShareMemory) {
  std::vector<PlannedLife> chain = {{100, 0, 1, 0}, {200, 1, 2, 0}, {100, 2, 3, 0}};
  const std::size_t total = plan(chain);
  EXPECT_EQ(total, 208U + 112U);  // the largest neighbours, each rounded up to 16
  expect_no_overlap(chain, total);
}

TEST(MemoryPlan, NothingToPlaceNeedsNothing) {
  std::vector<PlannedLife> none;
  EXPECT_EQ(plan(none), 0U);
}

TEST(MemoryPlan, RandomLivesNeverOverlapAndStayNearTheirPeak) {
  std::uint32_t state = 7;
  const auto random = [&state](std::uint32_t n) {
    state = state * 1664525U + 1013904223U;
    return (state >> 8U) % n;
  };
  for (int round = 0; round < 50; ++round) {
    std::vector<PlannedLife> lives;
    for (int i = 0; i < 60; ++i) {
      const auto first = static_cast<std::int32_t>(random(100));
      lives.push_back({random(1000) * 16, first, first + static_cast<std::int32_t>(random(12)), 0});
    }
    const std::size_t total = plan(lives);
    expect_no_overlap(lives, total);
    std::size_t peak = 0;
    for (std::int32_t step = 0; step < 120; ++step) {
      std::size_t alive = 0;
      for (const PlannedLife& life : lives)
        alive += life.first <= step && step <= life.last ? life.bytes : 0;
      peak = std::max(peak, alive);
    }
    EXPECT_GE(total, peak);
    EXPECT_LE(total, peak * 3 / 2);
  }
}

}  // namespace
}  // namespace tadpole::device
