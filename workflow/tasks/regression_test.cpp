// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "workflow/samples/test_walk.h"

namespace tadpole {
namespace {

// Six points of y = 2x - 1: the neuron's weight and bias are the line's.
TEST(RegressionTask, the_first_neuron_finds_the_line) {
  TestWalk walk("regression", "[[source]]\ngenerate = \"line\"\n");
  const nlohmann::json facts = walk.run();
  ASSERT_FALSE(facts.contains("error")) << facts["error"];
  const nlohmann::json weights = facts["train"]["weights"];
  ASSERT_EQ(weights.size(), 2U);
  EXPECT_NEAR(weights[0].get<double>(), 2.0, 0.01);
  EXPECT_NEAR(weights[1].get<double>(), -1.0, 0.02);
}

}  // namespace
}  // namespace tadpole
