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

TEST(MotionTask, refuses_bands_above_half_the_rate) {
  TestWalk walk("motion",
                "[preprocess]\nhigh_hz = 900\n[[source]]\ngenerate = \"gestures\"\n"
                "count = 12\n");
  EXPECT_NE(walk.run()["error"].get<std::string>().find("high_hz may be half the rate"),
            std::string::npos);
}

}  // namespace
}  // namespace tadpole
