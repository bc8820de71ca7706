// SPDX-License-Identifier: Apache-2.0
#include "server/hub/test_hub.h"

namespace tadpole::server {
namespace {

TEST_F(HubTest, an_answer_is_graded_kept_and_shown_again) {
  const std::string cookie = sign_in("Ada");
  const Json wrong =
      ask("POST", "/items/w1chip.q1/attempts", {{"response", {{"choice", "a"}}}}, cookie).json;
  EXPECT_EQ(wrong["attempt"]["correct"], false);
  EXPECT_NE(wrong["per_option"]["a"].get<std::string>().find("battery"), std::string::npos);
  EXPECT_FALSE(wrong.contains("reveal"));
  const Json right =
      ask("POST", "/items/w1chip.q1/attempts", {{"response", {{"choice", "b"}}}}, cookie).json;
  EXPECT_EQ(right["attempt"]["n"], 2);
  EXPECT_EQ(right["reveal"]["key"]["choice"], "b");
  start();
  for (const Json& block : ask("GET", "/units/w1chip", nullptr, cookie).json["blocks"]) {
    if (block["id"] != "w1chip.q1") continue;
    EXPECT_EQ(block["state"], "mastered");
    EXPECT_EQ(block["attempts"]["history"].size(), 2U);
    EXPECT_EQ(block["attempts"]["response"]["choice"], "b");
    EXPECT_EQ(block["attempts"]["graded"]["attempt"]["correct"], true);
  }
}

TEST_F(HubTest, the_same_answer_sent_twice_counts_once) {
  const std::string cookie = sign_in("Ada");
  const Json body = {{"response", {{"choice", "a"}}}, {"id", "01HZZZZZZZZZZZZZZZZZZZZZZZ"}};
  ask("POST", "/items/w1chip.q1/attempts", body, cookie);
  const Json again = ask("POST", "/items/w1chip.q1/attempts", body, cookie).json;
  EXPECT_EQ(again["attempt"]["n"], 1) << again.dump();
}

TEST_F(HubTest, attempts_end_and_hints_come_one_by_one) {
  const std::string cookie = sign_in("Ada");
  for (int n = 1; n <= 2; ++n) {
    const Json answer =
        ask("POST", "/items/w1quiz.q1/attempts", {{"response", {{"choice", "b"}}}}, cookie).json;
    EXPECT_EQ(answer["left"], 2 - n);
  }
  const Answer none =
      ask("POST", "/items/w1quiz.q1/attempts", {{"response", {{"choice", "a"}}}}, cookie);
  EXPECT_EQ(none.message(), "All 2 attempts at this question are used.");
  EXPECT_EQ(ask("POST", "/items/w1wrong.q2/hints", nullptr, cookie).json["left"], 1);
  EXPECT_NE(ask("POST", "/items/w1wrong.q2/hints", nullptr, cookie)
                .json["html"]
                .get<std::string>()
                .find("31"),
            std::string::npos);
  EXPECT_EQ(ask("POST", "/items/w1wrong.q2/hints", nullptr, cookie).message(),
            "There is no further hint; try an answer.");
}

TEST_F(HubTest, what_is_no_question_or_no_answer_is_said) {
  const std::string cookie = sign_in("Ada");
  EXPECT_EQ(ask("POST", "/items/w1chip.zz/attempts", {{"response", Json::object()}}, cookie).status,
            404);
  EXPECT_EQ(
      ask("POST", "/items/w1chip.q1/attempts", {{"response", {{"choice", 7}}}}, cookie).status,
      400);
  EXPECT_EQ(ask("POST", "/items/w1chip.q1/attempts", {{"response", {{"choice", "a"}}}}).status,
            401);
}

}  // namespace
}  // namespace tadpole::server
