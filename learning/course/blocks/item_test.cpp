// SPDX-License-Identifier: Apache-2.0
#include "learning/course/block_test.h"

namespace tadpole::learning {
namespace {

TEST(ItemBlock, holds_a_question_and_shows_nothing_of_its_key) {
  const Block block = block_of(":::item {#q1 type=numeric}\nHow many?\n= 424242\n:::\n");
  EXPECT_EQ(block.items.at(0).keys.at(0), "424242");
  EXPECT_EQ(block.data.dump().find("424242"), std::string::npos);
  EXPECT_EQ(problem_in("Text.\n\n:::item {#q1 type=numeric}\nHow many?\n! lots\n= 1\n:::\n"),
            "u.md:10: error: '! lots' has no feedback; write ! value -> feedback");
}

}  // namespace
}  // namespace tadpole::learning
