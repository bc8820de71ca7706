// SPDX-License-Identifier: Apache-2.0
#include "learning/quiz/item_test.h"

namespace tadpole::learning {
namespace {

TEST(Survey, takes_an_option_or_a_text_and_grades_nothing) {
  const Item item = item_of("survey", "The pace?\n[ ] slow\n[ ] right");
  EXPECT_FALSE(grade(item, 1, {{"choice", "b"}}, as_is).value().graded);
  EXPECT_NE(sentence_of(item, {{"choice", "q"}}).find("no option 'q'"), std::string::npos);
  EXPECT_EQ(sentence_of(item_of("survey", "What would you build?"), {{"text", "A hive"}}), "");
  EXPECT_EQ(problem_of("survey", "Q\n[x] a\n[ ] b"),
            "2: a survey has no right answer; write [ ] for every option");
}

}  // namespace
}  // namespace tadpole::learning
