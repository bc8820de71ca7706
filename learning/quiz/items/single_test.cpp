// SPDX-License-Identifier: Apache-2.0
#include "learning/quiz/item_test.h"

namespace tadpole::learning {
namespace {

const char* const kBody =
    "What changes?\n[x] The parameters\n[ ] The labels -> That would be cheating.\n[ ] The loss";

TEST(Single, the_marked_option_is_right_and_a_wrong_one_has_its_feedback) {
  const Item item = item_of("single", kBody);
  EXPECT_EQ(score_of(item, {{"choice", "a"}}), 1.0);
  const Grade wrong = grade(item, 5, {{"choice", "b"}}, as_is).value();
  EXPECT_EQ(wrong.score, 0.0);
  EXPECT_EQ(wrong.per_option["b"]["feedback"], "That would be cheating.");
  EXPECT_FALSE(wrong.per_option.contains("c"));
  expect_key_is_right(item);
}

TEST(Single, shuffled_options_keep_their_ids) {
  const Item item = item_of("single", kBody, {{"shuffle", ""}});
  bool moved = false;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Json options = present(item, seed, as_is)["options"];
    ASSERT_EQ(options.size(), 3U);
    for (const Json& one : options) {
      if (one["id"] == "a") {
        EXPECT_EQ(one["html"], "The parameters");
      }
    }
    moved = moved || options[0]["id"] != "a";
  }
  EXPECT_TRUE(moved);
}

TEST(Single, mistakes_are_said) {
  EXPECT_EQ(problem_of("single", "Q\n[x] a\n[x] b"),
            "1: 2 options are marked right; mark exactly one with [x], or use type=multi");
  EXPECT_EQ(problem_of("single", "Q\n[x] a"),
            "1: a choice needs at least two options; write them as [x] and [ ]");
  const Item item = item_of("single", kBody);
  EXPECT_NE(sentence_of(item, {{"choice", "z"}}).find("no option 'z'"), std::string::npos);
  EXPECT_NE(sentence_of(item, {{"choice", 1}}).find("lacks the chosen option"), std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
