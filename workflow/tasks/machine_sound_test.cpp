// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "workflow/samples/test_walk.h"

namespace tadpole {
namespace {

const char* const kPumps = R"(
[collect]
seconds = 1
[model]
model = "autoencoder units=32 depth=1 code=4"
[train]
epochs = 8
[[source]]
generate = "machine_sound"
count = 30
)";

// Chance is 0.5. A recording gets one score: the mean of its windows.
TEST(MachineSoundTask, finds_recordings_that_are_not_as_usual) {
  TestWalk walk("machine_sound", kPumps);
  const nlohmann::json facts = walk.run();
  ASSERT_FALSE(facts.contains("error")) << facts["error"];
  EXPECT_GT(facts["evaluate"]["value"], 0.6);
  const nlohmann::json& e = facts["evaluate"];
  EXPECT_EQ(e["scores"]["normal"].size() + e["scores"]["anomalous"].size(),
            facts["collect"]["datasheet"]["clips"]["test"].get<std::size_t>());
}

TEST(MachineSoundTask, says_so_when_nothing_is_normal) {
  TestWalk walk("machine_sound",
                "[collect]\nnormal = \"healthy\"\nseconds = 1\n[[source]]\ngenerate = "
                "\"machine_sound\"\ncount = 4\n");
  EXPECT_NE(walk.run()["error"].get<std::string>().find("no normal recording"), std::string::npos);
}

}  // namespace
}  // namespace tadpole
