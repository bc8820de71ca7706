// SPDX-License-Identifier: Apache-2.0
#include "learning/quiz/item_test.h"

namespace tadpole::learning {
namespace {

const char* const kBody = "Which?\n[x] one\n[x] two -> Yes.\n[ ] three -> No.\n[ ] four";

TEST(Multi, the_score_is_the_share_judged_rightly) {
  const Item item = item_of("multi", kBody);
  EXPECT_EQ(score_of(item, {{"choices", {"a", "b"}}}), 1.0);
  EXPECT_EQ(score_of(item, {{"choices", {"a"}}}), 0.75);
  EXPECT_EQ(score_of(item, {{"choices", {"c", "d"}}}), 0.0);
  EXPECT_EQ(score_of(item, {{"choices", Json::array()}}), 0.5);
  expect_key_is_right(item);
}

TEST(Multi, feedback_is_given_for_what_was_chosen) {
  const Grade grade =
      learning::grade(item_of("multi", kBody), 1, {{"choices", {"b", "c"}}}, as_is).value();
  EXPECT_EQ(grade.per_option["c"]["feedback"], "No.");
  EXPECT_EQ(grade.feedback.at(0), "2 of 4 options are judged rightly.");
  EXPECT_FALSE(grade.correct);
}

TEST(Multi, mistakes_are_said) {
  EXPECT_EQ(problem_of("multi", "Q\n[ ] a\n[ ] b"),
            "1: no option is marked right; mark at least one with [x]");
  const Item item = item_of("multi", kBody);
  EXPECT_NE(sentence_of(item, {{"choices", {"x"}}}).find("no option 'x'"), std::string::npos);
  EXPECT_NE(sentence_of(item, {{"choice", "a"}}).find("lacks the chosen options"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
