// SPDX-License-Identifier: Apache-2.0
// Places buffers with known lives in one piece of memory, so that no two that live at the same time
// overlap. Source: Pisarchyk and Lee, Efficient Memory Management for Deep Neural Net Inference
// (2020), greedy by size.
#pragma once
#include <cstddef>
#include <cstdint>

namespace tadpole::device {

struct PlannedLife {
  std::size_t bytes = 0;
  std::int32_t first = 0, last = 0;  // steps between which the buffer is needed, both included
  std::size_t offset = 0;            // the result
};

// Working memory: one per buffer. Contents do not matter.
struct PlanNote {
  std::int32_t next = 0;        // list of placed buffers by offset
  std::int32_t order = 0;       // in which buffers are placed
  std::size_t best_offset = 0;  // of the best plan so far
};

// Fills every offset (multiples of kArenaAlignment) and gives the bytes needed. Tries three orders
// - by size, by start of life, by end of life - and keeps the smallest plan. Cost: about three
// times n^2 steps. Cannot fail.
std::size_t plan_memory(PlannedLife* buffers, std::int32_t n, PlanNote* notes);

}  // namespace tadpole::device
