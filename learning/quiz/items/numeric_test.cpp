// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "learning/quiz/item_test.h"

namespace tadpole::learning {
namespace {

double value(const Item& item, const std::string& text) {
  return score_of(item, {{"value", text}});
}

TEST(Numeric, is_right_within_the_tolerance) {
  const Item item = item_of("numeric", "How many?\n= 49", {{"tolerance", "0.5"}});
  EXPECT_EQ(value(item, "49.5"), 1.0);
  EXPECT_EQ(value(item, "49.6"), 0.0);
  const Item percent = item_of("numeric", "How many?\n= 200", {{"tolerance", "1%"}});
  EXPECT_EQ(value(percent, "198"), 1.0);
  EXPECT_EQ(value(percent, "197.9"), 0.0);
  EXPECT_EQ(value(item_of("numeric", "How many?\n= 49 ± 2"), "51"), 1.0);
  expect_key_is_right(item);
}

TEST(Numeric, commas_fractions_and_spaces_are_understood) {
  const Item item = item_of("numeric", "The mean?\n= 5.1667", {{"tolerance", "0.001"}});
  for (const char* text : {"5.1667", "5,1667", "31/6", " 5.167 ", "+5.1667e0"})
    EXPECT_EQ(value(item, text), text[0] == '+' ? -1.0 : 1.0) << text;
  EXPECT_EQ(value(item_of("numeric", "How many?\n= 16000"), "16 000"), 1.0);
}

TEST(Numeric, units_of_one_family_are_converted) {
  const Item item = item_of("numeric", "How long?\n= 30", {{"unit", "ms"}});
  EXPECT_EQ(value(item, "30"), 1.0);
  EXPECT_EQ(value(item, "0.03 s"), 1.0);
  EXPECT_EQ(value(item, "30000us"), 1.0);
  EXPECT_EQ(score_of(item, {{"value", "0,03"}, {"unit", "s"}}), 1.0);
  EXPECT_EQ(sentence_of(item, {{"value", "30 kB"}}),
            "'kB' does not measure what ms does; answer in ms.");
}

TEST(Numeric, a_known_misunderstanding_has_its_feedback) {
  const Item item =
      item_of("numeric", "The mean?\n= 5\n! 30 -> That is the sum.\n! 6 -> Count again.");
  const Grade grade = learning::grade(item, 1, {{"value", "30"}}, as_is).value();
  EXPECT_EQ(grade.feedback, (std::vector<std::string>{"That is the sum."}));
  EXPECT_TRUE(learning::grade(item, 1, {{"value", "5"}}, as_is).value().feedback.empty());
}

TEST(Numeric, parameters_are_drawn_and_keys_computed) {
  const Item item = item_of("numeric",
                            "@ w = 1..5\n@ r = 0.1..0.5 step 0.1\nWhat is {w} times {r}?\n= "
                            "{w*r}\n! {w+r} -> You added {w} and {r}.");
  std::set<std::string> questions;
  for (std::uint64_t seed = 0; seed < 40; ++seed)
    questions.insert(present(item, seed, as_is)["question_html"]);
  EXPECT_GT(questions.size(), 10U);
  EXPECT_EQ(present(item, 3, as_is), present(item, 3, as_is));
  expect_key_is_right(item);
}

TEST(Numeric, mistakes_are_said) {
  EXPECT_EQ(problem_of("numeric", "Q"), "1: the right number is missing; write it as = 49");
  EXPECT_EQ(problem_of("numeric", "Q\n= many"),
            "1: '= many' is no number; write a number or an {expression}");
  EXPECT_EQ(problem_of("numeric", "Q\n= 1", {{"unit", "furlong"}}),
            "1: the unit 'furlong' is not known; take one like ms, kB, Hz, mW, %");
  EXPECT_EQ(problem_of("numeric", "Q\n= 1", {{"tolerance", "some"}}),
            "1: tolerance is 'some'; write for example 0.01 or 1%");
  const Item item = item_of("numeric", "Q\n= 1");
  EXPECT_EQ(sentence_of(item, {{"value", "lots"}}),
            "'lots' is no number; write one, for example 0.5 or 1/2.");
  EXPECT_EQ(sentence_of(item, {{"value", "1/0"}}),
            "'1/0' is no number; write one, for example 0.5 or 1/2.");
}

}  // namespace
}  // namespace tadpole::learning
