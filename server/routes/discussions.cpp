// SPDX-License-Identifier: Apache-2.0
// Conversations at the courses' discussion blocks and topics, within a class or on the whole hub.
#include <algorithm>

#include "core/base/text.h"
#include "server/hub/talk.h"

namespace tadpole::server {
namespace {

using learning::ThreadKey;
using learning::ThreadPlace;

Response no_thread(const std::string& name) {
  return error_response(404, "missing",
                        "There is no conversation '" + name + "'; reload the page.");
}

Response not_in(const std::string& room) {
  return error_response(403, "not_allowed",
                        "You are not in the class '" + room + "'; join it with its code first.");
}

// Every place that has a conversation, or asks for one; those with something new first.
Response all(Hub& hub, const Call& call) {
  auto talk = Talk::of(hub, call.caller);
  if (!talk.ok()) return response_of(talk.error());
  const auto program = hub.program();
  const auto together = hub.together();
  if (!together.ok()) return response_of(together.error());
  const learning::Forum& forum = together.value()->forum;
  std::vector<Json> rows;
  std::set<ThreadKey> listed;
  const auto add = [&](const ThreadPlace& place, const std::string& room) {
    if (listed.insert({room, place.thread}).second)
      rows.push_back(talk.value().thread_json(forum, place, room));
  };
  for (const ThreadKey& key : forum.threads()) {
    const auto place = learning::find_thread(*program, key.thread);
    if (place && talk.value().may_see(key.room)) add(*place, key.room);
  }
  for (const ThreadPlace& place : learning::all_threads(*program)) add(place, "");
  std::stable_sort(rows.begin(), rows.end(), [](const Json& a, const Json& b) {
    const bool a_new = a["fresh"] > 0, b_new = b["fresh"] > 0;
    return a_new != b_new ? a_new : a["last_ms"] > b["last_ms"];
  });
  return json_response(rows);
}

Response read(Hub& hub, const Call& call) {
  const std::string room = call.request.asked("room");
  const auto place = learning::find_thread(*hub.program(), call.param("thread"));
  if (!place) return no_thread(call.param("thread"));
  auto talk = Talk::of(hub, call.caller);
  if (!talk.ok()) return response_of(talk.error());
  if (!talk.value().may_see(room)) return not_in(room);
  const auto together = hub.together();
  if (!together.ok()) return response_of(together.error());
  const learning::Forum& forum = together.value()->forum;
  Json json = talk.value().thread_json(forum, *place, room);
  json["list"] = Json::array();
  for (const learning::Post* post : forum.posts({room, place->thread}))
    json["list"].push_back(talk.value().post_json(forum, *post));
  return json_response(json);
}

// "" or why this text cannot be written there.
Response refusal(Hub& hub, Talk& talk, const std::string& thread, const std::string& room,
                 const std::string& parent, const Call& call) {
  const auto together = hub.together();
  if (!together.ok()) return response_of(together.error());
  const learning::Forum& forum = together.value()->forum;
  if (forum.locked({room, thread}) && !talk.may_moderate(room))
    return error_response(403, "locked", "This conversation is closed; you can still read it.");
  const learning::Post* question = parent.empty() ? nullptr : forum.post(parent);
  if (!parent.empty() && (!question || question->thread != thread || question->room != room))
    return error_response(404, "missing", "What you answer is not here any more; reload the page.");
  const std::string wait = forum.rate_refusal(call.caller.learner, hub.now_ms());
  if (!wait.empty() && !talk.may_moderate(room) && !forum.post(call.body.value("id", "")))
    return error_response(429, "too_many", wait);
  return Response{.status = 0};
}

Response write(Hub& hub, const Call& call) {
  const std::string text = trim(call.body["text"].get<std::string>()),
                    room = call.body.value("room", ""), parent = call.body.value("parent", "");
  const auto place = learning::find_thread(*hub.program(), call.param("thread"));
  if (!place) return no_thread(call.param("thread"));
  if (text.empty() || text.size() > learning::kLongestPost)
    return error_response(400, "text", "Write between 1 and 8000 characters.");
  auto talk = Talk::of(hub, call.caller);
  if (!talk.ok()) return response_of(talk.error());
  if (!talk.value().may_see(room)) return not_in(room);
  const Response no = refusal(hub, talk.value(), place->thread, room, parent, call);
  if (no.status != 0) return no;
  const auto event = hub.record_for(call.caller.learner, "post.written", place->thread,
                                    {{"text", text}, {"room", room}, {"parent", parent}},
                                    call.body.value("id", ""));
  if (!event.ok()) return response_of(event.error());
  const auto together = hub.together();
  if (!together.ok()) return response_of(together.error());
  const learning::Forum& forum = together.value()->forum;
  const learning::Post* post = forum.post(event.value().id);
  if (!post) return error_response(500, "failed", "The post was not kept; try again.");
  return json_response(talk.value().post_json(forum, *post));
}

Response mark_read(Hub& hub, const Call& call) {
  const std::string room = call.body.value("room", "");
  const auto place = learning::find_thread(*hub.program(), call.param("thread"));
  if (!place) return no_thread(call.param("thread"));
  const auto kept =
      hub.record_for(call.caller.learner, "thread.read", place->thread, {{"room", room}});
  return kept.ok() ? json_response(Json::object()) : response_of(kept.error());
}

Response lock(Hub& hub, const Call& call) {
  const std::string room = call.body.value("room", "");
  const bool on = call.body["on"];
  const auto place = learning::find_thread(*hub.program(), call.param("thread"));
  if (!place) return no_thread(call.param("thread"));
  const auto talk = Talk::of(hub, call.caller);
  if (!talk.ok()) return response_of(talk.error());
  if (!talk.value().may_moderate(room))
    return error_response(403, "not_allowed", "Only a moderator closes a conversation.");
  const auto event = hub.record_for("hub", "thread.locked", place->thread,
                                    {{"room", room}, {"on", on}, {"by", call.caller.learner}});
  if (!event.ok()) return response_of(event.error());
  const Outcome kept =
      hub.audit(call, on ? "thread.locked" : "thread.unlocked", place->thread + " " + room);
  return kept.ok() ? json_response({{"locked", on}}) : response_of(kept.error());
}

}  // namespace

Json post_schema() {
  using namespace schema;
  return object({{"id", text()},
                 {"parent", any("the post it answers, or null")},
                 {"author", text("nickname")},
                 {"mine", flag()},
                 {"at_ms", number()},
                 {"edited_ms", number("0: never")},
                 {"edit_reason", text()},
                 {"deleted", flag("a tombstone")},
                 {"hidden", flag()},
                 {"hidden_reason", text()},
                 {"accepted", flag("it answers the question")},
                 {"may_accept", flag()},
                 {"reported", flag("by the caller")},
                 {"html", text()},
                 {"text?", text("Markdown, of one's own")},
                 {"reports?", list(text("why"))}});
}

void add_discussions_routes(Hub& hub, Router& router) {
  using namespace schema;
  const auto thread = [](Json more) {
    Json json = object({{"thread", text()},
                        {"title", text()},
                        {"course", text()},
                        {"unit", text("\"\" for a topic")},
                        {"room", text("a class; \"\": the whole hub")},
                        {"room_title", text()},
                        {"locked", flag()},
                        {"may_moderate", flag()},
                        {"posts", number()},
                        {"fresh", number("not read yet")},
                        {"last_ms", number()}});
    json["properties"].update(more);
    return json;
  };
  const std::string at = "/api/v1/discussions/{thread}";
  router.add({"GET", "/api/v1/discussions", "list_discussions", "conversations the caller may see",
              "discussion.read", nullptr, schema::list(thread(Json::object())),
              [&hub](const Call& call) { return all(hub, call); }});
  router.add({"GET", at, "read_discussion", "one of them (?room=) with its posts",
              "discussion.read", nullptr, thread({{"list", schema::list(post_schema())}}),
              [&hub](const Call& call) { return read(hub, call); }});
  router.add({"POST", at + "/posts", "write_post", "a post, or an answer to one",
              "discussion.write",
              object({{"text", text("Markdown")},
                      {"room?", text()},
                      {"parent?", text("the post it answers")},
                      {"id?", text("of the page: sent twice, it counts once")}}),
              post_schema(), [&hub](const Call& call) { return write(hub, call); }});
  router.add({"POST", at + "/read", "mark_read", "all posts of it were seen", "discussion.read",
              object({{"room?", text()}}), nullptr,
              [&hub](const Call& call) { return mark_read(hub, call); }});
  router.add({"POST", at + "/lock", "lock_discussion", "close it, or open it again",
              "discussion.write", object({{"room?", text()}, {"on", flag()}}),
              object({{"locked", flag()}}), [&hub](const Call& call) { return lock(hub, call); }});
}

}  // namespace tadpole::server
