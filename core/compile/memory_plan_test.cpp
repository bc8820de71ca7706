// SPDX-License-Identifier: Apache-2.0
#include "core/compile/memory_plan.h"

#include <gtest/gtest.h>

#include "core/base/rng.h"

namespace tadpole {
namespace {

TEST(MemoryPlan, tensors_that_are_never_alive_together_share_their_bytes) {
  // a chain of three: 100 -> 60 -> 100. At most 160 bytes are alive at once.
  const MemoryPlan plan = plan_memory({{"a", 100, 0, 0}, {"b", 60, 0, 1}, {"c", 100, 1, 1}}, {});
  EXPECT_EQ(plan.arena_bytes, 160U);
}

TEST(MemoryPlan, an_output_that_may_lie_exactly_over_its_input_does) {
  const MemoryPlan plan = plan_memory({{"in", 80, 0, 0}, {"out", 80, 0, 0}}, {{0, 1, 0, true}});
  EXPECT_EQ(plan.arena_bytes, 80U);
  EXPECT_EQ(plan.buffers[0].offset, plan.buffers[1].offset);
}

TEST(MemoryPlan, an_input_slides_behind_its_output_by_the_distance_it_needs) {
  // 40 bytes become 100; the input must start 72 bytes behind the output: 72 + 40 = 112 in all.
  const MemoryPlan plan = plan_memory({{"in", 40, 0, 0}, {"out", 100, 0, 0}}, {{0, 1, 72, false}});
  EXPECT_EQ(plan.arena_bytes, 112U);
  EXPECT_EQ(plan.buffers[0].offset, plan.buffers[1].offset + 72);
}

TEST(MemoryPlan, a_residual_that_is_read_later_is_not_overwritten) {
  // x feeds op 0 and, two steps on, the addition at op 2.
  const MemoryPlan plan =
      plan_memory({{"x", 64, 0, 2}, {"y", 64, 0, 1}, {"z", 64, 1, 2}, {"sum", 64, 2, 2}},
                  {{1, 2, 0, true}, {2, 3, 0, true}});
  EXPECT_EQ(plan.arena_bytes, 128U);
}

TEST(MemoryPlan, no_items_need_no_memory) { EXPECT_EQ(plan_memory({}, {}).arena_bytes, 0U); }

TEST(MemoryPlan, random_lifetimes_never_collide_and_stay_near_the_lower_bound) {
  Rng rng(7);
  for (int round = 0; round < 40; ++round) {
    std::vector<PlanItem> items;
    for (int i = 0; i < 25; ++i) {
      const int first = static_cast<int>(rng.below(12));
      items.push_back({"t", 1 + rng.below(500), first, first + static_cast<int>(rng.below(4))});
    }
    const MemoryPlan plan = plan_memory(items, {});
    for (std::size_t a = 0; a < items.size(); ++a) {
      for (std::size_t b = 0; b < a; ++b) {
        const PlannedBuffer& x = plan.buffers[a];
        const PlannedBuffer& y = plan.buffers[b];
        const bool together = x.first_op <= y.last_op && y.first_op <= x.last_op;
        const bool apart = x.offset + x.bytes <= y.offset || y.offset + y.bytes <= x.offset;
        EXPECT_TRUE(!together || apart);
      }
    }
    const std::size_t bound = memory_lower_bound(items, {});
    EXPECT_GE(plan.arena_bytes, bound);
    EXPECT_LE(plan.arena_bytes, bound + bound / 4);  // greedy alone is often a third above
  }
}

TEST(MemoryPlan, the_same_items_give_the_same_plan) {
  const std::vector<PlanItem> items = {
      {"a", 30, 0, 2}, {"b", 50, 1, 3}, {"c", 20, 2, 4}, {"d", 70, 3, 4}};
  const MemoryPlan first = plan_memory(items, {});
  const MemoryPlan second = plan_memory(items, {});
  for (std::size_t i = 0; i < items.size(); ++i)
    EXPECT_EQ(first.buffers[i].offset, second.buffers[i].offset);
}

}  // namespace
}  // namespace tadpole
