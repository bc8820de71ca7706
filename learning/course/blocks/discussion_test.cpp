// SPDX-License-Identifier: Apache-2.0
#include "learning/course/block_test.h"

namespace tadpole::learning {
namespace {

TEST(Discussion, asks_something) {
  EXPECT_EQ(block_of(":::discussion {#d1 topic=\"Risk\"}\nFor whom?\n:::\n").data["topic"], "Risk");
  EXPECT_NE(problem_in(":::discussion {#d1}\n:::\n").find("asks nothing"), std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
