// SPDX-License-Identifier: Apache-2.0
#include "learning/course/block_test.h"

namespace tadpole::learning {
namespace {

TEST(Video, wants_captions) {
  EXPECT_EQ(block_of(":::video {#v1 src=\"a.webm\" captions=\"a.vtt\"}\n:::\n").data["captions"],
            "/media/a.vtt");
  EXPECT_NE(problem_in(":::video {#v1 src=\"a.webm\"}\n:::\n").find("'captions' is missing"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole::learning
