// SPDX-License-Identifier: Apache-2.0
// One post: its author edits and deletes it, anybody reports it, a moderator hides it, the asker
// or a teacher accepts it as the answer.
#include "core/base/text.h"
#include "server/hub/talk.h"

namespace tadpole::server {

Json post_schema();

namespace {

using learning::Forum;
using learning::Post;

// Calls f(talk, copy of the post) where the caller may see it, then shows the post as it is.
template <class F>
Response at_post(Hub& hub, const Call& call, const F& f) {
  const std::string id = call.param("id");
  auto talk = Talk::of(hub, call.caller);
  if (!talk.ok()) return response_of(talk.error());
  Post post;
  bool may_accept = false;
  {
    const auto together = hub.together();
    if (!together.ok()) return response_of(together.error());
    const Forum& forum = together.value()->forum;
    const Post* found = forum.post(id);
    if (!found || !talk.value().may_see(found->room))
      return error_response(404, "missing", "There is no such post; it may have been deleted.");
    post = *found;
    may_accept = talk.value().may_accept(forum, post);
  }
  const Result<learning::Event> event = f(talk.value(), post, may_accept);
  if (!event.ok()) {
    const bool refused = event.error().kind == ErrorKind::wrong_use;
    return refused ? error_response(403, "not_allowed", event.error().message)
                   : response_of(event.error());
  }
  const auto together = hub.together();
  if (!together.ok()) return response_of(together.error());
  const Forum& forum = together.value()->forum;
  const Post* now = forum.post(id);
  return json_response(now ? talk.value().post_json(forum, *now) : Json::object());
}

Response edit(Hub& hub, const Call& call) {
  const std::string text = trim(call.body["text"].get<std::string>()),
                    reason = call.body.value("reason", "");
  if (text.empty() || text.size() > learning::kLongestPost || reason.size() > 300)
    return error_response(400, "text", "Write between 1 and 8000 characters, and a short reason.");
  return at_post(hub, call, [&](Talk&, const Post& post, bool) -> Result<learning::Event> {
    if (post.author != call.caller.learner || post.deleted)
      return wrong_use("Only its author edits a post; write an answer instead.");
    return hub.record_for(post.author, "post.edited", post.thread,
                          {{"post", post.id}, {"text", text}, {"reason", reason}},
                          call.body.value("id", ""));
  });
}

Response remove(Hub& hub, const Call& call) {
  return at_post(hub, call, [&](Talk&, const Post& post, bool) -> Result<learning::Event> {
    if (post.author != call.caller.learner)
      return wrong_use("Only its author deletes a post; you can report it.");
    return hub.record_for(post.author, "post.deleted", post.thread, {{"post", post.id}});
  });
}

Response report(Hub& hub, const Call& call) {
  const std::string reason = call.body["reason"];
  if (reason.empty() || reason.size() > 300)
    return error_response(400, "reason", "Say in a few words why; at most 300 characters.");
  return at_post(hub, call, [&](Talk&, const Post& post, bool) {
    return hub.record_for(call.caller.learner, "post.reported", post.thread,
                          {{"post", post.id}, {"reason", reason}}, call.body.value("id", ""));
  });
}

Response accept(Hub& hub, const Call& call) {
  const bool on = call.body["on"];
  return at_post(hub, call, [&](Talk&, const Post& post, bool may) -> Result<learning::Event> {
    if (!may) return wrong_use("Who asked, or a teacher, accepts an answer.");
    if (post.parent.empty()) return wrong_use("Only an answer can be accepted, not the question.");
    return hub.record_for(call.caller.learner, "post.accepted", post.thread,
                          {{"post", post.id}, {"on", on}});
  });
}

Response moderate(Hub& hub, const Call& call) {
  const bool hide = call.body["hide"];
  const std::string reason = call.body.value("reason", "");
  if (reason.size() > 300) return error_response(400, "reason", "Give a shorter reason.");
  return at_post(hub, call, [&](Talk& talk, const Post& post, bool) -> Result<learning::Event> {
    if (!talk.may_moderate(post.room))
      return wrong_use("Only a moderator hides a post; you can report it.");
    TADPOLE_TRY(hub.audit(call, hide ? "post.hidden" : "post.shown", post.id + " " + reason));
    return hub.record_for(
        post.author, "post.moderated", post.thread,
        {{"post", post.id}, {"hide", hide}, {"reason", reason}, {"by", call.caller.learner}});
  });
}

// What waits for a moderator's eyes.
Response reports(Hub& hub, const Call& call) {
  auto talk = Talk::of(hub, call.caller);
  if (!talk.ok()) return response_of(talk.error());
  const auto together = hub.together();
  if (!together.ok()) return response_of(together.error());
  Json list = Json::array();
  for (const Post* post : together.value()->forum.reported()) {
    if (!talk.value().may_moderate(post->room)) continue;
    Json json = talk.value().post_json(together.value()->forum, *post);
    json["thread"] = post->thread;
    json["room"] = post->room;
    list.push_back(std::move(json));
  }
  return json_response(list);
}

}  // namespace

void add_posts_routes(Hub& hub, Router& router) {
  using namespace schema;
  const std::string at = "/api/v1/posts/{id}";
  router.add({"PUT", at, "edit_post", "other words for one's own post", "discussion.write",
              object({{"text", text("Markdown")}, {"reason?", text()}, {"id?", text()}}),
              post_schema(), [&hub](const Call& call) { return edit(hub, call); }});
  router.add({"DELETE", at, "delete_post", "a tombstone stays", "discussion.write", nullptr,
              post_schema(), [&hub](const Call& call) { return remove(hub, call); }});
  router.add({"POST", at + "/reports", "report_post", "a moderator should look at it",
              "discussion.write", object({{"reason", text()}, {"id?", text()}}), post_schema(),
              [&hub](const Call& call) { return report(hub, call); }});
  router.add({"POST", at + "/accept", "accept_post", "it answers the question, or not",
              "discussion.write", object({{"on", flag()}}), post_schema(),
              [&hub](const Call& call) { return accept(hub, call); }});
  router.add({"POST", at + "/moderation", "moderate_post", "hide it, or leave it after a report",
              "discussion.write", object({{"hide", flag()}, {"reason?", text()}}), post_schema(),
              [&hub](const Call& call) { return moderate(hub, call); }});
  router.add({"GET", "/api/v1/reports", "list_reports", "posts that somebody reported",
              "discussion.read", nullptr, schema::list(post_schema()),
              [&hub](const Call& call) { return reports(hub, call); }});
}

}  // namespace tadpole::server
