// SPDX-License-Identifier: Apache-2.0
#include "learning/course/block_test.h"

namespace tadpole::learning {
namespace {

TEST(TextBlock, is_what_stands_between_the_fences_and_keeps_its_name) {
  const Block block = block_of("Some **words**.\n");
  EXPECT_EQ(block.kind, "text");
  EXPECT_EQ(block.data["html"], "<p>Some <strong>words</strong>.</p>\n");
  EXPECT_EQ(block.id, block_of("\nSome **words**.\n\n:::recap {#r1 concept=x}\n:::\n").id);
  EXPECT_NE(block.id, block_of("Other words.\n").id);
}

}  // namespace
}  // namespace tadpole::learning
