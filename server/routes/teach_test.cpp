// SPDX-License-Identifier: Apache-2.0
#include "server/hub/test_hub.h"

namespace tadpole::server {
namespace {

TEST_F(HubTest, teachers_pages_are_for_who_teaches_and_not_for_learners) {
  start_with({{"program.yaml", "id: p1\ntitle: P\ncourses: [c]\n"},
              {"c/course.yaml", "id: c1\ntitle: C\nsummary: \"\"\nchapters: [a]\n"},
              {"c/a/chapter.yaml", "id: ch1\ntitle: A\nsections: [s, t]\n"},
              {"c/a/s/section.yaml", "id: sec1\ntitle: Begin\nunits: [one]\n"},
              {"c/a/s/one.md", "---\nid: unitone\ntitle: One\n---\nText.\n"},
              {"c/a/s/teach.md", "---\nminutes: 45\n---\n## Answers\n1. Forty-two.\n"},
              {"i18n/es/ch1.po",
               "msgid \"Answers\"\nmsgstr \"Respuestas\"\n\nmsgid "
               "\"Forty-two.\"\nmsgstr \"Cuarenta y dos.\"\n"},
              {"c/a/t/section.yaml", "id: sec2\ntitle: No page\nunits: []\n"}});
  const std::string host = sign_in("Host"), ada = sign_in("Ada"), cy = sign_in("Cy");
  for (const char* role : {"instructor", "author"}) {
    ASSERT_EQ(ask("PUT", "/accounts/" + id_of(cy) + "/roles", {{"roles", {"learner", role}}}, host)
                  .status,
              200);
    const std::string teacher = sign_in("Cy");
    const Json pages = ask("GET", "/teach", nullptr, teacher).json;
    ASSERT_EQ(pages.size(), 1U) << pages.dump();
    EXPECT_EQ(pages[0]["section"], "sec1");
    EXPECT_EQ(pages[0]["minutes"], 45);
    const Json page = ask("GET", "/teach/sec1", nullptr, teacher).json;
    EXPECT_NE(page["html"].get<std::string>().find("<li>Forty-two.</li>"), std::string::npos);
    EXPECT_EQ(page["units"][0]["title"], "One");
    const Json spanish = ask("GET", "/teach/sec1?in=es", nullptr, teacher).json;
    EXPECT_NE(spanish["html"].get<std::string>().find("<li>Cuarenta y dos.</li>"),
              std::string::npos);
    EXPECT_EQ(spanish["language"], "es");
    EXPECT_EQ(ask("GET", "/teach/sec2", nullptr, teacher).message(),
              "There is no teacher's page for 'sec2'; its author writes it as teach.md beside "
              "section.yaml.");
  }
  // A learner of the hub who is instructor in a class.
  const std::string room = new_class(host, {ada});
  EXPECT_EQ(ask("GET", "/teach", nullptr, ada).status, 403);
  const std::string member = "/classes/" + room + "/members/" + id_of(ada);
  ask("PUT", member, {{"role", "instructor"}}, host);
  EXPECT_EQ(ask("GET", "/teach", nullptr, ada).json[0]["section"], "sec1");
  EXPECT_EQ(ask("GET", "/teach/sec1", nullptr, ada).json["language"], "en");
  ask("PUT", member, {{"role", "mentor"}}, host);
  EXPECT_EQ(ask("GET", "/teach", nullptr, ada).status, 403);
  EXPECT_EQ(ask("GET", "/teach/sec1", nullptr, ada).status, 403);
  EXPECT_EQ(text_of_answer("/units/unitone", ada).find("Forty-two"), std::string::npos);
}

}  // namespace
}  // namespace tadpole::server
