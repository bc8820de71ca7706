// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "workflow/samples/test_walk.h"

namespace tadpole {
namespace {

const char* const kDigits = R"(
[model]
layers = ["conv2d filters=8 kernel=3x3 stride=2x2 padding=same", "relu", "max_pool kernel=2x2", "flatten", "dense units=10", "softmax"]
[train]
epochs = 5
[[source]]
generate = "strokes"
count = 30
)";

// Ten classes: guessing is right one time in ten.
TEST(StrokeTask, learns_simulated_digits) {
  TestWalk walk("stroke", kDigits);
  const nlohmann::json facts = walk.run();
  ASSERT_FALSE(facts.contains("error")) << facts["error"];
  EXPECT_GT(facts["evaluate"]["value"], 0.4);
}

}  // namespace
}  // namespace tadpole
