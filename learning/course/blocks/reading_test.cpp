// SPDX-License-Identifier: Apache-2.0
#include "learning/course/block_test.h"

namespace tadpole::learning {
namespace {

TEST(Reading, has_its_minutes) {
  const Block block =
      block_of(":::reading {#r1 minutes=6 title=\"Three questions\"}\nWords.\n:::\n");
  EXPECT_EQ(block.data["minutes"], 6);
  EXPECT_EQ(block.data["title"], "Three questions");
  EXPECT_NE(problem_in(":::reading {#r1 minutes=few}\nWords.\n:::\n")
                .find("u.md:6: error: minutes is 'few'"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
