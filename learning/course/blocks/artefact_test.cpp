// SPDX-License-Identifier: Apache-2.0
#include "learning/course/block_test.h"

namespace tadpole::learning {
namespace {

TEST(Artefact, says_what_it_takes) {
  EXPECT_EQ(
      block_of(":::artefact {#t1 accepts=csv checker=table rows=8}\nHand in.\n:::\n").data["rows"],
      "8");
  EXPECT_NE(problem_in(":::artefact {#t1 accepts=csv}\n:::\n").find("'checker' is missing"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
