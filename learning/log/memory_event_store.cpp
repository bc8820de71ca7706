// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <mutex>
#include <set>

#include "core/base/hash.h"
#include "learning/log/event_store.h"

namespace tadpole::learning {
namespace {

class MemoryEventStore final : public EventStore {
 public:
  Result<std::size_t> append(std::span<const Event> events) override {
    const std::lock_guard lock(mutex_);
    std::size_t added = 0;
    for (const Event& event : events)
      added += erased_.contains(sha256_hex(event.who)) ? 0U : take(event);
    return added;
  }

  Result<Page> read_since(std::int64_t cursor, std::size_t most) const override {
    const std::lock_guard lock(mutex_);
    Page page{{}, cursor};
    for (const auto& [at, event] : events_) {
      if (at <= cursor || page.events.size() == most) continue;
      page.events.push_back(event);
      page.cursor = at;
    }
    return page;
  }

  Result<std::vector<Event>> of_learner(const std::string& who) const override {
    const std::lock_guard lock(mutex_);
    std::vector<Event> found;
    for (const auto& [at, event] : events_) {
      if (event.who == who) found.push_back(event);
    }
    return found;
  }

  Result<std::size_t> erase_learner(const std::string& who) override {
    const std::lock_guard lock(mutex_);
    erased_.insert(sha256_hex(who));
    return std::erase_if(events_, [&](const auto& one) { return one.second.who == who; });
  }

  Result<bool> erased(const std::string& who) const override {
    const std::lock_guard lock(mutex_);
    return erased_.contains(sha256_hex(who));
  }

  Result<bool> knows_device(const std::string& public_key) const override {
    const std::lock_guard lock(mutex_);
    return devices_.contains(public_key);
  }

  Result<std::size_t> count() const override {
    const std::lock_guard lock(mutex_);
    return events_.size();
  }

  Result<HybridTime> latest() const override {
    const std::lock_guard lock(mutex_);
    HybridTime last;
    for (const auto& [at, event] : events_) last = std::max(last, event.clock);
    return last;
  }

 private:
  // 1: a new one; 0: known, or it took the place of another.
  std::size_t take(const Event& event) {
    devices_.insert(event.public_key);
    const auto same = [&](const auto& one) {
      return one.second.id == event.id && one.second.device == event.device;
    };
    const bool fresh = ids_.insert({event.id, event.device}).second;
    if (!fresh) {
      const auto kept = std::find_if(events_.begin(), events_.end(), same);
      if (kept == events_.end() || !precedes(event, kept->second)) return 0;
      events_.erase(kept);
    }
    events_.push_back({++cursor_, event});
    return fresh ? 1 : 0;
  }

  mutable std::mutex mutex_;
  std::vector<std::pair<std::int64_t, Event>> events_;
  std::set<std::pair<std::string, std::string>> ids_;
  std::set<std::string> erased_, devices_;
  std::int64_t cursor_ = 0;
};

}  // namespace

std::unique_ptr<EventStore> memory_event_store() { return std::make_unique<MemoryEventStore>(); }

}  // namespace tadpole::learning
