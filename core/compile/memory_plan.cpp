// SPDX-License-Identifier: Apache-2.0
#include "core/compile/memory_plan.h"

#include <algorithm>
#include <numeric>

#include "core/base/rng.h"

namespace tadpole {
namespace {

constexpr int kRandomTries = 400;

std::size_t aligned(std::size_t bytes) {
  return (bytes + kPlanAlignment - 1) / kPlanAlignment * kPlanAlignment;
}

class Planner {
 public:
  Planner(const std::vector<PlanItem>& items, const std::vector<PlanOverlap>& overlaps)
      : items_(items), overlaps_(overlaps), bound_(memory_lower_bound(items, overlaps)) {}

  std::vector<std::size_t> best() {
    try_order(sorted([&](int a, int b) { return bytes(a) > bytes(b); }));
    try_order(sorted([&](int a, int b) { return items_[a].first_op < items_[b].first_op; }));
    try_order(sorted([&](int a, int b) { return items_[a].last_op > items_[b].last_op; }));
    improve_by_swaps();
    return best_offsets_;
  }

 private:
  std::size_t bytes(int i) const { return aligned(items_[i].bytes); }

  template <typename Less>
  std::vector<int> sorted(Less less) const {
    std::vector<int> order(items_.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), less);
    return order;
  }

  // Swaps two places of the best order and keeps what does not get worse, until the bound is met.
  void improve_by_swaps() {
    Rng rng(1);
    const auto n = static_cast<std::uint32_t>(items_.size());
    for (int i = 0; i < kRandomTries && best_arena_ > bound_ && n > 1; ++i) {
      std::vector<int> order = best_order_;
      std::swap(order[rng.below(n)], order[rng.below(n)]);
      try_order(order);
    }
  }

  void try_order(const std::vector<int>& order) {
    std::vector<std::size_t> offsets(items_.size(), 0);
    std::vector<int> placed;
    std::size_t arena = 0;
    for (const int item : order) {
      offsets[item] = lowest_offset(item, placed, offsets);
      arena = std::max(arena, offsets[item] + bytes(item));
      placed.push_back(item);
    }
    if (!best_order_.empty() && arena > best_arena_) return;
    best_arena_ = arena;
    best_order_ = order;
    best_offsets_ = offsets;
  }

  std::size_t lowest_offset(int item, const std::vector<int>& placed,
                            const std::vector<std::size_t>& offsets) const {
    std::vector<std::size_t> candidates = {0};
    for (const int other : placed) candidates.push_back(offsets[other] + bytes(other));
    for (const PlanOverlap& overlap : overlaps_)
      add_overlap_candidates(overlap, item, offsets, candidates);
    std::sort(candidates.begin(), candidates.end());
    for (const std::size_t offset : candidates) {
      const bool fits = std::all_of(placed.begin(), placed.end(), [&](int other) {
        return compatible(item, offset, other, offsets[other]);
      });
      if (fits) return offset;
    }
    return candidates.back();  // behind everything: always compatible
  }

  void add_overlap_candidates(const PlanOverlap& overlap, int item,
                              const std::vector<std::size_t>& offsets,
                              std::vector<std::size_t>& candidates) const {
    const std::size_t distance = aligned(overlap.distance);
    if (overlap.input == item) candidates.push_back(offsets[overlap.output] + distance);
    if (overlap.output == item && offsets[overlap.input] >= distance) {
      candidates.push_back(offsets[overlap.input] - distance);
    }
  }

  bool compatible(int a, std::size_t at_a, int b, std::size_t at_b) const {
    if (items_[a].last_op < items_[b].first_op || items_[b].last_op < items_[a].first_op)
      return true;
    if (at_a + bytes(a) <= at_b || at_b + bytes(b) <= at_a) return true;
    return std::any_of(overlaps_.begin(), overlaps_.end(), [&](const PlanOverlap& overlap) {
      if (overlap.input == a && overlap.output == b) return allowed(overlap, at_a, at_b);
      if (overlap.input == b && overlap.output == a) return allowed(overlap, at_b, at_a);
      return false;
    });
  }

  static bool allowed(const PlanOverlap& overlap, std::size_t at_input, std::size_t at_output) {
    if (overlap.exactly) return at_input == at_output;
    return at_input >= at_output + overlap.distance;
  }

  const std::vector<PlanItem>& items_;
  const std::vector<PlanOverlap>& overlaps_;
  std::size_t bound_;
  std::size_t best_arena_ = 0;
  std::vector<int> best_order_;
  std::vector<std::size_t> best_offsets_;
};

// Bytes that an overlap saves at best: input and output together, less their smallest union.
std::size_t saving(const std::vector<PlanItem>& items, const PlanOverlap& overlap) {
  const std::size_t input = aligned(items[overlap.input].bytes);
  const std::size_t output = aligned(items[overlap.output].bytes);
  const std::size_t together = std::max(output, overlap.distance + input);
  return input + output > together ? input + output - together : 0;
}

}  // namespace

std::size_t memory_lower_bound(const std::vector<PlanItem>& items,
                               const std::vector<PlanOverlap>& overlaps) {
  int last = 0;
  for (const PlanItem& item : items) last = std::max(last, item.last_op);
  std::size_t bound = 0;
  for (int op = 0; op <= last; ++op) {
    std::size_t live = 0;
    for (const PlanItem& item : items)
      live += item.first_op <= op && op <= item.last_op ? aligned(item.bytes) : 0;
    for (const PlanOverlap& overlap : overlaps) {
      if (items[overlap.output].first_op == op && items[overlap.input].last_op == op)
        live -= saving(items, overlap);
    }
    bound = std::max(bound, live);
  }
  return bound;
}

MemoryPlan plan_memory(const std::vector<PlanItem>& items,
                       const std::vector<PlanOverlap>& overlaps) {
  MemoryPlan plan;
  if (items.empty()) return plan;
  const std::vector<std::size_t> offsets = Planner(items, overlaps).best();
  for (std::size_t i = 0; i < items.size(); ++i) {
    plan.buffers.push_back(
        {items[i].name, offsets[i], items[i].bytes, items[i].first_op, items[i].last_op});
    plan.arena_bytes = std::max(plan.arena_bytes, offsets[i] + aligned(items[i].bytes));
  }
  return plan;
}

}  // namespace tadpole
