// SPDX-License-Identifier: Apache-2.0
// A class with its people, as somebody in it sees it; when work in it is due.
#pragma once
#include <optional>

#include "server/hub/hub.h"

namespace tadpole::server {

struct Room {
  learning::Classroom classroom;
  std::vector<learning::Member> members;
  std::string role;  // of the caller: learner, mentor, instructor; "" when not in it

  bool teaches() const { return role == "instructor" || role == "mentor"; }
  const learning::Member* member(const std::string& account) const;  // nullptr: not in it
};

// Classes that the caller has to do with; whoever runs the hub has to do with all.
Result<std::vector<Room>> rooms_of(Hub& hub, const Caller& caller);
// Fails when there is none of that id among them.
Result<Room> room_named(Hub& hub, const Caller& caller, const std::string& id);

// By the roles of the account, or by the one in a class where that is enough. "": everybody may.
Result<bool> may(Hub& hub, const Caller& caller, const std::string& permission);

// When a section is due for the caller, with grace and extension: the latest of their classes.
Result<std::optional<std::int64_t>> due_of(Hub& hub, const Caller& caller,
                                           const learning::Section& section);
// Of one member.
std::optional<std::int64_t> due_in(const Room& room, const std::string& account,
                                   const learning::Section& section);
learning::Now now_for(Hub& hub, const Caller& caller, const learning::Section& section);

// The test of a section as the caller meets it: the one that is open, else the latest.
struct OwnExam {
  learning::Opening opening;
  std::shared_ptr<const learning::Keys> keys;
  std::int64_t due_ms = 0;
  bool there = false;

  learning::Exam exam() const {
    return {there ? &opening : nullptr, due_ms, keys ? keys.get() : nullptr};
  }
};
Result<OwnExam> exam_of(Hub& hub, const Caller& caller, const learning::Section& section);
// Of the caller, by section: of tests that are revealed.
Result<std::map<std::string, double>> revealed_scores(Hub& hub, const Caller& caller);
// The last moment somebody of the class may still answer.
std::int64_t last_due_ms(const Room& room, const learning::Opening& opening);

}  // namespace tadpole::server
