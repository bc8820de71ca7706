// SPDX-License-Identifier: Apache-2.0
// Tests of a class: unsealed and opened by its teacher, closed, revealed; and one's own result.
#include <algorithm>

#include "server/hub/room.h"

namespace tadpole::server {
namespace {

using learning::Exam;
using learning::Opening;
using learning::Section;

constexpr std::int64_t kLongestMs = std::int64_t{400} * 24 * 3600 * 1000;

const Section* test_named(const learning::Program& program, const std::string& id) {
  for (const auto& at : program.units()) {
    if (at.section->id == id && at.section->type == "test") return at.section;
  }
  return nullptr;
}

Response missing(const std::string& id) {
  return error_response(404, "missing", "There is no test '" + id + "'; it may have been renamed.");
}

// Every test of the courses, each once.
std::vector<const Section*> tests_of(const learning::Program& program) {
  std::vector<const Section*> sections;
  for (const auto& at : program.units()) {
    if (at.section->type == "test" && (sections.empty() || sections.back() != at.section))
      sections.push_back(at.section);
  }
  return sections;
}

// The state a teacher sees is that of learners without extension.
Json test_json(Hub& hub, const Room& room, const Section& section, const Opening* opening) {
  const std::int64_t due = opening ? learning::due_ms(*opening, room.classroom.grace_hours, 0) : 0;
  Json json = learning::exam_json(section, {opening, due, nullptr}, hub.now_ms());
  json["sealed"] = learning::is_sealed(section);
  json["keys"] = hub.keys_of(section) != nullptr;
  json["answered"] = 0;
  if (!opening) return json;
  json["opening"] = opening->id;
  json["last_due_ms"] = last_due_ms(room, *opening);
  int answered = 0;
  for (const learning::Member& member : room.members) {
    if (member.role != "learner") continue;
    const auto learner = hub.lock(member.account);
    answered += learner.ok() && learner.value().state().tests.contains(opening->id);
  }
  json["answered"] = answered;
  return json;
}

std::vector<Opening> openings_of(Hub& hub, const std::string& room) {
  const auto together = hub.together();
  return together.ok() ? together.value()->openings.of_class(room) : std::vector<Opening>{};
}

const Opening* of_section(const std::vector<Opening>& openings, const std::string& section) {
  for (const Opening& one : openings) {
    if (one.section == section) return &one;
  }
  return nullptr;
}

// Calls f(room, section, opening or nullptr) for one who teaches the class, then shows the test.
template <class F>
Response at_test(Hub& hub, const Call& call, const F& f) {
  const auto room = room_named(hub, call.caller, call.param("id"));
  if (!room.ok()) return error_response(404, "missing", room.error().message);
  if (room.value().role != "instructor")
    return error_response(403, "not_allowed", "Only the instructor of this class does that.");
  const auto program = hub.program();
  const Section* section = test_named(*program, call.param("section"));
  if (!section) return missing(call.param("section"));
  const std::vector<Opening> before = openings_of(hub, room.value().classroom.id);
  const Outcome done = f(room.value(), *section, of_section(before, section->id));
  if (!done.ok()) return response_of(done.error());
  const std::vector<Opening> after = openings_of(hub, room.value().classroom.id);
  return json_response(test_json(hub, room.value(), *section, of_section(after, section->id)));
}

Response all(Hub& hub, const Call& call) {
  const auto room = room_named(hub, call.caller, call.param("id"));
  if (!room.ok()) return error_response(404, "missing", room.error().message);
  if (!room.value().teaches())
    return error_response(403, "not_allowed", "Only those who teach this class see its tests.");
  const auto program = hub.program();
  const std::vector<Opening> openings = openings_of(hub, room.value().classroom.id);
  Json list = Json::array();
  for (const Section* section : tests_of(*program))
    list.push_back(test_json(hub, room.value(), *section, of_section(openings, section->id)));
  return json_response(list);
}

Outcome note(Hub& hub, const Call& call, const char* kind, const std::string& section, Json body) {
  body["by"] = call.caller.learner;
  TADPOLE_TRY(hub.record_for("hub", kind, section, std::move(body)));
  return hub.audit(call, kind, call.param("id") + " " + section);
}

Response open(Hub& hub, const Call& call) {
  return at_test(
      hub, call, [&](const Room& room, const Section& section, const Opening*) -> Outcome {
        const std::int64_t now = hub.now_ms();
        const std::int64_t from = call.body.value("from_ms", now), to = call.body["to_ms"];
        const int attempts = call.body.value("attempts", 1);
        if (to <= from || to <= now || to - from > kLongestMs)
          return wrong_use("The end of the test must be later than its beginning and than now.");
        if (attempts < 1 || attempts > 20)
          return wrong_use("The answers to each question must be from 1 to 20.");
        const std::string passphrase = call.body.value("passphrase", "");
        if (!passphrase.empty()) {
          if (!hub.may_try_secret("seal " + section.id))
            return wrong_use("Too many tries with a passphrase; wait a minute.");
          TADPOLE_TRY(hub.unseal(section, passphrase));
        }
        if (!hub.keys_of(section))
          return wrong_use("The keys of this test are sealed; give the passphrase to open it.");
        return note(hub, call, "test.opened", section.id,
                    {{"class", room.classroom.id},
                     {"from_ms", from},
                     {"to_ms", to},
                     {"attempts", attempts}});
      });
}

Response close(Hub& hub, const Call& call) {
  return at_test(hub, call,
                 [&](const Room&, const Section& section, const Opening* opening) -> Outcome {
                   if (!opening) return wrong_use("This test was not opened for the class.");
                   return note(hub, call, "test.closed", section.id, {{"opening", opening->id}});
                 });
}

Response reveal(Hub& hub, const Call& call) {
  return at_test(hub, call,
                 [&](const Room& room, const Section& section, const Opening* opening) -> Outcome {
                   if (!opening) return wrong_use("This test was not opened for the class.");
                   if (hub.now_ms() <= last_due_ms(room, *opening))
                     return wrong_use(
                         "Somebody of the class still has time for this test; reveal it when all "
                         "are through.");
                   return note(hub, call, "test.revealed", section.id, {{"opening", opening->id}});
                 });
}

Response own(Hub& hub, const Call& call) {
  const auto program = hub.program();
  const Section* section = test_named(*program, call.param("section"));
  if (!section) return missing(call.param("section"));
  const auto found = exam_of(hub, call.caller, *section);
  if (!found.ok()) return response_of(found.error());
  const Exam exam = found.value().exam();
  const auto learner = hub.lock(call.caller.learner);
  if (!learner.ok()) return response_of(learner.error());
  Json json = learning::exam_json(*section, exam, hub.now_ms());
  const auto result = learning::grade_exam(*section, exam, learner.value().state());
  json["answered"] = result.answered;
  json["questions"] = result.questions;
  if (exam.state(hub.now_ms()) == learning::ExamState::revealed) json["score"] = result.score;
  return json_response(json);
}

}  // namespace

void add_exams_routes(Hub& hub, Router& router) {
  using namespace schema;
  const auto with = [](std::initializer_list<std::pair<std::string, Json>> more) {
    Json json = object({{"section", text()},
                        {"title", text()},
                        {"track", text("certificate | practice")},
                        {"state", text("none | not_open | open | closed | revealed")},
                        {"from_ms?", number()},
                        {"due_ms?", number("with grace and extension")},
                        {"attempts?", number("at each question")},
                        {"answered", number()}});
    const Json others = object(more);
    json["properties"].update(others["properties"]);
    return json;
  };
  const Json test = with({{"sealed", flag("its keys are encrypted in the text")},
                          {"keys", flag("the hub has them")},
                          {"opening?", text()},
                          {"last_due_ms?", number("of all extensions")}});
  const std::string at = "/api/v1/classes/{id}/tests/{section}";
  router.add({"GET", "/api/v1/classes/{id}/tests", "list_tests", "tests, for who teaches a class",
              "own.export", nullptr, schema::list(test),
              [&hub](const Call& call) { return all(hub, call); }});
  router.add({"POST", at + "/opening", "open_test", "open it for the class", "own.export",
              object({{"from_ms?", number("now when absent")},
                      {"to_ms", number()},
                      {"attempts?", number()},
                      {"passphrase?", text("of sealed keys")}}),
              test, [&hub](const Call& call) { return open(hub, call); }});
  router.add({"POST", at + "/closing", "close_test", "end it before its time", "own.export",
              object({}), test, [&hub](const Call& call) { return close(hub, call); }});
  router.add({"POST", at + "/revealing", "reveal_test", "show scores and keys", "own.export",
              object({}), test, [&hub](const Call& call) { return reveal(hub, call); }});
  router.add({"GET", "/api/v1/tests/{section}", "read_test", "one's own test", "own.export",
              nullptr,
              with({{"questions", number()}, {"score?", number("0 to 1, once it is revealed")}}),
              [&hub](const Call& call) { return own(hub, call); }});
}

}  // namespace tadpole::server
