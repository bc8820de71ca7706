// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "workflow/samples/test_walk.h"

namespace tadpole {
namespace {

const char* const kGestures = R"(
[model]
layers = ["dense units=16", "relu", "dense units=6", "softmax"]
[train]
epochs = 15
[[source]]
generate = "gestures"
count = 24
)";

TEST(MotionTask, learns_simulated_gestures) {
  TestWalk walk("motion", kGestures);
  const nlohmann::json facts = walk.run();
  ASSERT_FALSE(facts.contains("error")) << facts["error"];
  EXPECT_GT(facts["evaluate"]["value"], 0.5);  // guessing: 0.17
}

const char* const kWithMemory = R"(
[preprocess]
kind = "raw"
[model]
layers = ["conv1d filters=8 kernel=8 stride=4", "relu", "lstm units=12", "dense units=6", "softmax"]
[train]
epochs = 12
[optimize]
scheme = "all"
[[source]]
generate = "gestures"
count = 24
)";

// The memory begins anew in every window, in training as in every scheme: the same windows are
// named, but for what 8 bits turn. Who guesses among six names 0.17 of some 64 windows, with a
// deviation of 0.05; above four of them something was learnt.
TEST(MotionTask, learns_simulated_gestures_by_a_network_with_a_memory) {
  TestWalk walk("motion", kWithMemory);
  const nlohmann::json facts = walk.run();
  ASSERT_FALSE(facts.contains("error")) << facts["error"];
  EXPECT_GT(facts["evaluate"]["value"], 0.17 + 4 * 0.05);
  const nlohmann::json& schemes = facts["optimize"]["schemes"];
  ASSERT_EQ(schemes.size(), 4U);
  EXPECT_EQ(schemes[0]["value"], facts["evaluate"]["value"]);
  for (const nlohmann::json& scheme : schemes) EXPECT_GT(scheme["agreement"], 0.9) << scheme;
}

TEST(MotionTask, refuses_bands_above_half_the_rate) {
  TestWalk walk("motion",
                "[preprocess]\nhigh_hz = 900\n[[source]]\ngenerate = \"gestures\"\n"
                "count = 12\n");
  EXPECT_NE(walk.run()["error"].get<std::string>().find("high_hz may be half the rate"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
