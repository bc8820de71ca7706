// SPDX-License-Identifier: Apache-2.0
#include "learning/course/block_test.h"

namespace tadpole::learning {
namespace {

TEST(Figure, has_a_picture_and_its_words) {
  const Block block =
      block_of(":::figure {#f1 src=\"a.svg\" alt=\"a chip\" caption=\"A *chip*.\"}\n:::\n");
  EXPECT_EQ(block.data["src"], "/media/a.svg");
  EXPECT_EQ(block.data["html"], "<p>A <em>chip</em>.</p>\n");
  EXPECT_EQ(problem_in(":::figure {#f1 src=\"a.svg\"}\n:::\n"),
            "u.md:6: error: the option 'alt' is missing; write for example alt=\"what the picture "
            "shows\"");
}

}  // namespace
}  // namespace tadpole::learning
