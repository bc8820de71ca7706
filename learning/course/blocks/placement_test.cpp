// SPDX-License-Identifier: Apache-2.0
#include "learning/course/block_test.h"

namespace tadpole::learning {
namespace {

TEST(Placement, holds_questions) {
  const Block block = block_of(
      ":::placement {#p1 concepts=\"loss, rate\"}\n:::item {#a type=text}\nQ\n= a\n:::\n:::item "
      "{#b type=text}\nQ\n= a\n:::\n:::\n");
  EXPECT_EQ(block.items.size(), 2U);
  EXPECT_EQ(block.data["concepts"], Json({"loss", "rate"}));
  EXPECT_NE(problem_in(":::placement {#p1 concepts=\"loss\"}\n:::\n").find("has no question"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
