// SPDX-License-Identifier: Apache-2.0
// My work, and the search.
#include "server/hub/talk.h"

namespace tadpole::server {
namespace {

constexpr std::size_t kMostPosts = 20;

// Posts, where the reader may look.
Outcome add_posts(Hub& hub, const Call& call, const std::string& words, Json& list) {
  if (!learning::allowed(call.caller.roles, "discussion.read")) return Done{};
  const Talk talk = TADPOLE_TRY(Talk::of(hub, call.caller));
  const auto program = hub.program();
  const LockedTogether together = TADPOLE_TRY(hub.together());
  const auto may_see = [&](const learning::Post& post) { return talk.may_see(post.room); };
  for (const learning::Post* post : together->forum.search(words, kMostPosts, may_see)) {
    const auto place = learning::find_thread(*program, post->thread);
    if (!place) continue;
    list.push_back({{"course", place->course},
                    {"unit", place->unit},
                    {"block", place->block},
                    {"title", place->title},
                    {"snippet_html", learning::snippet_html(post->text, words)},
                    {"thread", post->thread},
                    {"room", post->room},
                    {"post", post->id}});
  }
  return Done{};
}

Response search(Hub& hub, const Call& call) {
  const std::string words = call.request.asked("q");
  if (words.size() > 300) return error_response(400, "too_long", "Search for fewer words.");
  const auto hits = hub.store().search(words, 30);
  if (!hits.ok()) return response_of(hits.error());
  Json list = Json::array();
  for (const SearchHit& hit : hits.value()) {
    list.push_back({{"course", hit.course},
                    {"unit", hit.unit},
                    {"block", hit.block},
                    {"title", hit.title},
                    {"snippet_html", hit.snippet_html}});
  }
  const Outcome added = add_posts(hub, call, words, list);
  return added.ok() ? json_response(list) : response_of(added.error());
}

}  // namespace

void add_work_routes(Hub& hub, Router& router) {
  using namespace schema;
  router.add({"GET", "/api/v1/work", "read_work", "progress, grades, bookmarks, last attempts",
              "own.export", nullptr,
              object({{"courses", list(any())},
                      {"grades", list(any())},
                      {"bookmarks", list(any())},
                      {"attempts", list(any())}}),
              [&hub](const Call& call) {
                const auto scores = revealed_scores(hub, call.caller);
                if (!scores.ok()) return response_of(scores.error());
                const Result<LockedLearner> learner = hub.lock(call.caller.learner);
                if (!learner.ok()) return response_of(learner.error());
                return json_response(
                    learning::work_of(*hub.program(), learner.value().state(), scores.value()));
              }});
  router.add({"GET", "/api/v1/search", "search", "units where all words (?q=) occur", "course.read",
              nullptr,
              list(object({{"course", text()},
                           {"unit", text()},
                           {"block", text()},
                           {"title", text()},
                           {"snippet_html", text()},
                           {"thread?", text("of a post")},
                           {"room?", text()},
                           {"post?", text()}})),
              [&hub](const Call& call) { return search(hub, call); }});
}

}  // namespace tadpole::server
