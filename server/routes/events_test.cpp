// SPDX-License-Identifier: Apache-2.0
#include "server/hub/test_hub.h"

namespace tadpole::server {
namespace {

Json event(const char* kind, const char* where, Json body = Json::object(), const char* id = "") {
  Json json = {{"kind", kind}, {"where", where}, {"body", std::move(body)}};
  if (id[0] != '\0') json["id"] = id;
  return json;
}

TEST_F(HubTest, what_the_page_reports_is_there_when_it_comes_back) {
  const std::string cookie = sign_in("Ada");
  const Json events = {event("unit.opened", "w1chip"), event("unit.done", "w1chip"),
                       event("resume.at", "w1stages", {{"block", "w1stages.q1"}}),
                       event("bookmark.set", "w1stages", {{"on", true}})};
  EXPECT_EQ(ask("POST", "/events", {{"events", events}}, cookie).json["accepted"], 4);
  start();
  EXPECT_EQ(ask("GET", "/courses", nullptr, cookie).json[0]["resume"], "w1stages");
  const Json unit = ask("GET", "/units/w1stages", nullptr, cookie).json;
  EXPECT_EQ(unit["bookmarked"], true);
  EXPECT_EQ(unit["resume_block"], "w1stages.q1");
  EXPECT_EQ(unit["siblings"][0]["state"], "done");
}

TEST_F(HubTest, an_event_sent_twice_counts_once) {
  const std::string cookie = sign_in("Ada");
  const Json events = {
      event("item.reset", "w1chip.q1", Json::object(), "01HZZZZZZZZZZZZZZZZZZZZZZZ")};
  ask("POST", "/events", {{"events", events}}, cookie);
  ask("POST", "/events", {{"events", events}}, cookie);
  EXPECT_EQ(hub_->store().events().count().value(), 1U);
  EXPECT_EQ(hub_->lock(id_of(cookie)).value().state().items.at("w1chip.q1").resets, 1);
}

TEST_F(HubTest, a_page_cannot_report_marks_or_floods) {
  const std::string cookie = sign_in("Ada");
  EXPECT_NE(ask("POST", "/events", {{"events", {event("item.attempted", "w1chip.q1")}}}, cookie)
                .message()
                .find("cannot report"),
            std::string::npos);
  EXPECT_NE(
      ask("POST", "/events",
          {{"events", {event("unit.done", "w1chip", {{"x", std::string(20000, 'x')}})}}}, cookie)
          .message()
          .find("16 kB"),
      std::string::npos);
  EXPECT_EQ(
      ask("POST", "/events", {{"events", Json::array_t(501, event("unit.done", "w1chip"))}}, cookie)
          .status,
      413);
  EXPECT_EQ(hub_->store().events().count().value(), 0U);
}

}  // namespace
}  // namespace tadpole::server
