// SPDX-License-Identifier: Apache-2.0
#include "server/hub/test_hub.h"

namespace tadpole::server {
namespace {

TEST_F(HubTest, a_learner_takes_their_data_away_and_takes_it_back) {
  const std::string host = sign_in("Host"), ada = sign_in("Ada"), bo = sign_in("Bo");
  const std::string id = id_of(ada);
  ask("POST", "/items/w1chip.q1/attempts", {{"response", {{"choice", "a"}}}}, ada);
  const Json all = ask("GET", "/learners/" + id + "/export", nullptr, ada).json;
  EXPECT_EQ(all["account"]["nickname"], "Ada");
  EXPECT_EQ(all["events"].size(), 1U);
  EXPECT_EQ(learning::verify(learning::event_from_json(all["events"][0]).value()), "");
  EXPECT_EQ(ask("GET", "/learners/" + id + "/export", nullptr, bo).status, 403);
  EXPECT_EQ(ask("DELETE", "/learners/" + id, nullptr, bo).status, 403);
  const Json made = ask("POST", "/projects", {{"name", "signs"}, {"template", "image"}}, ada).json;
  ASSERT_TRUE(std::filesystem::exists(Path(made["folder"].get<std::string>()) / "tadpole.toml"));
  EXPECT_EQ(ask("GET", "/learners/" + id + "/export", nullptr, ada).json["projects"][0], "signs");
  EXPECT_EQ(ask("DELETE", "/learners/" + id, nullptr, ada).json["events"], 1);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "projects" / id)) << "recordings go, too";
  EXPECT_EQ(ask("GET", "/me", nullptr, ada).status, 401);
  EXPECT_EQ(ask("GET", "/learners/" + id + "/export", nullptr, host).status, 404);
  EXPECT_EQ(ask("GET", "/audit", nullptr, host).json[0]["action"], "learner.erased");
}

TEST_F(HubTest, roles_are_the_hosts_to_give) {
  const std::string host = sign_in("Host"), ada = sign_in("Ada");
  const std::string path = "/accounts/" + id_of(ada) + "/roles";
  EXPECT_EQ(ask("PUT", path, {{"roles", {"host"}}}, ada).status, 403);
  EXPECT_EQ(ask("PUT", path, {{"roles", {"king"}}}, host).message(), "There is no role 'king'.");
  EXPECT_EQ(ask("PUT", path, {{"roles", {"learner", "instructor"}}}, host).status, 200);
  EXPECT_EQ(ask("POST", "/classes", {{"title", "7b"}}, ada).status, 200);
  EXPECT_EQ(ask("GET", "/accounts", nullptr, host).json.size(), 2U);
}

}  // namespace
}  // namespace tadpole::server
