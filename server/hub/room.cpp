// SPDX-License-Identifier: Apache-2.0
#include "server/hub/room.h"

#include <algorithm>

namespace tadpole::server {
namespace {

using learning::Classroom;
using learning::Member;

constexpr std::int64_t kHour = 3600 * 1000, kDay = 24 * kHour;

std::string role_in(const Room& room, const Caller& caller) {
  if (room.classroom.owner == caller.learner) return "instructor";
  if (const Member* own = room.member(caller.learner)) return own->role;
  return learning::allowed(caller.roles, "hub.manage") ? "instructor" : "";
}

int extension_of(const Room& room, const std::string& account) {
  const Member* member = room.member(account);
  return member ? member->extension_days : 0;
}

}  // namespace

const Member* Room::member(const std::string& account) const {
  for (const Member& one : members) {
    if (one.account == account) return &one;
  }
  return nullptr;
}

Result<std::vector<Room>> rooms_of(Hub& hub, const Caller& caller) {
  const std::vector<Classroom> classrooms = TADPOLE_TRY(hub.store().classrooms());
  const std::vector<Member> members = TADPOLE_TRY(hub.store().members());
  std::vector<Room> rooms;
  for (const Classroom& one : classrooms) {
    Room room{one, {}, ""};
    for (const Member& member : members) {
      if (member.classroom == one.id) room.members.push_back(member);
    }
    room.role = role_in(room, caller);
    if (!room.role.empty()) rooms.push_back(std::move(room));
  }
  return rooms;
}

Result<Room> room_named(Hub& hub, const Caller& caller, const std::string& id) {
  std::vector<Room> rooms = TADPOLE_TRY(rooms_of(hub, caller));
  for (Room& room : rooms) {
    if (room.classroom.id == id) return std::move(room);
  }
  return wrong_use("There is no class '" + id + "' that you are in.");
}

Result<bool> may(Hub& hub, const Caller& caller, const std::string& permission) {
  if (permission.empty() || learning::allowed(caller.roles, permission)) return true;
  const std::string enough = learning::enough_in_class(permission);
  if (enough.empty() || caller.learner.empty()) return false;
  const std::vector<Room> rooms = TADPOLE_TRY(rooms_of(hub, caller));
  return std::any_of(rooms.begin(), rooms.end(),
                     [&](const Room& room) { return room.role == enough; });
}

std::optional<std::int64_t> due_in(const Room& room, const std::string& account,
                                   const learning::Section& section) {
  if (section.due_days <= 0 || room.classroom.start_ms <= 0) return {};
  return room.classroom.start_ms + section.due_days * kDay + room.classroom.grace_hours * kHour +
         extension_of(room, account) * kDay;
}

Result<std::optional<std::int64_t>> due_of(Hub& hub, const Caller& caller,
                                           const learning::Section& section) {
  std::optional<std::int64_t> latest;
  if (section.due_days <= 0 || caller.learner.empty()) return latest;
  const std::vector<Room> rooms = TADPOLE_TRY(rooms_of(hub, caller));
  for (const Room& room : rooms) {
    if (!room.member(caller.learner)) continue;
    const auto due = due_in(room, caller.learner, section);
    if (due) latest = std::max(latest.value_or(0), *due);
  }
  return latest;
}

learning::Now now_for(Hub& hub, const Caller& caller, const learning::Section& section) {
  learning::Now now = hub.now();
  const auto due = due_of(hub, caller, section);
  if (due.ok() && due.value()) now.due_seconds = static_cast<double>(*due.value()) / 1e3;
  return now;
}

Result<OwnExam> exam_of(Hub& hub, const Caller& caller, const learning::Section& section) {
  OwnExam best;
  if (section.type != "test" || caller.learner.empty()) return best;
  const std::vector<Room> rooms = TADPOLE_TRY(rooms_of(hub, caller));
  const LockedTogether together = TADPOLE_TRY(hub.together());
  bool best_open = false;
  for (const Room& room : rooms) {
    if (!room.member(caller.learner)) continue;
    for (const learning::Opening& one : together->openings.of_class(room.classroom.id)) {
      if (one.section != section.id) continue;
      const std::int64_t due =
          learning::due_ms(one, room.classroom.grace_hours, extension_of(room, caller.learner));
      const bool open = one.from_ms <= hub.now_ms() && hub.now_ms() <= due;
      if (best.there && (best_open || (!open && due < best.due_ms))) continue;
      best = {.opening = one, .keys = nullptr, .due_ms = due, .there = true};
      best_open = open;
    }
  }
  best.keys = hub.keys_of(section);
  return best;
}

Result<std::map<std::string, double>> revealed_scores(Hub& hub, const Caller& caller) {
  std::map<std::string, double> scores;
  const auto program = hub.program();
  const learning::Section* last = nullptr;
  for (const learning::Program::At& at : program->units()) {
    if (at.section->type != "test" || at.section == last) continue;
    last = at.section;
    const OwnExam own = TADPOLE_TRY(exam_of(hub, caller, *at.section));
    const learning::Exam exam = own.exam();
    if (exam.state(hub.now_ms()) != learning::ExamState::revealed) continue;
    const LockedLearner learner = TADPOLE_TRY(hub.lock(caller.learner));
    scores[at.section->id] = learning::grade_exam(*at.section, exam, learner.state()).score;
  }
  return scores;
}

std::int64_t last_due_ms(const Room& room, const learning::Opening& opening) {
  std::int64_t last = learning::due_ms(opening, room.classroom.grace_hours, 0);
  for (const Member& member : room.members)
    last = std::max(last,
                    learning::due_ms(opening, room.classroom.grace_hours, member.extension_days));
  return last;
}

}  // namespace tadpole::server
