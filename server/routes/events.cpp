// SPDX-License-Identifier: Apache-2.0
// What the page reports of its learner: opened, done, where to go on, bookmarks. A page may send
// the same event twice (it was offline, the answer got lost): its own id makes it count once.
#include <set>

#include "core/base/json.h"
#include "server/hub/hub.h"

namespace tadpole::server {
namespace {

const std::set<std::string>& page_kinds() {
  static const std::set<std::string> kinds = {"unit.opened", "unit.done",    "block.done",
                                              "resume.at",   "bookmark.set", "concept.known",
                                              "item.reset",  "note.written"};
  return kinds;
}

constexpr std::size_t kMostEvents = 500, kMostBodyBytes = 16 * 1024;

// The course of a place, so that "go on" is known per course.
std::string course_at(const learning::Program& program, const std::string& where) {
  const learning::Program::At at = program.find(where.substr(0, where.find('.')));
  return at.course ? at.course->id : "";
}

Result<learning::Event> event_from(Hub& hub, const LockedLearner& learner, const Json& given,
                                   const learning::Program& program) {
  const std::string kind = given["kind"];
  std::string where = given["where"];
  if (!page_kinds().contains(kind))
    return wrong_use("A page cannot report '" + kind +
                     "'; see the list in the description of the API.");
  if (where.size() > 200 || given["body"].dump().size() > kMostBodyBytes)
    return wrong_use("An event is larger than 16 kB; send less.");
  Json body = given["body"];
  if (kind == "resume.at") {
    body["course"] = course_at(program, where);
    const std::string block = json_text(body, "block");
    if (block.starts_with(where + ".")) where = block;
  }
  return hub.event_of(learner, kind, where, std::move(body), given.value("id", ""));
}

Response keep(Hub& hub, const Call& call) {
  const Json& given = call.body["events"];
  if (given.size() > kMostEvents)
    return error_response(413, "too_many", "More than 500 events at once; send them in parts.");
  Result<LockedLearner> learner = hub.lock(call.caller.learner);
  if (!learner.ok()) return response_of(learner.error());
  const auto program = hub.program();
  std::vector<learning::Event> events;
  for (const Json& one : given) {
    Result<learning::Event> event = event_from(hub, learner.value(), one, *program);
    if (!event.ok()) return response_of(event.error());
    events.push_back(std::move(event).value());
  }
  const std::size_t count = events.size();
  const Outcome kept = hub.record(learner.value(), std::move(events));
  return kept.ok() ? json_response({{"accepted", count}}) : response_of(kept.error());
}

}  // namespace

void add_events_routes(Hub& hub, Router& router) {
  using namespace schema;
  router.add({"POST", "/api/v1/events", "report_events", "what happened in the page", "event.write",
              object({{"events", list(object({{"kind", text()},
                                              {"where", text("unit or unit.block")},
                                              {"body", object({})},
                                              {"id?", text("of the page")}}))}}),
              object({{"accepted", number()}}),
              [&hub](const Call& call) { return keep(hub, call); }});
}

}  // namespace tadpole::server
