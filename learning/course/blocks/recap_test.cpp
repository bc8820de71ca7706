// SPDX-License-Identifier: Apache-2.0
#include "learning/course/block_test.h"

namespace tadpole::learning {
namespace {

TEST(Recap, names_a_concept) {
  EXPECT_EQ(block_of(":::recap {#r1 concept=loss}\n:::\n").data["concept"], "loss");
  EXPECT_NE(problem_in(":::recap {#r1}\n:::\n").find("'concept' is missing"), std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
