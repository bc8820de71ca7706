// SPDX-License-Identifier: Apache-2.0
#include "learning/course/block_test.h"

namespace tadpole::learning {
namespace {

TEST(Assignment, keeps_its_solution_sealed) {
  const Block block =
      block_of(":::assignment {#a1}\nMeasure.\n:::solution\nThe answer is ZEBRA.\n:::\n:::\n");
  EXPECT_EQ(block.data.dump().find("ZEBRA"), std::string::npos);
  EXPECT_NE(block.sealed["solution_html"].get<std::string>().find("ZEBRA"), std::string::npos);
  EXPECT_NE(problem_in(":::assignment {#a1}\nMeasure.\n:::\n")
                .find("warning: the assignment has no solution"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
