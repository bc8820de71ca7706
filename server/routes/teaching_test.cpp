// SPDX-License-Identifier: Apache-2.0
#include "server/hub/test_hub.h"

namespace tadpole::server {
namespace {

TEST_F(HubTest, a_roster_makes_learners_and_adds_those_who_have_an_account) {
  const std::string teacher = sign_in("Teacher"), ada = sign_in("Ada");
  const std::string room = "/classes/" + new_class(teacher, {});
  const Json made =
      send(room + "/roster", "nickname,extension_days\nCy,3\nada,2\nDee,\nTeacher,\n", teacher)
          .json;
  ASSERT_EQ(made.size(), 4U) << made.dump();
  EXPECT_EQ(made[0]["what"], "made");
  EXPECT_EQ(made[1]["what"], "added");
  EXPECT_EQ(made[1]["secret"], "");          // hers stays
  EXPECT_EQ(made[3]["what"], "needs_code");  // whoever teaches is nobody's learner unasked
  const std::string secret = made[0]["secret"];
  EXPECT_EQ(secret.size(), 6U);
  const Json again = send(room + "/roster", "nickname,extension_days\nCy,5\nDee,0\n", teacher).json;
  EXPECT_EQ(again[0]["what"], "changed");
  EXPECT_EQ(again[1]["what"], "same");
  EXPECT_EQ(text_of_answer(room + "/roster.csv", teacher),
            "nickname,extension_days\n\"Ada\",2\n\"Cy\",5\n\"Dee\",0\n");
  EXPECT_EQ(ask("GET", room, nullptr, ada).json["role"], "learner");
  EXPECT_EQ(ask("GET", "/me", nullptr, ada).json["nickname"], "Ada");
  EXPECT_EQ(send(room + "/roster", "who\nCy\n", teacher).status, 400);
  EXPECT_EQ(send(room + "/roster", "nickname\nCy\n", ada).status, 403);
  start(false);
  remote_ = "192.168.1.9";
  EXPECT_EQ(ask("POST", "/session", {{"nickname", "Cy"}, {"secret", secret}}).status, 200);
}

TEST_F(HubTest, dates_count_from_the_first_day_of_the_class_with_grace_and_extension) {
  start_with({{"program.yaml", "id: p1\ntitle: P\ncourses: [c]\n"},
              {"c/course.yaml", "id: c1\ntitle: C\nsummary: \"\"\nchapters: [a]\n"},
              {"c/a/chapter.yaml", "id: ch1\ntitle: A\nsections: [s]\n"},
              {"c/a/s/section.yaml",
               "id: sec1\ntitle: Quiz\ntype: quiz\nweight: 1\ndue_days: 7\nunits: [one]\n"},
              {"c/a/s/one.md",
               "---\nid: unitone\ntitle: One\n---\n:::item {#q1 reveal=past_due}\nQ?\n[x] a\n[ ] "
               "b\n:::\n"}});
  const std::string teacher = sign_in("Teacher"), ada = sign_in("Ada");
  const std::string room = "/classes/" + new_class(teacher, {ada});
  const std::int64_t day = 24 * 3600 * 1000, start = hub_->now_ms() - 8 * day;
  EXPECT_EQ(ask("GET", room + "/calendar", nullptr, ada).json["dates"][0]["due_ms"], nullptr);
  const Json set =
      ask("PUT", room + "/calendar", {{"start_ms", start}, {"grace_hours", 12}}, teacher).json;
  EXPECT_EQ(set["grace_hours"], 12);
  EXPECT_EQ(ask("GET", room + "/calendar", nullptr, ada).json["dates"][0]["due_ms"],
            start + 7 * day + day / 2);
  const Json response = {{"response", {{"choice", "a"}}}};
  EXPECT_NE(ask("POST", "/items/unitone.q1/attempts", response, ada).message(), "");  // too late
  EXPECT_EQ(ask("PUT", room + "/members/" + id_of(ada), {{"extension_days", 2}}, teacher).status,
            200);
  EXPECT_EQ(ask("POST", "/items/unitone.q1/attempts", response, ada).status, 200);
  EXPECT_EQ(text_of_answer(room + "/grades.csv", teacher),
            "nickname,Quiz (practice),total\nAda,100,100\n");
  EXPECT_EQ(ask("PUT", room + "/calendar", {{"start_ms", 0}, {"grace_hours", 1}}, ada).status, 403);
  EXPECT_EQ(ask("PUT", room + "/members/" + id_of(ada), {{"extension_days", 999}}, teacher).status,
            400);
}

TEST_F(HubTest, a_mentor_of_a_class_sees_it_and_does_not_run_it) {
  const std::string teacher = sign_in("Teacher"), ada = sign_in("Ada");
  const std::string room = "/classes/" + new_class(teacher, {ada});
  ask("PUT", room + "/members/" + id_of(ada), {{"role", "mentor"}}, teacher);
  EXPECT_EQ(ask("GET", room, nullptr, ada).json["role"], "mentor");
  EXPECT_EQ(ask("GET", room + "/artefacts", nullptr, ada).status, 200);
  EXPECT_EQ(ask("GET", room + "/members", nullptr, ada).status, 403);
  EXPECT_EQ(ask("PUT", room + "/members/" + id_of(ada), {{"role", "king"}}, teacher).status, 400);
}

}  // namespace
}  // namespace tadpole::server
