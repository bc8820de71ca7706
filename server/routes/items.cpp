// SPDX-License-Identifier: Apache-2.0
// Answers to quiz items, and their hints.
#include "server/hub/room.h"

namespace tadpole::server {
namespace {

Response no_item(const std::string& name) {
  return error_response(404, "missing", "There is no question '" + name + "'; reload the page.");
}

int attempts_of(const LockedLearner& learner, const std::string& item) {
  const auto at = learner.state().items.find(item);
  return at == learner.state().items.end() ? 0 : at->second.count;
}

// Calls f(item, learner, viewer) for the question of the path, while its learner is locked.
template <class F>
Response at_item(Hub& hub, const Call& call, const F& f) {
  const auto program = hub.program_for(call.request);
  const auto item = learning::find_item(*program, call.param("block"));
  if (!item) return no_item(call.param("block"));
  const auto exam = exam_of(hub, call.caller, *item->at.section);
  if (!exam.ok()) return response_of(exam.error());
  const learning::Exam own = exam.value().exam();
  const learning::Now now = now_for(hub, call.caller, *item->at.section);
  Result<LockedLearner> learner = hub.lock(call.caller.learner);
  if (!learner.ok()) return response_of(learner.error());
  const learning::Viewer viewer = {call.caller.learner, learner.value().state(), now, &own};
  return f(*item, learner.value(), viewer);
}

// An answer of a test: kept as it is, and nothing said of it. Sent twice, it counts once.
Response answer_test(Hub& hub, const Call& call, const learning::ItemAt& item,
                     LockedLearner& learner, const learning::Viewer& viewer) {
  const auto body = learning::answer_exam(item, *viewer.exam, viewer, call.body["response"]);
  if (!body.ok()) return response_of(body.error());
  const Outcome kept = hub.record(learner, {hub.event_of(learner, "test.answered", item.name,
                                                         body.value(), call.body.value("id", ""))});
  if (!kept.ok()) return response_of(kept.error());
  Json shown = learning::present_exam_item(*item.item, item.name, *viewer.exam, viewer);
  shown["attempt"] = {{"n", shown["test"]["answered"]}, {"score", 0}, {"correct", false}};
  shown["feedback"] = Json::array();
  shown["left"] = shown["test"]["left"];
  shown.erase("item");
  return json_response(shown);
}

Response attempt(Hub& hub, const Call& call) {
  return at_item(hub, call, [&](const auto& item, LockedLearner& learner, const auto& viewer) {
    if (item.at.section->type == "test") return answer_test(hub, call, item, learner, viewer);
    const auto done = learning::attempt(item, viewer, call.body["response"]);
    if (!done.ok()) return response_of(done.error());
    const int before = attempts_of(learner, item.name);
    const Outcome kept =
        hub.record(learner, {hub.event_of(learner, done.value().kind, item.name, done.value().event,
                                          call.body.value("id", ""))});
    if (!kept.ok()) return response_of(kept.error());
    Json answer = done.value().answer;
    const int after = attempts_of(learner, item.name);
    if (after == before) answer["attempt"]["n"] = after;  // sent twice, counted once
    return json_response(answer);
  });
}

Response hint(Hub& hub, const Call& call) {
  return at_item(hub, call, [&](const auto& item, LockedLearner& learner, const auto& viewer) {
    if (item.at.section->type == "test")
      return error_response(400, "refused", "A test has no hints.");
    const auto hinted = learning::next_hint(item, viewer);
    if (!hinted.ok()) return response_of(hinted.error());
    const Outcome kept =
        hub.record(learner, {hub.event_of(learner, "item.hint", item.name, hinted.value().event)});
    return kept.ok() ? json_response(hinted.value().answer) : response_of(kept.error());
  });
}

}  // namespace

void add_items_routes(Hub& hub, Router& router) {
  using namespace schema;
  router.add(
      {"POST", "/api/v1/items/{block}/attempts", "attempt_item", "hand in an answer; kept for ever",
       "attempt.write",
       object(
           {{"response", object({})}, {"id?", text("of the page: the same answer counts once")}}),
       object({{"attempt",
                object({{"n", number()}, {"score", number("0 to 1")}, {"correct", flag()}})},
               {"feedback", list(text("HTML"))},
               {"per_option?", map_of(text())},
               {"reveal?", any()},
               {"test?", any("instead of a score: how often it was answered, and what is left")},
               {"item?", any("the question with its next numbers, where they change")},
               {"mastery?", object({{"have", number()}, {"of", number()}, {"need", number()}})},
               {"left", any("attempts left; null: as many as wanted")}}),
       [&hub](const Call& call) { return attempt(hub, call); }});
  router.add({"POST", "/api/v1/items/{block}/hints", "take_hint", "the next hint", "attempt.write",
              nullptr, object({{"n", number()}, {"html", text()}, {"left", number()}}),
              [&hub](const Call& call) { return hint(hub, call); }});
}

}  // namespace tadpole::server
