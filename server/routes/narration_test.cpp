// SPDX-License-Identifier: Apache-2.0
#include <thread>

#include "core/base/process.h"
#include "server/hub/test_hub.h"

namespace tadpole::server {
namespace {

TEST_F(HubTest, slides_are_spoken_when_asked_for) {
  if (find_program("espeak-ng").empty()) GTEST_SKIP() << "espeak-ng is not installed";
  const Answer spoken = ask("GET", "/narration/w1stages.s1");
  ASSERT_EQ(spoken.status, 200) << spoken.message();
  EXPECT_GT(spoken.json["cues"].size(), 3U);
  EXPECT_EQ(spoken.json["cues"][0]["slide"], 0);
  Request request = request_of("GET", spoken.json["audio"], nullptr, "");
  const Response whole = hub_->handle(request);
  EXPECT_EQ(whole.status, 200);
  EXPECT_EQ(whole.body.substr(0, 4), "OggS");
  request.headers["range"] = "bytes=4-7";
  const Response part = hub_->handle(request);
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.body, whole.body.substr(4, 4));
}

TEST_F(HubTest, who_asks_for_other_slides_meanwhile_is_told_and_holds_up_nobody) {
  if (find_program("espeak-ng").empty()) GTEST_SKIP() << "espeak-ng is not installed";
  std::array<Answer, 4> answers;
  std::vector<std::thread> pages;
  for (Answer& answer : answers)
    pages.emplace_back([&] { answer = ask("GET", "/narration/w1stages.s1"); });
  for (std::thread& page : pages) page.join();
  int spoken = 0;
  for (const Answer& answer : answers) {
    spoken += answer.status == 200;
    if (answer.status == 200) continue;
    EXPECT_EQ(answer.status, 503);
    EXPECT_NE(answer.message().find("busy"), std::string::npos);
  }
  EXPECT_GE(spoken, 1);
  EXPECT_EQ(ask("GET", "/narration/w1stages.s1").status, 200) << "kept";
}

TEST_F(HubTest, what_has_no_slides_is_not_spoken) {
  const Answer answer = ask("GET", "/narration/w1stages.nothing");
  EXPECT_EQ(answer.status, 400);
  EXPECT_NE(answer.message().find("no slides"), std::string::npos);
}

}  // namespace
}  // namespace tadpole::server
