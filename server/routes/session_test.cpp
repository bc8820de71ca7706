// SPDX-License-Identifier: Apache-2.0
#include "server/hub/test_hub.h"

namespace tadpole::server {
namespace {

TEST_F(HubTest, a_nickname_is_enough_on_this_machine_and_the_first_one_runs_the_hub) {
  const Answer first = ask("POST", "/session", {{"nickname", "Ada"}});
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(first.json["me"]["roles"].back(), "host");
  EXPECT_EQ(ask("POST", "/session", {{"nickname", "Bo"}}).json["me"]["roles"], Json({"learner"}));
  EXPECT_EQ(ask("POST", "/session", {{"nickname", " Cy"}}).status, 400);
  EXPECT_EQ(ask("POST", "/session", {{"nickname", "ADA"}}).json["me"]["id"],
            first.json["me"]["id"]);
  EXPECT_EQ(ask("GET", "/me", nullptr, first.cookie).json["nickname"], "Ada");
  EXPECT_EQ(ask("GET", "/me").status, 401);
}

TEST_F(HubTest, from_another_machine_it_takes_the_code_of_a_class_and_a_secret) {
  const std::string teacher = sign_in("Teacher");
  const std::string code = ask("POST", "/classes", {{"title", "7b"}}, teacher).json["code"];
  start(false);
  remote_ = "192.168.1.7";
  EXPECT_EQ(ask("POST", "/session", {{"nickname", "Bo"}}).json["error"]["code"],
            "code_and_secret_needed");
  EXPECT_NE(ask("POST", "/session", {{"nickname", "Bo"}})
                .message()
                .find("give the code of your class too"),
            std::string::npos);
  EXPECT_NE(ask("POST", "/session", {{"nickname", "Bo"}, {"code", "AAAAAA"}})
                .message()
                .find("no class with the code"),
            std::string::npos);
  EXPECT_NE(ask("POST", "/session", {{"nickname", "Bo"}, {"code", code}})
                .message()
                .find("at least 4 characters"),
            std::string::npos);
  const Answer in =
      ask("POST", "/session", {{"nickname", "Bo"}, {"code", code}, {"secret", "swim"}});
  EXPECT_EQ(in.status, 200) << in.message();
  EXPECT_EQ(in.json["me"]["classes"][0]["title"], "7b");
  EXPECT_EQ(ask("POST", "/session", {{"nickname", "bo"}}).json["error"]["code"], "secret_needed");
  EXPECT_EQ(ask("POST", "/session", {{"nickname", "bo"}}).message(),
            "'Bo' has a secret; type it too.");
  EXPECT_NE(ask("POST", "/session", {{"nickname", "bo"}, {"secret", "swum"}})
                .message()
                .find("not the secret"),
            std::string::npos);
  EXPECT_EQ(ask("POST", "/session", {{"nickname", "bo"}, {"secret", "swim"}}).status, 200);
  EXPECT_NE(ask("POST", "/session", {{"nickname", "Teacher"}})
                .message()
                .find("the hub's own machine alone"),
            std::string::npos);
}

TEST_F(HubTest, guessing_secrets_is_slowed_down) {
  ask("POST", "/session", {{"nickname", "Ada"}, {"secret", "swim"}});
  int refused = 0;
  for (int i = 0; i < 12; ++i)
    refused += ask("POST", "/session", {{"nickname", "ada"}, {"secret", "guess"}}).status == 429;
  EXPECT_EQ(refused, 3);  // ten in all, one was taken when Ada began
  for (int i = 0; i < 80; ++i) refused += ask("POST", "/session", {{"nickname", ""}}).status == 429;
  EXPECT_GT(refused, 10);
}

TEST_F(HubTest, after_signing_out_the_cookie_is_worth_nothing) {
  const std::string cookie = sign_in("Ada");
  EXPECT_EQ(ask("DELETE", "/session", nullptr, cookie).status, 200);
  EXPECT_EQ(ask("GET", "/me", nullptr, cookie).status, 401);
}

}  // namespace
}  // namespace tadpole::server
