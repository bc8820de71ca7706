// SPDX-License-Identifier: Apache-2.0
#include "server/hub/test_hub.h"

namespace tadpole::server {
namespace {

TEST_F(HubTest, my_work_has_grades_bookmarks_and_answers) {
  const std::string cookie = sign_in("Ada");
  ask("POST", "/items/w1quiz.q1/attempts", {{"response", {{"choice", "a"}}}}, cookie);
  ask("POST", "/events",
      {{"events", {{{"kind", "bookmark.set"}, {"where", "w1walk"}, {"body", {{"on", true}}}}}}},
      cookie);
  const Json work = ask("GET", "/work", nullptr, cookie).json;
  EXPECT_EQ(work["bookmarks"][0]["unit"], "w1walk");
  EXPECT_EQ(work["attempts"][0]["correct"], true);
  // Every section that counts, in reading order.
  const auto grade = std::find_if(work["grades"].begin(), work["grades"].end(),
                                  [](const Json& one) { return one["section"] == "c1downhill"; });
  ASSERT_NE(grade, work["grades"].end());
  EXPECT_GT((*grade)["score"], 0.0);
  EXPECT_LT((*grade)["score"], 0.5);
}

TEST_F(HubTest, the_search_finds_units_by_their_words) {
  const Json hits = ask("GET", "/search?q=learning+rate").json;
  ASSERT_FALSE(hits.empty());
  EXPECT_NE(hits[0]["snippet_html"].get<std::string>().find("<mark>"), std::string::npos);
  EXPECT_TRUE(ask("GET", "/search?q=xylophone").json.empty());
  EXPECT_EQ(ask("GET", "/search?q=" + std::string(400, 'x')).status, 400);
}

}  // namespace
}  // namespace tadpole::server
