// SPDX-License-Identifier: Apache-2.0
#include "learning/forum/forum.h"

#include <algorithm>

#include "core/base/json.h"

namespace tadpole::learning {
namespace {

constexpr std::int64_t kMinute = 60 * 1000, kDay = 24 * 60 * kMinute;
constexpr std::size_t kNewcomerPosts = 5, kNewcomerBurst = 3, kBurst = 12;

bool flag(const Json& body, const char* name) {
  const auto at = body.find(name);
  return at != body.end() && at->is_boolean() && at->get<bool>();
}

bool earlier(const Event& a, const Event& b) { return a.order() < b.order(); }

}  // namespace

bool Forum::takes(const std::string& kind) {
  return kind.starts_with("post.") || kind.starts_with("thread.");
}

void Forum::add(std::span<const Event> events) {
  bool late = false;
  for (const Event& event : events) {
    if (!takes(event.kind) || !known_.insert(event.id).second) continue;
    late = late || (!events_.empty() && event.order() < events_.back().order());
    events_.push_back(event);
    events_.back().signature.clear();
    events_.back().public_key.clear();
    if (!late) apply(events_.back());
  }
  if (late) fold_again();
}

void Forum::forget(const std::string& who) {
  const auto gone = std::erase_if(events_, [&](const Event& one) { return one.who == who; });
  if (gone > 0) fold_again();
}

void Forum::fold_again() {
  std::sort(events_.begin(), events_.end(), earlier);
  posts_.clear();
  threads_.clear();
  locked_.clear();
  read_.clear();
  written_.clear();
  for (const Event& event : events_) apply(event);
}

void Forum::apply(const Event& e) {
  const ThreadKey key = {json_text(e.body, "room"), e.where};
  if (e.kind == "post.written") {
    Post post = {.id = e.id,
                 .thread = e.where,
                 .room = key.room,
                 .parent = json_text(e.body, "parent"),
                 .author = e.who,
                 .text = json_text(e.body, "text"),
                 .at_ms = e.clock.wall_ms};
    if (!posts_.try_emplace(e.id, std::move(post)).second) return;
    threads_[key].push_back(e.id);
    written_[e.who].push_back(e.clock.wall_ms);
    return;
  }
  if (e.kind == "thread.locked") {
    if (flag(e.body, "on")) {
      locked_.insert(key);
    } else {
      locked_.erase(key);
    }
    return;
  }
  if (e.kind == "thread.read") {
    std::int64_t& until = read_[{e.who, key}];
    until = std::max(until, e.clock.wall_ms);
    return;
  }
  const auto at = posts_.find(json_text(e.body, "post"));
  if (at == posts_.end()) return;
  Post& post = at->second;
  const bool own = post.author == e.who;
  if (e.kind == "post.edited" && own && !post.deleted) {
    post.text = json_text(e.body, "text");
    post.edit_reason = json_text(e.body, "reason");
    post.edited_ms = e.clock.wall_ms;
  } else if (e.kind == "post.deleted" && own) {
    post.deleted = true;
    post.text.clear();
  } else if (e.kind == "post.reported") {
    post.reports[e.who] = json_text(e.body, "reason");
  } else if (e.kind == "post.accepted") {
    post.accepted = flag(e.body, "on");
  } else if (e.kind == "post.moderated" && own) {
    post.hidden = flag(e.body, "hide");
    post.hidden_reason = json_text(e.body, "reason");
    post.reports.clear();  // looked at
  }
}

const Post* Forum::post(const std::string& id) const {
  const auto at = posts_.find(id);
  return at == posts_.end() ? nullptr : &at->second;
}

std::vector<const Post*> Forum::posts(const ThreadKey& key) const {
  std::vector<const Post*> list;
  const auto at = threads_.find(key);
  if (at == threads_.end()) return list;
  for (const std::string& id : at->second) list.push_back(&posts_.at(id));
  return list;
}

std::vector<ThreadKey> Forum::threads() const {
  std::vector<ThreadKey> keys;
  for (const auto& [key, posts] : threads_) keys.push_back(key);
  return keys;
}

bool Forum::locked(const ThreadKey& key) const { return locked_.contains(key); }

std::int64_t Forum::read_ms(const std::string& who, const ThreadKey& key) const {
  const auto at = read_.find({who, key});
  return at == read_.end() ? 0 : at->second;
}

std::vector<const Post*> Forum::reported() const {
  std::vector<const Post*> list;
  for (const auto& [id, post] : posts_) {
    if (!post.reports.empty() && !post.hidden && !post.deleted) list.push_back(&post);
  }
  return list;
}

std::string Forum::rate_refusal(const std::string& who, std::int64_t now_ms) const {
  const auto at = written_.find(who);
  if (at == written_.end()) return "";
  const std::vector<std::int64_t>& times = at->second;
  const bool newcomer = times.size() < kNewcomerPosts || now_ms - times.front() < kDay;
  const auto recent = static_cast<std::size_t>(std::count_if(
      times.begin(), times.end(), [&](std::int64_t ms) { return now_ms - ms < 10 * kMinute; }));
  if (recent < (newcomer ? kNewcomerBurst : kBurst)) return "";
  return newcomer ? "You are new here and have written three posts in ten minutes; wait a little "
                    "before the next one."
                  : "You have written twelve posts in ten minutes; wait a little before the next "
                    "one.";
}

}  // namespace tadpole::learning
