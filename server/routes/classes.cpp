// SPDX-License-Identifier: Apache-2.0
// Classes: made by a teacher, joined by a code; the matrix shows who is where, who is stuck, and
// which questions are hard.
#include <algorithm>
#include <map>

#include "server/hub/room.h"

namespace tadpole::server {
namespace {

using learning::Attempts;
using learning::Classroom;
using learning::Member;
using learning::Program;

constexpr int kStuckAfter = 3;      // wrong answers to one question
constexpr int kHardFrom = 2;        // learners who tried it
constexpr double kHardBelow = 0.5;  // share who got it right

Result<Room> room_of(Hub& hub, const Call& call) {
  return room_named(hub, call.caller, call.param("id"));
}

Json room_json(const Room& room) {
  return {{"id", room.classroom.id},
          {"title", room.classroom.name},
          {"code", room.teaches() ? room.classroom.code : ""},
          {"role", room.role},
          {"learners", std::count_if(room.members.begin(), room.members.end(),
                                     [](const Member& m) { return m.role == "learner"; })}};
}

Response make_class(Hub& hub, const Call& call) {
  const std::string title = call.body["title"];
  if (title.empty() || title.size() > 120)
    return error_response(400, "title", "Give the class a name of 1 to 120 characters.");
  const Classroom classroom = {.id = learning::new_id(),
                               .name = title,
                               .owner = call.caller.learner,
                               .code = learning::new_class_code(),
                               .start_ms = 0};
  Outcome kept = hub.store().put_classroom(classroom);
  if (kept.ok()) kept = hub.audit(call, "class.made", classroom.id);
  if (!kept.ok()) return response_of(kept.error());
  return json_response(room_json({classroom, {}, "instructor"}));
}

Response join_class(Hub& hub, const Call& call) {
  std::string code = call.body["code"];
  for (char& c : code) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  if (!hub.may_try_sign_in("code " + call.caller.learner))
    return error_response(429, "too_many", "Too many tries; wait a minute.");
  const auto classrooms = hub.store().classrooms();
  if (!classrooms.ok()) return response_of(classrooms.error());
  for (const Classroom& one : classrooms.value()) {
    if (one.code != code) continue;
    if (one.owner != call.caller.learner) {
      const Outcome kept = hub.store().put_member(
          {.classroom = one.id, .account = call.caller.learner, .role = "learner"});
      if (!kept.ok()) return response_of(kept.error());
    }
    Request request = call.request;
    request.params["id"] = one.id;
    const Result<Room> room = room_of(hub, Call{request, call.caller, call.body});
    return room.ok() ? json_response(room_json(room.value())) : response_of(room.error());
  }
  return error_response(
      404, "missing",
      "There is no class with the code '" + code + "'; ask your teacher for the six characters.");
}

// One learner's row, and what it adds to the questions' tallies.
struct Tally {
  int learners = 0, correct = 0;
};

void tally_items(const learning::LearnerState& state, std::map<std::string, Tally>& items) {
  for (const auto& [name, tried] : state.items) {
    if (tried.count == 0) continue;
    Tally& tally = items[name];
    ++tally.learners;
    tally.correct += tried.correct;
  }
}

Json stuck_of(const Program& program, const learning::Account& account,
              const learning::LearnerState& state) {
  Json stuck = Json::array();
  for (const auto& [name, tried] : state.items) {
    if (tried.correct || tried.count < kStuckAfter) continue;
    const auto item = learning::find_item(program, name);
    if (!item) continue;
    stuck.push_back(
        {{"learner", account.id},
         {"nickname", account.nickname},
         {"unit", item->at.unit->id},
         {"title", item->at.unit->title},
         {"why", std::to_string(tried.count) + " answers to one question, none right yet"}});
  }
  return stuck;
}

Json difficult(const Program& program, const std::map<std::string, Tally>& items) {
  Json list = Json::array();
  for (const auto& [name, tally] : items) {
    if (tally.learners < kHardFrom || tally.correct > kHardBelow * tally.learners) continue;
    const auto item = learning::find_item(program, name);
    if (!item) continue;
    list.push_back({{"unit", item->at.unit->id},
                    {"block", name},
                    {"title", item->at.unit->title},
                    {"learners", tally.learners},
                    {"correct", tally.correct}});
  }
  return list;
}

Response matrix(Hub& hub, const Call& call) {
  const Result<Room> room = room_of(hub, call);
  if (!room.ok()) return response_of(room.error());
  if (!room.value().teaches())
    return error_response(403, "not_allowed", "Only those who teach this class see its work.");
  const auto program = hub.program();
  const std::vector<Program::At> units = program->units();
  Json columns = Json::array(), rows = Json::array(), stuck = Json::array();
  for (const Program::At& at : units)
    columns.push_back(
        {{"id", at.unit->id}, {"title", at.unit->title}, {"section", at.section->title}});
  std::map<std::string, Tally> items;
  for (const Member& member : room.value().members) {
    if (member.role != "learner") continue;
    const auto account = hub.store().account(member.account);
    if (!account.ok() || !account.value()) continue;
    const Result<LockedLearner> learner = hub.lock(member.account);
    if (!learner.ok()) return response_of(learner.error());
    const learning::LearnerState& state = learner.value().state();
    Json states = Json::array();
    for (const Program::At& at : units) states.push_back(learning::unit_state(*at.unit, state));
    rows.push_back({{"id", account.value()->id},
                    {"nickname", account.value()->nickname},
                    {"states", states},
                    {"last_active", state.last_ms}});
    tally_items(state, items);
    for (Json& one : stuck_of(*program, *account.value(), state)) stuck.push_back(std::move(one));
  }
  return json_response({{"units", columns},
                        {"learners", rows},
                        {"stuck", stuck},
                        {"difficult", difficult(*program, items)}});
}

Response leave(Hub& hub, const Call& call) {
  const Outcome left = hub.store().drop_member(call.param("id"), call.caller.learner);
  return left.ok() ? json_response(Json::object()) : response_of(left.error());
}

}  // namespace

void add_classes_routes(Hub& hub, Router& router) {
  using namespace schema;
  const Json room = object({{"id", text()},
                            {"title", text()},
                            {"code", text("for those who teach it")},
                            {"role", text()},
                            {"learners", number()}});
  router.add({"POST", "/api/v1/classes", "make_class", "a new class with a code to join",
              "class.write", object({{"title", text()}}), room,
              [&hub](const Call& call) { return make_class(hub, call); }});
  router.add({"POST", "/api/v1/classes/join", "join_class", "join by its code", "class.join",
              object({{"code", text()}}), room,
              [&hub](const Call& call) { return join_class(hub, call); }});
  router.add({"GET", "/api/v1/classes/{id}", "read_class", "a class the caller is in", "own.export",
              nullptr, room, [&hub](const Call& call) {
                const Result<Room> found = room_of(hub, call);
                return found.ok() ? json_response(room_json(found.value()))
                                  : error_response(404, "missing", found.error().message);
              }});
  router.add({"DELETE", "/api/v1/classes/{id}/membership", "leave_class", "leave it", "class.join",
              nullptr, nullptr, [&hub](const Call& call) { return leave(hub, call); }});
  router.add(
      {"GET", "/api/v1/classes/{id}/matrix", "read_matrix", "learners by units", "class.read",
       nullptr,
       object({{"units", list(object({{"id", text()}, {"title", text()}, {"section", text()}}))},
               {"learners", list(object({{"id", text()},
                                         {"nickname", text()},
                                         {"states", list(text())},
                                         {"last_active", number("ms since 1970")}}))},
               {"stuck", list(object({{"learner", text()},
                                      {"nickname", text()},
                                      {"unit", text()},
                                      {"title", text()},
                                      {"why", text()}}))},
               {"difficult", list(object({{"unit", text()},
                                          {"block", text()},
                                          {"title", text()},
                                          {"learners", number()},
                                          {"correct", number()}}))}}),
       [&hub](const Call& call) { return matrix(hub, call); }});
}

}  // namespace tadpole::server
