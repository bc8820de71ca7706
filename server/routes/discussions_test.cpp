// SPDX-License-Identifier: Apache-2.0
#include "server/hub/test_hub.h"

namespace tadpole::server {
namespace {

constexpr const char* kThread = "/discussions/w1hello.d1";

class DiscussionTest : public HubTest {
 protected:
  Json write(const std::string& who, const std::string& text, const std::string& room = "",
             const std::string& parent = "") {
    return ask("POST", std::string(kThread) + "/posts",
               {{"text", text}, {"room", room}, {"parent", parent}}, who)
        .json;
  }
  Json read(const std::string& who, const std::string& room = "") {
    return ask("GET", kThread + (room.empty() ? "" : "?room=" + room), nullptr, who).json;
  }
};

TEST_F(DiscussionTest, two_learners_of_a_class_talk_and_nobody_outside_hears) {
  const std::string teacher = sign_in("Teacher"), ada = sign_in("Ada"), bo = sign_in("Bo"),
                    cy = sign_in("Cy");
  const std::string room = new_class(teacher, {ada, bo});
  const Json question = write(ada, "Why **eight** bits? <script>alert(1)</script>", room);
  EXPECT_NE(question["html"].get<std::string>().find("<strong>eight</strong>"), std::string::npos);
  EXPECT_EQ(question["html"].get<std::string>().find("<script"), std::string::npos);
  EXPECT_EQ(read(bo, room)["fresh"], 1);
  EXPECT_EQ(read(ada, room)["fresh"], 0);  // one's own is not new
  write(bo, "They are small.", room, question["id"]);
  const Json thread = read(ada, room);
  ASSERT_EQ(thread["list"].size(), 2U);
  EXPECT_EQ(thread["list"][1]["author"], "Bo");
  EXPECT_EQ(thread["list"][1]["parent"], question["id"]);
  EXPECT_EQ(thread["list"][1]["may_accept"], true);
  EXPECT_EQ(thread["title"], "Introductions");
  EXPECT_EQ(ask("GET", std::string(kThread) + "?room=" + room, nullptr, cy).status, 403);
  EXPECT_EQ(
      ask("POST", std::string(kThread) + "/posts", {{"text", "hi"}, {"room", room}}, cy).status,
      403);
  EXPECT_TRUE(read(cy)["list"].empty());
  for (const Json& one : ask("GET", "/discussions", nullptr, cy).json) EXPECT_EQ(one["room"], "");
}

TEST_F(DiscussionTest, the_whole_hub_reads_what_is_written_for_all_and_counts_what_is_new) {
  const std::string ada = sign_in("Ada"), bo = sign_in("Bo");
  write(ada, "Hello, all.");
  EXPECT_EQ(ask("GET", "/discussions", nullptr, bo).json[0]["thread"], "w1hello.d1");
  EXPECT_EQ(ask("GET", "/discussions", nullptr, bo).json[0]["fresh"], 1);
  ask("POST", std::string(kThread) + "/read", Json::object(), bo);
  EXPECT_EQ(read(bo)["fresh"], 0);
  start();
  EXPECT_EQ(read(bo)["fresh"], 0);
  EXPECT_EQ(read(bo)["list"].size(), 1U);
}

TEST_F(DiscussionTest, a_post_that_was_queued_offline_and_sent_twice_counts_once) {
  const std::string ada = sign_in("Ada");
  const Json body = {{"text", "From the train"}, {"id", "01HZZZZZZZZZZZZZZZZZZZZZZZ"}};
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(ask("POST", std::string(kThread) + "/posts", body, ada).status, 200);
  EXPECT_EQ(read(ada)["list"].size(), 1U);
  EXPECT_EQ(read(ada)["list"][0]["id"], "01HZZZZZZZZZZZZZZZZZZZZZZZ");
}

TEST_F(DiscussionTest, newcomers_wait_after_three_posts) {
  sign_in("Host");
  const std::string ada = sign_in("Ada");
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(write(ada, "hello").contains("error"));
  const Answer no = ask("POST", std::string(kThread) + "/posts", {{"text", "again"}}, ada);
  EXPECT_EQ(no.status, 429);
  EXPECT_NE(no.message().find("You are new here"), std::string::npos);
}

TEST_F(DiscussionTest, what_does_not_fit_is_said) {
  const std::string host = sign_in("Host"), ada = sign_in("Ada");
  EXPECT_EQ(ask("GET", "/discussions/nothing", nullptr, ada).status, 404);
  EXPECT_EQ(ask("POST", std::string(kThread) + "/posts", {{"text", "  "}}, ada).status, 400);
  EXPECT_EQ(
      ask("POST", std::string(kThread) + "/posts", {{"text", std::string(9000, 'x')}}, ada).status,
      400);
  EXPECT_EQ(
      ask("POST", std::string(kThread) + "/posts", {{"text", "x"}, {"parent", "none"}}, ada).status,
      404);
  EXPECT_EQ(ask("GET", "/discussions").status, 401);
  EXPECT_EQ(ask("GET", "/discussions/fundamentals:general", nullptr, ada).json["course"],
            "fundamentals");
}

TEST_F(DiscussionTest, a_closed_conversation_takes_no_more_posts_but_those_of_moderators) {
  const std::string host = sign_in("Host"), ada = sign_in("Ada");
  EXPECT_EQ(ask("POST", std::string(kThread) + "/lock", {{"on", true}}, ada).status, 403);
  EXPECT_EQ(ask("POST", std::string(kThread) + "/lock", {{"on", true}}, host).json["locked"], true);
  EXPECT_EQ(ask("POST", std::string(kThread) + "/posts", {{"text", "x"}}, ada).status, 403);
  EXPECT_EQ(ask("POST", std::string(kThread) + "/posts", {{"text", "x"}}, host).status, 200);
  EXPECT_EQ(read(ada)["locked"], true);
  EXPECT_EQ(ask("GET", "/audit", nullptr, host).json[0]["action"], "thread.locked");
  ask("POST", std::string(kThread) + "/lock", {{"on", false}}, host);
  EXPECT_EQ(ask("POST", std::string(kThread) + "/posts", {{"text", "x"}}, ada).status, 200);
}

TEST_F(DiscussionTest, the_search_finds_posts_where_the_reader_may_look) {
  const std::string teacher = sign_in("Teacher"), ada = sign_in("Ada"), bo = sign_in("Bo");
  const std::string room = new_class(teacher, {ada});
  write(ada, "A xylophone & more", room);
  const Json hits = ask("GET", "/search?q=xylophone", nullptr, ada).json;
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0]["thread"], "w1hello.d1");
  EXPECT_EQ(hits[0]["room"], room);
  EXPECT_EQ(hits[0]["snippet_html"], "A <mark>xylophone</mark> &amp; more");
  EXPECT_TRUE(ask("GET", "/search?q=xylophone", nullptr, bo).json.empty());
  EXPECT_TRUE(ask("GET", "/search?q=xylophone").json.empty());
}

TEST_F(DiscussionTest, an_erased_learner_leaves_no_post) {
  sign_in("Host");
  const std::string ada = sign_in("Ada"), bo = sign_in("Bo");
  write(ada, "mine");
  ask("DELETE", "/learners/" + id_of(ada), nullptr, ada);
  EXPECT_TRUE(read(bo)["list"].empty());
}

}  // namespace
}  // namespace tadpole::server
