// SPDX-License-Identifier: Apache-2.0
#include "device/model/memory_plan.h"

#include "device/model/arena.h"

namespace tadpole::device {
namespace {

using Before = bool (*)(const PlannedLife&, const PlannedLife&);

bool larger(const PlannedLife& a, const PlannedLife& b) {
  return a.bytes != b.bytes ? a.bytes > b.bytes : a.first < b.first;
}
bool earlier(const PlannedLife& a, const PlannedLife& b) {
  return a.first != b.first ? a.first < b.first : a.bytes > b.bytes;
}
bool longer(const PlannedLife& a, const PlannedLife& b) {
  return a.last != b.last ? a.last > b.last : a.bytes > b.bytes;
}

// Heap sort: no extra memory, n log n for hostile input too. Ties go by index, so that the result
// is one.
class Sorter {
 public:
  Sorter(const PlannedLife* buffers, PlanNote* notes, Before order)
      : buffers_(buffers), notes_(notes), order_(order) {}

  void sort(std::int32_t n) {
    for (std::int32_t i = 0; i < n; ++i) notes_[i].order = i;
    for (std::int32_t i = n / 2 - 1; i >= 0; --i) sink(i, n);
    for (std::int32_t end = n - 1; end > 0; --end) {
      swap(0, end);
      sink(0, end);
    }
  }

 private:
  bool before(std::int32_t i, std::int32_t j) const {
    const std::int32_t a = notes_[i].order;
    const std::int32_t b = notes_[j].order;
    if (order_(buffers_[a], buffers_[b])) return true;
    return !order_(buffers_[b], buffers_[a]) && a < b;
  }
  void swap(std::int32_t i, std::int32_t j) {
    const std::int32_t held = notes_[i].order;
    notes_[i].order = notes_[j].order;
    notes_[j].order = held;
  }
  void sink(std::int32_t i, std::int32_t n) {
    for (std::int32_t child = 2 * i + 1; child < n; child = 2 * i + 1) {
      if (child + 1 < n && before(child, child + 1)) ++child;
      if (!before(i, child)) return;
      swap(i, child);
      i = child;
    }
  }

  const PlannedLife* buffers_;
  PlanNote* notes_;
  Before order_;
};

bool live_together(const PlannedLife& a, const PlannedLife& b) {
  return a.first <= b.last && b.first <= a.last;
}

// The first gap that holds the buffer; inserts it into the list of placed ones, which is sorted by
// offset.
void place(PlannedLife* buffers, PlanNote* notes, std::int32_t which, std::int32_t& head) {
  PlannedLife& buffer = buffers[which];
  const std::size_t bytes = align_up(buffer.bytes);
  std::size_t offset = 0;
  for (std::int32_t i = head; i >= 0; i = notes[i].next) {
    if (!live_together(buffers[i], buffer)) continue;
    if (buffers[i].offset >= offset + bytes) break;
    const std::size_t end = buffers[i].offset + align_up(buffers[i].bytes);
    if (end > offset) offset = end;
  }
  buffer.offset = offset;
  std::int32_t* link = &head;
  while (*link >= 0 && buffers[*link].offset <= offset) link = &notes[*link].next;
  notes[which].next = *link;
  *link = which;
}

std::size_t plan_in_order(PlannedLife* buffers, std::int32_t n, PlanNote* notes, Before before) {
  Sorter(buffers, notes, before).sort(n);
  std::int32_t head = -1;
  std::size_t total = 0;
  for (std::int32_t i = 0; i < n; ++i) {
    const std::int32_t which = notes[i].order;
    place(buffers, notes, which, head);
    const std::size_t end = buffers[which].offset + align_up(buffers[which].bytes);
    total = end > total ? end : total;
  }
  return total;
}

}  // namespace

std::size_t plan_memory(PlannedLife* buffers, std::int32_t n, PlanNote* notes) {
  constexpr Before kOrders[] = {larger, earlier, longer};
  std::size_t best = static_cast<std::size_t>(-1);
  for (const Before order : kOrders) {
    const std::size_t total = plan_in_order(buffers, n, notes, order);
    if (total >= best) continue;
    best = total;
    for (std::int32_t i = 0; i < n; ++i) notes[i].best_offset = buffers[i].offset;
  }
  for (std::int32_t i = 0; i < n; ++i) buffers[i].offset = notes[i].best_offset;
  return best;
}

}  // namespace tadpole::device
