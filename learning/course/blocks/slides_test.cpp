// SPDX-License-Identifier: Apache-2.0
#include "learning/course/block_test.h"

namespace tadpole::learning {
namespace {

TEST(Slides, part_at_the_lines_and_have_what_is_said) {
  const Block block =
      block_of(":::slides {#s1}\n## One\n> We begin.\n---\nTwo\n> And\n> go on.\n:::\n");
  ASSERT_EQ(block.data["slides"].size(), 2U);
  EXPECT_EQ(block.data["slides"][0]["html"], "<h2>One</h2>\n");
  EXPECT_EQ(block.data["slides"][1]["narration"], "And go on.");
  EXPECT_NE(problem_in(":::slides {#s1}\n## One\n:::\n").find("a slide has no narration"),
            std::string::npos);
  EXPECT_NE(problem_in(":::slides {#s1 audio=\"a.ogg\"}\n## One\n> So.\n:::\n")
                .find("'captions' is missing"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
