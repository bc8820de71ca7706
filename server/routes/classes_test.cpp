// SPDX-License-Identifier: Apache-2.0
#include "server/hub/test_hub.h"

namespace tadpole::server {
namespace {

TEST_F(HubTest, a_class_is_joined_by_its_code_and_its_teacher_sees_who_is_stuck) {
  const std::string teacher = sign_in("Teacher"), ada = sign_in("Ada"), bo = sign_in("Bo");
  const Json room = ask("POST", "/classes", {{"title", "7b"}}, teacher).json;
  std::string code = room["code"];
  for (char& c : code) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  for (const std::string& who : {ada, bo})
    EXPECT_EQ(ask("POST", "/classes/join", {{"code", code}}, who).json["title"], "7b");
  const std::string path = "/classes/" + room["id"].get<std::string>();
  EXPECT_EQ(ask("GET", path, nullptr, ada).json["code"], "");  // not theirs to give away
  EXPECT_EQ(ask("GET", path, nullptr, teacher).json["learners"], 2);
  ask("POST", "/events",
      {{"events", {{{"kind", "unit.done"}, {"where", "w1hello"}, {"body", Json::object()}}}}}, ada);
  for (int i = 0; i < 3; ++i)
    ask("POST", "/items/w1chip.q1/attempts", {{"response", {{"choice", "a"}}}}, bo);
  ask("POST", "/items/w1chip.q1/attempts", {{"response", {{"choice", "c"}}}}, ada);
  const Json matrix = ask("GET", path + "/matrix", nullptr, teacher).json;
  ASSERT_EQ(matrix["learners"].size(), 2U);
  EXPECT_EQ(matrix["learners"][0]["states"].size(), matrix["units"].size());
  EXPECT_EQ(matrix["stuck"].size(), 1U);
  EXPECT_EQ(matrix["stuck"][0]["nickname"], "Bo");
  EXPECT_EQ(matrix["difficult"][0]["block"], "w1chip.q1");
  EXPECT_EQ(ask("GET", path + "/matrix", nullptr, ada).status, 403);
  EXPECT_EQ(ask("DELETE", path + "/membership", nullptr, bo).status, 200);
  EXPECT_EQ(ask("GET", path, nullptr, bo).status, 404);
}

TEST_F(HubTest, a_wrong_code_is_said) {
  const std::string ada = sign_in("Ada");
  EXPECT_NE(ask("POST", "/classes/join", {{"code", "AAAAAA"}}, ada)
                .message()
                .find("no class with the code 'AAAAAA'"),
            std::string::npos);
  EXPECT_EQ(ask("POST", "/classes", {{"title", ""}}, ada).status, 400);
  EXPECT_EQ(ask("POST", "/classes", {{"title", "mine"}}, sign_in("Bo")).status, 403);
}

}  // namespace
}  // namespace tadpole::server
