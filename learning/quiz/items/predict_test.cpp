// SPDX-License-Identifier: Apache-2.0
#include "learning/quiz/item_test.h"

namespace tadpole::learning {
namespace {

TEST(Predict, says_whether_it_came_true_and_gives_no_marks) {
  const Item number = item_of("predict", "At 10?\n= 19");
  const Grade grade = learning::grade(number, 1, {{"value", "19"}}, as_is).value();
  EXPECT_TRUE(grade.correct);
  EXPECT_FALSE(grade.graded);
  const Item choice = item_of("predict", "Then?\n[x] it grows\n[ ] it shrinks");
  EXPECT_FALSE(learning::grade(choice, 1, {{"choice", "b"}}, as_is).value().correct);
  EXPECT_EQ(present(choice, 1, as_is)["options"].size(), 2U);
  EXPECT_NE(problem_of("predict", "Q").find("the right number is missing"), std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
