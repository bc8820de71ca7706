// SPDX-License-Identifier: Apache-2.0
#include "learning/quiz/item_test.h"

namespace tadpole::learning {
namespace {

TEST(Text, case_spaces_and_a_full_stop_do_not_matter) {
  const Item item = item_of("text", "Its name?\n= loss\n= loss function\n! error -> Close.");
  for (const char* right : {"loss", " Loss. ", "LOSS FUNCTION", "loss  function!"})
    EXPECT_EQ(score_of(item, {{"text", right}}), 1.0) << right;
  EXPECT_EQ(score_of(item, {{"text", "losses"}}), 0.0);
  EXPECT_EQ(grade(item, 1, {{"text", "Error"}}, as_is).value().feedback.at(0), "Close.");
  expect_key_is_right(item);
}

TEST(Text, mistakes_are_said) {
  EXPECT_EQ(problem_of("text", "Q"), "1: the right text is missing; write it as = loss");
  const Item item = item_of("text", "Q\n= a");
  EXPECT_EQ(sentence_of(item, {{"text", "  "}}), "The answer is empty; write something.");
  EXPECT_NE(sentence_of(item, {{"text", std::string(30000, 'x')}}).find("longer than 20,000"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
