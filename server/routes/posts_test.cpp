// SPDX-License-Identifier: Apache-2.0
#include "server/hub/test_hub.h"

namespace tadpole::server {
namespace {

class PostTest : public HubTest {
 protected:
  void SetUp() override {
    HubTest::SetUp();
    host_ = sign_in("Host"), ada_ = sign_in("Ada"), bo_ = sign_in("Bo");
  }
  std::string write(const std::string& who, const std::string& text, const std::string& room = "",
                    const std::string& parent = "") {
    return ask("POST", "/discussions/w1hello.d1/posts",
               {{"text", text}, {"room", room}, {"parent", parent}}, who)
        .json["id"];
  }
  Json posts(const std::string& who) {
    return ask("GET", "/discussions/w1hello.d1", nullptr, who).json["list"];
  }
  std::string host_, ada_, bo_;
};

TEST_F(PostTest, its_author_edits_with_a_reason_and_deletes_and_nobody_else) {
  const std::string post = "/posts/" + write(ada_, "Frist");
  EXPECT_EQ(ask("PUT", post, {{"text", "x"}}, bo_).status, 403);
  EXPECT_EQ(ask("DELETE", post, nullptr, host_).status, 403);
  const Json edited = ask("PUT", post, {{"text", "First"}, {"reason", "a slip"}}, ada_).json;
  EXPECT_EQ(edited["html"], "<p>First</p>\n");
  EXPECT_EQ(edited["edit_reason"], "a slip");
  EXPECT_GT(edited["edited_ms"], 0);
  EXPECT_EQ(posts(bo_)[0].contains("text"), false);  // Markdown is its author's
  EXPECT_EQ(ask("DELETE", post, nullptr, ada_).json["deleted"], true);
  EXPECT_EQ(posts(bo_)[0]["html"], "");
  EXPECT_EQ(ask("PUT", post, {{"text", "x"}}, ada_).status, 403);
  EXPECT_EQ(ask("PUT", "/posts/none", {{"text", "x"}}, ada_).status, 404);
}

TEST_F(PostTest, a_report_reaches_the_moderator_who_hides_the_post_and_it_is_noted) {
  const std::string id = write(ada_, "rude words");
  EXPECT_EQ(ask("POST", "/posts/" + id + "/reports", {{"reason", "rude"}}, bo_).json["reported"],
            true);
  EXPECT_TRUE(ask("GET", "/reports", nullptr, bo_).json.empty());
  const Json reports = ask("GET", "/reports", nullptr, host_).json;
  ASSERT_EQ(reports.size(), 1U);
  EXPECT_EQ(reports[0]["reports"][0], "rude");
  EXPECT_EQ(reports[0]["thread"], "w1hello.d1");
  EXPECT_EQ(ask("POST", "/posts/" + id + "/moderation", {{"hide", true}}, bo_).status, 403);
  ask("POST", "/posts/" + id + "/moderation", {{"hide", true}, {"reason", "be kind"}}, host_);
  EXPECT_EQ(posts(bo_)[0]["html"], "");
  EXPECT_EQ(posts(bo_)[0]["hidden_reason"], "be kind");
  EXPECT_NE(posts(ada_)[0]["html"], "");  // its author sees what was hidden, and why
  EXPECT_TRUE(ask("GET", "/reports", nullptr, host_).json.empty());
  EXPECT_EQ(ask("GET", "/audit", nullptr, host_).json[0]["action"], "post.hidden");
  EXPECT_TRUE(ask("GET", "/search?q=rude", nullptr, bo_).json.empty());
  ask("POST", "/posts/" + id + "/moderation", {{"hide", false}}, host_);
  EXPECT_NE(posts(bo_)[0]["html"], "");
}

TEST_F(PostTest, who_teaches_a_class_moderates_it_and_a_moderator_of_the_hub_does_not_see_it) {
  const std::string mo = sign_in("Mo"), teacher = sign_in("Teacher");
  ask("PUT", "/accounts/" + id_of(mo) + "/roles", {{"roles", {"moderator"}}}, host_);
  ask("PUT", "/accounts/" + id_of(teacher) + "/roles", {{"roles", {"instructor"}}}, host_);
  const std::string room = new_class(teacher, {ada_});
  const std::string inside = write(ada_, "inside", room), outside = write(ada_, "outside");
  EXPECT_EQ(ask("POST", "/posts/" + inside + "/moderation", {{"hide", true}}, mo).status, 404);
  EXPECT_EQ(ask("POST", "/posts/" + outside + "/moderation", {{"hide", true}}, mo).status, 200);
  EXPECT_EQ(ask("POST", "/posts/" + outside + "/moderation", {{"hide", false}}, teacher).status,
            403);
  EXPECT_EQ(ask("POST", "/posts/" + inside + "/moderation", {{"hide", true}}, teacher).status, 200);
}

TEST_F(PostTest, who_asked_accepts_an_answer) {
  const std::string question = write(ada_, "Why?"), answer = write(bo_, "So.", "", question);
  EXPECT_EQ(ask("POST", "/posts/" + answer + "/accept", {{"on", true}}, bo_).status, 403);
  EXPECT_EQ(ask("POST", "/posts/" + question + "/accept", {{"on", true}}, ada_).status, 403);
  EXPECT_EQ(ask("POST", "/posts/" + answer + "/accept", {{"on", true}}, ada_).json["accepted"],
            true);
  EXPECT_EQ(posts(bo_)[1]["accepted"], true);
  EXPECT_EQ(ask("POST", "/posts/" + answer + "/accept", {{"on", false}}, host_).json["accepted"],
            false);
}

}  // namespace
}  // namespace tadpole::server
