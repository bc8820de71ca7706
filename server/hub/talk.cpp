// SPDX-License-Identifier: Apache-2.0
#include "server/hub/talk.h"

#include <algorithm>

#include "learning/course/read_program.h"

namespace tadpole::server {

using learning::Forum;
using learning::Post;

Result<Talk> Talk::of(Hub& hub, const Caller& caller) {
  std::vector<Room> rooms = TADPOLE_TRY(rooms_of(hub, caller));
  return Talk(hub, caller, std::move(rooms));
}

const Room* Talk::room(const std::string& id) const {
  for (const Room& one : rooms_) {
    if (one.classroom.id == id) return &one;
  }
  return nullptr;
}

bool Talk::may_see(const std::string& id) const { return id.empty() || room(id) != nullptr; }

bool Talk::may_moderate(const std::string& id) const {
  if (id.empty()) return learning::allowed(caller_.roles, "discussion.moderate");
  const Room* found = room(id);
  return found && found->teaches();
}

bool Talk::may_accept(const Forum& forum, const Post& post) const {
  const Post* question = forum.post(post.parent);
  if (question && question->author == caller_.learner) return true;
  return may_moderate(post.room) ||
         (post.room.empty() && learning::allowed(caller_.roles, "class.read"));
}

std::string Talk::title_of(const std::string& id) const {
  const Room* found = room(id);
  return found ? found->classroom.name : "";
}

std::string Talk::nickname(const std::string& id) {
  const auto known = nicknames_.find(id);
  if (known != nicknames_.end()) return known->second;
  const auto account = hub_->store().account(id);
  const bool there = account.ok() && account.value();
  return nicknames_[id] = there ? account.value()->nickname : "";
}

Json Talk::post_json(const Forum& forum, const Post& post) {
  const bool mine = post.author == caller_.learner, moderates = may_moderate(post.room);
  const bool shown = !post.deleted && (!post.hidden || mine || moderates);
  Json json = {{"id", post.id},
               {"parent", forum.post(post.parent) ? Json(post.parent) : Json(nullptr)},
               {"author", nickname(post.author)},
               {"mine", mine},
               {"at_ms", post.at_ms},
               {"edited_ms", post.edited_ms},
               {"edit_reason", post.edit_reason},
               {"deleted", post.deleted},
               {"hidden", post.hidden},
               {"hidden_reason", post.hidden_reason},
               {"accepted", post.accepted},
               {"may_accept", !post.parent.empty() && may_accept(forum, post)},
               {"reported", post.reports.contains(caller_.learner)},
               {"html", shown ? learning::html_of(post.text) : ""}};
  if (mine && shown) json["text"] = post.text;
  if (moderates) {
    json["reports"] = Json::array();
    for (const auto& [who, why] : post.reports) json["reports"].push_back(why);
  }
  return json;
}

Json Talk::count_json(const Forum& forum, const learning::ThreadKey& key) const {
  const std::int64_t read = forum.read_ms(caller_.learner, key);
  int posts = 0, fresh = 0;
  std::int64_t last = 0;
  for (const Post* post : forum.posts(key)) {
    if (post->deleted || post->hidden) continue;
    ++posts;
    fresh += post->at_ms > read && post->author != caller_.learner;
    last = std::max(last, post->at_ms);
  }
  return {{"posts", posts}, {"fresh", fresh}, {"last_ms", last}};
}

Json Talk::thread_json(const Forum& forum, const learning::ThreadPlace& place,
                       const std::string& room_id) {
  const learning::ThreadKey key = {room_id, place.thread};
  Json json = count_json(forum, key);
  json["thread"] = place.thread;
  json["title"] = place.title;
  json["course"] = place.course;
  json["unit"] = place.unit;
  json["room"] = room_id;
  json["room_title"] = title_of(room_id);
  json["locked"] = forum.locked(key);
  json["may_moderate"] = may_moderate(room_id);
  return json;
}

}  // namespace tadpole::server
