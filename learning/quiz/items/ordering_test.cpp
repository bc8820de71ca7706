// SPDX-License-Identifier: Apache-2.0
#include "learning/quiz/item_test.h"

namespace tadpole::learning {
namespace {

const char* const kBody = "Order them.\n1. collect\n2. train\n3. deploy";

TEST(Ordering, is_shown_in_another_order_and_the_right_one_is_graded_so) {
  const Item item = item_of("ordering", kBody);
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const Json options = present(item, seed, as_is)["options"];
    ASSERT_EQ(options.size(), 3U);
    EXPECT_FALSE(options[0]["html"] == "collect" && options[1]["html"] == "train") << seed;
  }
  expect_key_is_right(item);
}

TEST(Ordering, the_score_counts_neighbours) {
  const Item item = item_of("ordering", kBody);
  Json order = reveal_of(item, 5, as_is)["key"]["order"];
  std::swap(order[0], order[1]);
  EXPECT_EQ(score_of(item, {{"order", order}}),
            0.0);  // train, collect, deploy: no step follows the right one
  order = reveal_of(item, 5, as_is)["key"]["order"];
  const Json turned = {order[1], order[2], order[0]};
  EXPECT_EQ(score_of(item, {{"order", turned}}), 0.5);
}

TEST(Ordering, mistakes_are_said) {
  EXPECT_NE(problem_of("ordering", "Q\n1. one").find("at least two steps"), std::string::npos);
  const Item item = item_of("ordering", kBody);
  EXPECT_NE(sentence_of(item, {{"order", {"a", "b"}}}).find("all 3 steps once"), std::string::npos);
  EXPECT_NE(sentence_of(item, {{"order", {"a", "a", "b"}}}).find("there twice"), std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
