// SPDX-License-Identifier: Apache-2.0
// Who may read, write and moderate conversations, and how they are shown.
#pragma once
#include "learning/forum/thread_place.h"
#include "server/hub/room.h"

namespace tadpole::server {

class Talk {
 public:
  // Fails when the store does.
  static Result<Talk> of(Hub& hub, const Caller& caller);

  bool may_see(const std::string& room) const;
  bool may_moderate(const std::string& room) const;
  // The asker, and who teaches.
  bool may_accept(const learning::Forum& forum, const learning::Post& post) const;
  std::string title_of(const std::string& room) const;  // "" for the whole hub
  const std::vector<Room>& rooms() const { return rooms_; }

  Json post_json(const learning::Forum& forum, const learning::Post& post);
  Json thread_json(const learning::Forum& forum, const learning::ThreadPlace& place,
                   const std::string& room);
  // {"posts", "fresh", "last_ms"} of a thread that may be empty.
  Json count_json(const learning::Forum& forum, const learning::ThreadKey& key) const;

 private:
  Talk(Hub& hub, Caller caller, std::vector<Room> rooms)
      : hub_(&hub), caller_(std::move(caller)), rooms_(std::move(rooms)) {}
  const Room* room(const std::string& id) const;
  std::string nickname(const std::string& account);

  Hub* hub_;
  Caller caller_;
  std::vector<Room> rooms_;
  std::map<std::string, std::string> nicknames_;
};

}  // namespace tadpole::server
