// SPDX-License-Identifier: Apache-2.0
#include "learning/quiz/item_test.h"

namespace tadpole::learning {
namespace {

const char* const kBody = "Match.\nprogram | answers\nmachine | a rule\nsensor | answers";

TEST(Matching, equal_sides_are_as_good_as_each_other) {
  const Item item = item_of("matching", kBody);
  expect_key_is_right(item);
  Json pairs = reveal_of(item, 5, as_is)["key"]["pairs"];
  std::swap(pairs["l1"], pairs["l3"]);
  EXPECT_EQ(score_of(item, {{"pairs", pairs}}), 1.0);
  std::swap(pairs["l1"], pairs["l2"]);
  EXPECT_NEAR(score_of(item, {{"pairs", pairs}}), 1.0 / 3, 1e-9);
}

TEST(Matching, the_ids_do_not_tell) {
  const Item item = item_of("matching", "Match.\na | 1\nb | 2\nc | 3\nd | 4\ne | 5");
  bool differs = false;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Json pairs = reveal_of(item, seed, as_is)["key"]["pairs"];
    for (const auto& [left, right] : pairs.items())
      differs = differs || left.substr(1) != right.get<std::string>().substr(1);
  }
  EXPECT_TRUE(differs);
}

TEST(Matching, mistakes_are_said) {
  EXPECT_NE(problem_of("matching", "Q\na | b").find("at least two pairs"), std::string::npos);
  const Item item = item_of("matching", kBody);
  EXPECT_NE(sentence_of(item, {{"pairs", {{"l1", "r9"}}}}).find("no such side"), std::string::npos);
  EXPECT_NE(sentence_of(item, Json::object()).find("lacks the pairs"), std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
