// SPDX-License-Identifier: Apache-2.0
#include "server/hub/test_hub.h"

namespace tadpole::server {
namespace {

TEST_F(HubTest, a_learner_at_this_machine_makes_projects_that_nobody_else_sees) {
  const std::string ada = sign_in("Ada"), bo = sign_in("Bo");
  const Answer made = ask("POST", "/projects", {{"name", "signs"}, {"template", "image"}}, ada);
  ASSERT_EQ(made.status, 200) << made.message();
  EXPECT_EQ(made.json["feed"], "picture");
  EXPECT_EQ(ask("GET", "/projects", nullptr, ada).json.size(), 1U);
  EXPECT_TRUE(ask("GET", "/projects", nullptr, bo).json.empty());
  EXPECT_EQ(ask("GET", "/projects/signs", nullptr, bo).status, 404);
  EXPECT_EQ(ask("GET", "/projects").status, 401);
}

TEST_F(HubTest, from_another_machine_the_page_trains_by_itself) {
  const std::string ada = sign_in("Ada");
  remote_ = "192.168.1.20";
  const Answer answer = ask("GET", "/projects", nullptr, ada);
  EXPECT_EQ(answer.status, 403);
  EXPECT_NE(answer.message().find("the page trains by itself"), std::string::npos);
}

TEST_F(HubTest, what_comes_through_a_proxy_does_not_sit_here) {
  const std::string ada = sign_in("Ada");
  Request request = request_of("GET", "/api/v1/projects", nullptr, ada);
  request.headers["x-forwarded-for"] = "10.1.2.3";
  EXPECT_EQ(answer_of(request).status, 403);
}

// A page of evil.example whose name was pointed to 127.0.0.1, in the browser of the hub's machine.
TEST_F(HubTest, a_rebound_name_neither_sits_here_nor_signs_in_without_a_secret) {
  start(false);
  const std::string ada = sign_in("Ada");
  Request projects = request_of("GET", "/api/v1/projects", nullptr, ada);
  EXPECT_EQ(answer_of(projects).status, 200);
  projects.headers["host"] = "evil.example:8080";
  EXPECT_EQ(answer_of(projects).status, 403);
  for (const char* name : {"Ada", "Mallory"}) {
    Request session = request_of("POST", "/api/v1/session", {{"nickname", name}}, "");
    session.headers["host"] = "evil.example:8080";
    session.headers["origin"] = "http://evil.example:8080";
    EXPECT_EQ(answer_of(session).status, 400) << name;
  }
}

}  // namespace
}  // namespace tadpole::server
