// SPDX-License-Identifier: Apache-2.0
#include <thread>

#include "server/hub/test_hub.h"

namespace tadpole::server {
namespace {

const std::map<std::string, std::string> kCourse = {
    {"program.yaml", "id: p1\ntitle: P\ncourses: [c]\n"},
    {"c/course.yaml", "id: c1\ntitle: C\nsummary: \"\"\nchapters: [a]\n"},
    {"c/a/chapter.yaml", "id: ch1\ntitle: A\nsections: [s]\n"},
    {"c/a/s/section.yaml", "id: sec1\ntitle: Quiz\ntype: quiz\nunits: [one]\n"},
    {"c/a/s/one.md",
     "---\nid: unitone\ntitle: One\n---\n[a](unit:nowhere)\n\n:::item {#q1}\nQ?\n[x] a\n[ ] b\n? A "
     "hint\n:::\n"}};

TEST_F(HubTest, an_author_sees_keys_hints_and_what_the_linter_says) {
  start_with(kCourse);
  const std::string host = sign_in("Host"), ada = sign_in("Ada");
  const Json unit = ask("GET", "/preview/unitone", nullptr, host).json;
  EXPECT_EQ(unit["file"], "c/a/s/one.md");
  EXPECT_EQ(unit["remarks"][0]["line"], 5);
  EXPECT_NE(unit["remarks"][0]["message"].get<std::string>().find("no unit 'nowhere'"),
            std::string::npos);
  EXPECT_EQ(unit["blocks"][1]["items"][0]["reveal"]["key"]["choice"], "a");
  EXPECT_EQ(unit["blocks"][1]["items"][0]["hints"].size(), 1U);
  EXPECT_EQ(ask("GET", "/preview/unitone", nullptr, ada).status, 403);
  EXPECT_EQ(ask("GET", "/preview/none", nullptr, host).status, 404);
}

TEST_F(HubTest, a_file_that_was_written_is_read_again_and_the_page_is_told) {
  watch_courses_ = true;
  start_with(kCourse);
  const std::string host = sign_in("Host");
  const Response response = hub_->handle(request_of("GET", "/api/v1/changes", nullptr, host));
  ASSERT_NE(response.stream, nullptr);
  EXPECT_NE(response.stream->take().text.find("event: watching\ndata: true"), std::string::npos);
  std::string changed = kCourse.at("c/a/s/one.md");
  changed.replace(changed.find("title: One"), 10, "title: Two");
  ASSERT_TRUE(write_file(courses_ / "c/a/s/one.md", changed).ok());
  std::string told;
  for (int i = 0; i < 3000 && told.find("changed") == std::string::npos; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    told += response.stream->take().text;
  }
  EXPECT_NE(told.find("event: changed\ndata: []"), std::string::npos) << told;
  EXPECT_EQ(ask("GET", "/units/unitone", nullptr, host).json["title"], "Two");
}

TEST_F(HubTest, a_mended_question_changes_the_score_of_who_answered_before) {
  start_with(kCourse);
  const std::string ada = sign_in("Ada");
  ask("POST", "/items/unitone.q1/attempts", {{"response", {{"choice", "b"}}}}, ada);
  std::string mended = kCourse.at("c/a/s/one.md");
  mended.replace(mended.find("[x] a\n[ ] b"), 11, "[ ] a\n[x] b");
  ASSERT_TRUE(write_file(courses_ / "c/a/s/one.md", mended).ok());
  EXPECT_TRUE(hub_->reload_courses().empty());
  const Json block = ask("GET", "/units/unitone", nullptr, ada).json["blocks"][1];
  EXPECT_EQ(block["attempts"]["changed"]["before"], 0.0);
  EXPECT_EQ(block["attempts"]["changed"]["now"], 1.0);
  EXPECT_EQ(block["state"], "mastered");
  EXPECT_EQ(ask("GET", "/work", nullptr, ada).json["attempts"][0]["before"], 0.0);
  EXPECT_EQ(ask("GET", "/work", nullptr, ada).json["attempts"][0]["score"], 1.0);
}

}  // namespace
}  // namespace tadpole::server
