// SPDX-License-Identifier: Apache-2.0
#include "learning/course/block_test.h"

namespace tadpole::learning {
namespace {

TEST(Lab, gets_its_state_from_any_option) {
  const Block block = block_of(":::lab {#l1 name=exploring-loss w=3 b=-1}\nDo it.\n:::\n");
  EXPECT_EQ(block.data["name"], "exploring-loss");
  EXPECT_EQ(block.data["params"], (Json{{"w", "3"}, {"b", "-1"}}));
  EXPECT_NE(problem_in(":::lab {#l1}\n:::\n").find("'name' is missing"), std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
