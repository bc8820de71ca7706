// SPDX-License-Identifier: Apache-2.0
// What a teacher does with a class: its roster, its calendar, extensions, its grades as a table.
#include <algorithm>

#include "core/data/csv.h"
#include "server/hub/room.h"

namespace tadpole::server {
namespace {

using learning::Account;
using learning::Enrolment;
using learning::Member;

constexpr std::size_t kMostRosterBytes = std::size_t{256} << 10;

// Calls f(room) for the instructor of the class.
template <class F>
Response in_class(Hub& hub, const Call& call, const F& f) {
  const auto room = room_named(hub, call.caller, call.param("id"));
  if (!room.ok()) return error_response(404, "missing", room.error().message);
  if (room.value().role != "instructor")
    return error_response(403, "not_allowed", "Only the instructor of this class does that.");
  return f(room.value());
}

// A new learner with a first secret for the teacher to hand out: six characters, easy to read.
Result<std::string> begin(Hub& hub, const std::string& nickname, const std::string& room,
                          int extension_days) {
  const std::string secret = learning::new_class_code();
  const std::string hash = learning::hash_secret(secret);
  if (hash.empty())
    return Error{
        "There is too little memory to keep a secret; close other programs and try again."};
  const Account account = {.id = learning::new_id(),
                           .nickname = nickname,
                           .roles = {"learner"},
                           .secret_hash = hash,
                           .created_ms = hub.now_ms()};
  TADPOLE_TRY(hub.store().put_account(account));
  TADPOLE_TRY(hub.store().put_member({.classroom = room,
                                      .account = account.id,
                                      .role = "learner",
                                      .extension_days = extension_days}));
  return secret;
}

// One row: {"nickname", "what", "secret"}; learning::Enrolment says what can happen.
Result<Json> enrol(Hub& hub, const Room& room, const learning::RosterRow& row) {
  const auto known = TADPOLE_TRY(hub.store().account_named(row.nickname));
  const Member* member = known ? room.member(known->id) : nullptr;
  const Enrolment what = enrolment_of(row, known ? &*known : nullptr, member);
  Json answer = {{"nickname", row.nickname}, {"what", enrolment_name(what)}, {"secret", ""}};
  if (what == Enrolment::made)
    answer["secret"] = TADPOLE_TRY(begin(hub, row.nickname, room.classroom.id, row.extension_days));
  if (what != Enrolment::added && what != Enrolment::changed) return answer;
  Member now =
      member ? *member
             : Member{.classroom = room.classroom.id, .account = known->id, .role = "learner"};
  now.extension_days = row.extension_days;
  TADPOLE_TRY(hub.store().put_member(now));
  return answer;
}

Response upload(Hub& hub, const Call& call) {
  return in_class(hub, call, [&](const Room& room) {
    if (call.request.body.size() > kMostRosterBytes)
      return error_response(413, "too_large", "The roster has more than 256 kB; send it in parts.");
    const auto rows = learning::read_roster(call.request.body);
    if (!rows.ok()) return response_of(rows.error());
    Json list = Json::array();
    for (const learning::RosterRow& row : rows.value()) {
      const Result<Json> one = enrol(hub, room, row);
      if (!one.ok()) return response_of(one.error());
      list.push_back(one.value());
    }
    const Outcome noted = hub.audit(call, "class.roster", room.classroom.id);
    return noted.ok() ? json_response(list) : response_of(noted.error());
  });
}

// By nickname.
Json people_of(Hub& hub, const Room& room) {
  std::vector<Json> list;
  for (const Member& member : room.members) {
    const auto account = hub.store().account(member.account);
    if (!account.ok() || !account.value()) continue;
    list.push_back({{"id", member.account},
                    {"nickname", account.value()->nickname},
                    {"role", member.role},
                    {"extension_days", member.extension_days}});
  }
  std::sort(list.begin(), list.end(),
            [](const Json& a, const Json& b) { return a["nickname"] < b["nickname"]; });
  return list;
}

Response people(Hub& hub, const Call& call) {
  return in_class(hub, call, [&](const Room& room) { return json_response(people_of(hub, room)); });
}

Response as_csv(const std::string& text, const std::string& name) {
  Response response;
  response.type = "text/csv; charset=utf-8";
  response.body = text;
  return response.with("Content-Disposition", "attachment; filename=\"" + name + "\"");
}

Response roster_csv(Hub& hub, const Call& call) {
  return in_class(hub, call, [&](const Room& room) {
    std::vector<learning::RosterRow> rows;
    for (const Json& one : people_of(hub, room)) {
      if (one["role"] == "learner")
        rows.push_back({.nickname = one["nickname"], .extension_days = one["extension_days"]});
    }
    return as_csv(learning::write_roster(rows), "roster.csv");
  });
}

Response set_member(Hub& hub, const Call& call) {
  return in_class(hub, call, [&](const Room& room) {
    const Member* member = room.member(call.param("learner"));
    if (!member) return error_response(404, "missing", "There is no such learner in this class.");
    Member changed = *member;
    const int days = call.body.value("extension_days", member->extension_days);
    if (days < 0 || days > 365)
      return error_response(400, "days", "An extension has from 0 to 365 days.");
    changed.extension_days = days;
    changed.role = call.body.value("role", member->role);
    const std::vector<std::string> roles = {"learner", "mentor", "instructor"};
    if (std::find(roles.begin(), roles.end(), changed.role) == roles.end())
      return error_response(400, "role", "In a class one is learner, mentor or instructor.");
    Outcome kept = hub.store().put_member(changed);
    if (kept.ok())
      kept = hub.audit(call, "class.member",
                       room.classroom.id + " " + changed.account + " " + changed.role + " " +
                           std::to_string(days));
    return kept.ok() ? json_response({{"extension_days", days}, {"role", changed.role}})
                     : response_of(kept.error());
  });
}

Response calendar(Hub& hub, const Call& call) {
  const auto room = room_named(hub, call.caller, call.param("id"));
  if (!room.ok()) return error_response(404, "missing", room.error().message);
  const auto program = hub.program();
  Json dates = Json::array();
  const learning::Section* last = nullptr;
  for (const auto& at : program->units()) {
    if (at.section == last) continue;
    last = at.section;
    const auto due = due_in(room.value(), call.caller.learner, *at.section);
    if (at.section->due_days <= 0) continue;
    dates.push_back({{"section", at.section->id},
                     {"title", at.section->title},
                     {"unit", at.section->units.empty() ? "" : at.section->units.front().id},
                     {"due_days", at.section->due_days},
                     {"due_ms", due ? Json(*due) : Json(nullptr)}});
  }
  return json_response({{"start_ms", room.value().classroom.start_ms},
                        {"grace_hours", room.value().classroom.grace_hours},
                        {"dates", dates}});
}

Response set_calendar(Hub& hub, const Call& call) {
  const std::int64_t start = call.body["start_ms"];
  const int grace = call.body["grace_hours"];
  if (start < 0 || start > 4102444800000 || grace < 0 || grace > 1000)
    return error_response(400, "calendar", "Give a day before 2100 and from 0 to 1000 hours.");
  const Response set = in_class(hub, call, [&](const Room& room) {
    learning::Classroom changed = room.classroom;
    changed.start_ms = start;
    changed.grace_hours = grace;
    Outcome kept = hub.store().put_classroom(changed);
    if (kept.ok()) kept = hub.audit(call, "class.calendar", room.classroom.id);
    return kept.ok() ? json_response(Json::object()) : response_of(kept.error());
  });
  return set.status == 200 ? calendar(hub, call) : set;
}

// A spreadsheet must not take a name for a formula. Source: OWASP, CSV Injection.
std::string harmless(const std::string& text) {
  return !text.empty() && std::string("=+-@\t\r").find(text.front()) != std::string::npos
             ? "'" + text
             : text;
}

std::string percent(std::optional<double> share) {
  return share ? std::to_string(static_cast<int>(*share * 100 + 0.5)) : "";
}

// Sections with a weight, in percent; empty: not given yet. The last column is the weighted mean.
Response grades_csv(Hub& hub, const Call& call) {
  return in_class(hub, call, [&](const Room& room) {
    const auto program = hub.program();
    std::vector<const learning::Section*> sections;
    for (const auto& at : program->units()) {
      const bool counted = at.section->weight > 0;
      if (counted && (sections.empty() || sections.back() != at.section))
        sections.push_back(at.section);
    }
    std::vector<std::string> head = {"nickname"};
    for (const auto* section : sections)
      head.push_back(harmless(section->title + " (" + section->track + ")"));
    head.emplace_back("total");
    std::string text = csv_line(head);
    for (const Json& one : people_of(hub, room)) {
      if (one["role"] != "learner") continue;
      const Caller caller = {one["id"], one["nickname"], {"learner"}};
      const auto tests = revealed_scores(hub, caller);
      const auto learner = hub.lock(caller.learner);
      if (!learner.ok()) return response_of(learner.error());
      if (!tests.ok()) return response_of(tests.error());
      std::vector<std::string> row = {harmless(caller.nickname)};
      double sum = 0, weights = 0;
      for (const auto* section : sections) {
        std::optional<double> share;
        const auto told = tests.value().find(section->id);
        if (section->type != "test")
          share = learning::section_grade(*section, learner.value().state());
        else if (told != tests.value().end())
          share = told->second;
        row.push_back(percent(share));
        if (share) sum += section->weight * *share, weights += section->weight;
      }
      row.push_back(percent(weights > 0 ? std::optional<double>(sum / weights) : std::nullopt));
      text += csv_line(row);
    }
    return as_csv(text, "grades.csv");
  });
}

}  // namespace

void add_teaching_routes(Hub& hub, Router& router) {
  using namespace schema;
  const std::string at = "/api/v1/classes/{id}";
  const Json dates =
      object({{"start_ms", number("0: everybody at their own pace")},
              {"grace_hours", number()},
              {"dates", list(object({{"section", text()},
                                     {"title", text()},
                                     {"unit", text()},
                                     {"due_days", number()},
                                     {"due_ms", any("for the caller, or null")}}))}});
  router.add(
      {"POST", at + "/roster", "upload_roster",
       "learners by a CSV (nickname,extension_days) as the body of the request", "own.export",
       nullptr,
       list(object({{"nickname", text()},
                    {"what", text("made | added (had an account) | changed | same | needs_code")},
                    {"secret", text("of who was made: shown this once")}})),
       [&hub](const Call& call) { return upload(hub, call); }});
  router.add({"GET", at + "/roster.csv", "read_roster", "the class as a CSV", "own.export", nullptr,
              nullptr, [&hub](const Call& call) { return roster_csv(hub, call); }});
  router.add(
      {"GET", at + "/members", "list_members", "who is in it", "own.export", nullptr,
       list(object(
           {{"id", text()}, {"nickname", text()}, {"role", text()}, {"extension_days", number()}})),
       [&hub](const Call& call) { return people(hub, call); }});
  router.add({"PUT", at + "/members/{learner}", "set_member", "role and extension in a class",
              "own.export", object({{"extension_days?", number()}, {"role?", text()}}),
              object({{"extension_days", number()}, {"role", text()}}),
              [&hub](const Call& call) { return set_member(hub, call); }});
  router.add({"GET", at + "/calendar", "read_calendar", "what is due when", "own.export", nullptr,
              dates, [&hub](const Call& call) { return calendar(hub, call); }});
  router.add({"PUT", at + "/calendar", "set_calendar", "first day and grace", "own.export",
              object({{"start_ms", number()}, {"grace_hours", number()}}), dates,
              [&hub](const Call& call) { return set_calendar(hub, call); }});
  router.add({"GET", at + "/grades.csv", "read_grades", "grades of a class as a CSV", "own.export",
              nullptr, nullptr, [&hub](const Call& call) { return grades_csv(hub, call); }});
}

}  // namespace tadpole::server
