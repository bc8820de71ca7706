// SPDX-License-Identifier: Apache-2.0
#include "learning/quiz/item_test.h"

namespace tadpole::learning {
namespace {

TEST(Free, shows_its_rubric_and_is_graded_by_no_machine) {
  const Item item =
      item_of("free", "Describe it.\n* Names the loss (2)\n* Repeats\n>> Try a step each way.");
  const Json shown = present(item, 1, as_is);
  EXPECT_EQ(shown["rubric"].size(), 2U);
  EXPECT_EQ(shown["rubric"][0]["html"], "Names the loss");
  EXPECT_EQ(shown["rubric"][0]["points"], 2);
  EXPECT_FALSE(grade(item, 1, {{"text", "I would step."}}, as_is).value().graded);
  EXPECT_EQ(sentence_of(item, {{"text", " \n"}}), "The answer is empty; write a sentence.");
}

}  // namespace
}  // namespace tadpole::learning
