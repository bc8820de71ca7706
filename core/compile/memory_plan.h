// SPDX-License-Identifier: Apache-2.0
// Static memory planning: where each tensor and scratch buffer lies in one arena, so that what is
// alive at the same time does not collide and the arena is small. Outputs may lie over their
// operator's input where the kernel allows it. Source: greedy-by-size offset assignment (Pisarchyk
// and Lee, 2020); the overlaps and the search over orders are ours.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "core/compile/compiler.h"

namespace tadpole {

// An operator may read `input` while it writes `output` over it: when the input starts at least
// `distance` bytes behind the output's start (then the output never catches up), or exactly there.
struct PlanOverlap {
  int input = 0;  // indices of items
  int output = 0;
  std::size_t distance = 0;
  bool exactly = false;
};

struct PlanItem {
  std::string name;
  std::size_t bytes = 0;  // rounded up to kPlanAlignment in the plan
  int first_op = 0;       // both included
  int last_op = 0;
};

constexpr std::size_t kPlanAlignment = 4;

// Gives the buffers in the order of the items. Deterministic; never worse than greedy by size.
// Cost: about tries * items^3, well under a second for 100 items.
MemoryPlan plan_memory(const std::vector<PlanItem>& items,
                       const std::vector<PlanOverlap>& overlaps);

// No plan for these items can be smaller than this: the most bytes alive at one operator.
std::size_t memory_lower_bound(const std::vector<PlanItem>& items,
                               const std::vector<PlanOverlap>& overlaps);

}  // namespace tadpole
